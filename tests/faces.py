"""Writes the widths of faces from their fonts: ``python -m tests.faces``."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

from convanim.scene.faces import FILE

FONTS = {"times": "STIXGeneral.ttf", "sans": "DejaVuSans.ttf"}
LETTERS = [chr(code) for code in range(32, 127)]


def widths(name):
    """Return the advance widths of a font of matplotlib, in thousandths of an em."""
    font = TTFont(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name)
    glyphs, metrics, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {c: round(1000 * metrics[glyphs[ord(c)]][0] / units) for c in LETTERS}


def tables():
    return {face: widths(name) for face, name in FONTS.items()}


if __name__ == "__main__":
    FILE.write_text(json.dumps(tables(), separators=(",", ":")) + "\n", encoding="utf-8")
