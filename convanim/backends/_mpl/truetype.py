"""Fonts with outlines of PostScript as TrueType, which matplotlib embeds cleanly in PDF."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from matplotlib.font_manager import FontPath

if TYPE_CHECKING:
    from pathlib import Path

TOLERANCE = 0.001
"""The greatest distance of an outline from the original one, in ems."""

_NO_HINTS = {
    "maxZones": 1,
    "maxTwilightPoints": 0,
    "maxStorage": 0,
    "maxFunctionDefs": 0,
    "maxInstructionDefs": 0,
    "maxStackElements": 0,
    "maxSizeOfInstructions": 0,
    "maxComponentElements": 0,
    "maxPoints": 0,
    "maxContours": 0,
    "maxCompositePoints": 0,
    "maxCompositeContours": 0,
    "maxComponentDepth": 0,
}


@functools.cache
def is_postscript(path: FontPath) -> bool:
    """Return whether a font has outlines of PostScript; all faces of a collection are alike."""
    with TTFont(str(path), fontNumber=path.face_index, lazy=True) as font:
        return "CFF " in font


def converted(path: FontPath, letters: str, folder: Path) -> FontPath:
    """Write a TrueType font with some letters of a font, and return its file.

    Parameters
    ----------
    path : FontPath
        A font with outlines of PostScript.
    letters : str
        The characters that it must have.
    folder : Path
        The folder for the file.
    """
    target = folder / f"{len([*folder.iterdir()])}.ttf"
    with TTFont(str(path), fontNumber=path.face_index, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(layout_features=[], notdef_outline=True, hinting=False))
        subsetter.populate(text=letters)
        subsetter.subset(font)
        _draw_in_curves_of_truetype(font)
        font.save(target)
    return FontPath(str(target), 0)


def _draw_in_curves_of_truetype(font: Any) -> None:
    glyphs, units = font.getGlyphSet(), font["head"].unitsPerEm
    outlines = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, TOLERANCE * units, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs = outlines
    font["glyf"].glyphOrder = font.getGlyphOrder()
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font["maxp"].tableVersion = 0x00010000
    for name, value in _NO_HINTS.items():
        setattr(font["maxp"], name, value)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\0\1\0\0"
