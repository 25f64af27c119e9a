"""What turns scenes into pixels and pages. One backend: matplotlib."""

LIBRARIES = {"raster": ("matplotlib", "numpy"), "pages": ("fonttools", "matplotlib", "numpy")}
"""What draws each kind of film, by the names on PyPI."""

FONTS = "mpl-data/fonts/ttf/cm*.ttf"
"""The fonts of all texts, within matplotlib's folder."""
