"""Scenes: shapes and texts with roles, their themes and their timeline."""
