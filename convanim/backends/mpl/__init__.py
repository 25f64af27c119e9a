"""Draws scenes with matplotlib: pixels through Agg alone, pages through a ``Figure``.

Both send the same paths of the same scene to a renderer; see :mod:`.artists`.
"""

LIBRARIES = {"raster": ("matplotlib", "numpy"), "pages": ("fonttools", "matplotlib", "numpy")}
"""What draws each kind of film, by the names on PyPI."""

FONTS = "mpl-data/fonts/ttf/cm*.ttf"
"""The fonts of all texts, within matplotlib's folder."""
