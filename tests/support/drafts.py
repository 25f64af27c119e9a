"""Reads configs that make one figure."""

from __future__ import annotations

import io
from pathlib import Path

from convanim import config


def read_text(text, source, settings=()):
    """Return the figure of a text; a source of ``-`` is stdin."""
    if source == "-":
        return config.read_stream(io.BytesIO(text.encode()), source, settings).only()
    return config.read_text(text, Path(source), settings).only()


def read_line(line, settings=()):
    return config.read_line(line, settings).only()


def read(path, settings=()):
    return config.read(path, settings).only()
