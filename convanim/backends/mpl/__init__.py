"""Draws scenes with matplotlib: pixels through Agg alone, pages through a ``Figure``.

Both send the same paths of the same scene to a renderer; see :mod:`.artists`.
"""
