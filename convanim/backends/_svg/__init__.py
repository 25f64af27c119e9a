"""Writes a film as one animated SVG, in which the browser shows, moves and reshapes layers."""
