"""Describes a film for a script that draws it; :mod:`.film` documents the description."""
