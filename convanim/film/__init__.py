"""Frames on their way to a file, and what formats share."""
