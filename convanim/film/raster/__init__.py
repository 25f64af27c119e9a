"""Frames as pixels: their palette, and the pictures that writers of raster formats make."""
