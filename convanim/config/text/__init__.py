"""From YAML to a tree whose parts know their line and column."""
