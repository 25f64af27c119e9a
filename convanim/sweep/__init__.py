"""Operations step by step: feature maps, and the cells that each step reads and writes."""
