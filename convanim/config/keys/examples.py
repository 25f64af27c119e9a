"""An example of each config key, for editors and for the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.config.text.settings import setting

if TYPE_CHECKING:
    from convanim.plugins.key import Key

EXAMPLES: dict[str, object] = {
    "per_axis": [2, 3],
    "padding": "same",
    "count": 2,
    "number": 2,
    "seconds": 0.5,
    "frames": "0,4,8",
    "flag": True,
    "caption": "Stride 2",
    "file_name": "my_figure",
    "path": "figures/mine.gif",
    "operation": "max_pool",
    "view": "flat",
    "format": "gif",
    "theme": "paper",
    "language": "zh",
    "length": "84mm",
    "proportions": "16:9",
    "overlays": ["labels", "step"],
    "values": {"seed": 7, "input": [0, 3]},
    "filmstrip": 4,
    "cells": [[1, 2], [3, 4]],
    "row": [1, -1],
}
"""A value of each kind, for keys that declare none themselves."""


def example(key: Key) -> object:
    """Return a value of a key: the one that it declares, its first word, or that of its kind."""
    if key.example:
        return setting(f"example={key.example}")[0].value.plain()
    return key.words[0] if key.words else EXAMPLES.get(key.kind)
