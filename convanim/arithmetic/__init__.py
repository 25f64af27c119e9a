"""Convolution arithmetic: axes, padding, channels and the guide's relationships."""
