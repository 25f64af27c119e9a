"""What follows from a layer's keys, in words and numbers."""
