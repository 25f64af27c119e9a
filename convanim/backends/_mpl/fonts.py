"""The available fonts: those of matplotlib, which every text needs, and those of the machine."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
from matplotlib import font_manager
from matplotlib.font_manager import FontPath
from matplotlib.ft2font import FT2Font, LoadFlags

from convanim.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

REGULAR = ("Regular", "Book", "Roman", "Normal")
"""What fonts call their upright style of usual weight."""

LATIN_TEXT = 2
SANS_SERIF = range(11, 16)
"""The family kind and the serif styles that PANOSE has for text without serifs."""

COMPUTER_MODERN = ("cmb10", "cmex10", "cmmi10", "cmr10", "cmss10", "cmsy10", "cmtt10")
"""The font files that matplotlib needs to typeset Computer Modern."""


def folder() -> Path:
    """Return the folder with the fonts of matplotlib."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def missing() -> tuple[str, ...]:
    """Return the names of the fonts of Computer Modern that are missing."""
    return tuple(name for name in COMPUTER_MODERN if not (folder() / f"{name}.ttf").is_file())


def with_glyphs(text: str) -> tuple[str, str] | None:
    """Return the name and the file of an installed font with every character of a text."""
    # Prefer the regular face of a family, judging by the usual file names.
    for file in sorted(
        font_manager.findSystemFonts(), key=lambda file: ("Regular" not in file, file)
    ):
        if has_glyphs(Path(file), text):
            return FT2Font(file).family_name, file
    return None


def has_glyphs(file: Path | FontPath, text: str) -> bool:
    """Return whether a font has every character of a text."""
    try:
        font = FT2Font(str(file), face_index=getattr(file, "face_index", 0))
    except (OSError, RuntimeError):  # damaged, or in a format that FreeType does not read
        return False
    return set(map(ord, text)) <= font.get_charmap().keys()


def family(name: str) -> FontPath | None:
    """Return the regular font of a family; None if none is installed."""
    return families().get(name)


def no_family(name: str) -> str:
    """Return the message for a family that is not installed, with the nearest one."""
    hint = did_you_mean(name, families()) or "; install it, or choose one of cm, times and sans"
    return f"no font family '{name}' is installed{hint}"


@functools.cache
def families() -> Mapping[str, FontPath]:
    """Return the regular font of each family that is installed.

    matplotlib keeps a list of fonts, in which those installed since are missing.
    """
    found: dict[str, FontPath] = {}
    entries = font_manager.fontManager.ttflist
    for entry in sorted(entries, key=lambda entry: (_slant(entry), entry.fname, entry.index)):
        found.setdefault(entry.name, FontPath(entry.fname, entry.index))
    known = {entry.fname for entry in entries}
    for file in sorted({*font_manager.findSystemFonts()} - known):
        for index in range(_count(file)):
            font = FT2Font(file, face_index=index)
            if font.style_name in REGULAR:
                found.setdefault(font.family_name, FontPath(file, index))
    return found


def _slant(entry: font_manager.FontEntry) -> tuple[bool, float]:
    """Return how far a font is from the upright and regular one of its family."""
    weights = font_manager.weight_dict
    weight = weights[entry.weight] if isinstance(entry.weight, str) else entry.weight
    return entry.style != "normal", abs(weight - 400)


def _count(file: str) -> int:
    """Return how many faces a file has; none if FreeType cannot read it."""
    try:
        font = FT2Font(file)
    except (OSError, RuntimeError):
        return 0
    return int(font.num_faces)


def is_sans(path: FontPath) -> bool:
    """Return whether a font has no serifs, as its classification says."""
    table = FT2Font(path, face_index=path.face_index).get_sfnt_table("OS/2")
    panose = table["panose"] if table else bytes(10)
    return bool(panose[0] == LATIN_TEXT and panose[1] in SANS_SERIF)


def widths(path: FontPath, letters: str) -> dict[str, float]:
    """Return the advance widths of the letters that a font has, in ems."""
    font = FT2Font(path, face_index=path.face_index)
    glyphs = font.get_charmap()
    found = {}
    for letter in letters:
        if ord(letter) in glyphs:
            glyph = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE)
            found[letter] = glyph.horiAdvance / font.units_per_EM
    return found


def cache() -> Path:
    """Return the folder in which matplotlib caches its list of fonts."""
    return Path(matplotlib.get_cachedir())
