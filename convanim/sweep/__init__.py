"""What an operation does, step by step: feature maps, and the cells each step reads and writes."""
