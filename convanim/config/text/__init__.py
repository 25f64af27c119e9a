"""YAML to a tree whose parts know their place."""
