"""The available fonts: those of matplotlib, which every text needs, and those of the machine."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

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


def has_glyphs(file: Path, text: str) -> bool:
    """Return whether a font has every character of a text."""
    try:
        font = FT2Font(str(file))
    except (OSError, RuntimeError):  # damaged, or in a format that FreeType does not read
        return False
    return set(map(ord, text)) <= font.get_charmap().keys()


def cache() -> Path:
    """Return the folder in which matplotlib caches its list of fonts."""
    return Path(matplotlib.get_cachedir())
