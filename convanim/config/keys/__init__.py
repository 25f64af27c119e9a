"""The config keys, and how each is checked."""
