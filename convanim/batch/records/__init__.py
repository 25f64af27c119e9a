"""What was made, and from what: the facts of each figure, and the file that records them."""
