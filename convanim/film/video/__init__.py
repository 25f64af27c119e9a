"""Frames as video: the encoder, and the true durations in its file."""
