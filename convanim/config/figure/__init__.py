"""From the tree of a config to a figure."""
