"""Writes a film as one animated SVG: each layer once, moved, shown or reshaped by the browser."""
