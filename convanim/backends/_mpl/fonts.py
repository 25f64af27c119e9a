"""Which fonts there are: those of matplotlib that every text needs, and those of the machine."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

COMPUTER_MODERN = ("cmb10", "cmex10", "cmmi10", "cmr10", "cmss10", "cmsy10", "cmtt10")
"""What matplotlib opens to typeset Computer Modern."""


def folder() -> Path:
    """Return where matplotlib keeps its fonts."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def missing() -> tuple[str, ...]:
    """Return the faces of Computer Modern that are not there."""
    return tuple(name for name in COMPUTER_MODERN if not (folder() / f"{name}.ttf").is_file())


def with_glyphs(text: str) -> tuple[str, str] | None:
    """Return name and file of the machine's first font that has every character of a text."""
    # Of a family the upright face of usual weight, if files are named as they mostly are.
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
    except (OSError, RuntimeError):  # a damaged file, or of a kind that FreeType cannot read
        return False
    return set(map(ord, text)) <= font.get_charmap().keys()


def cache() -> Path:
    """Return where matplotlib keeps its list of fonts."""
    return Path(matplotlib.get_cachedir())
