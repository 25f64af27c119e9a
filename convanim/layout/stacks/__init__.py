"""The feature maps of several layers at once, and what one unit sees of them."""
