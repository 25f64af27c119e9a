"""From checked keys to a figure."""
