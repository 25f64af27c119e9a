"""The explanation of a figure, in words and numbers."""
