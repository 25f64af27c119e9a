"""Which font sets a text: that of the face asked for, or one that has the letters it lacks."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.textpath import TextPath

from convanim.backends._mpl import fonts
from convanim.errors import OutputError
from convanim.scene.faces import COMPUTER_MODERN_HEIGHT
from convanim.scene.typesetting import is_wide

if TYPE_CHECKING:
    from collections.abc import Iterator


class Family(NamedTuple):
    """The files of matplotlib that set a face, and the names of their mathematics.

    The fallback sets texts with letters that the font lacks.
    """

    file: str
    mathematics: str
    fallback: str
    fallback_mathematics: str


FACES = {
    "cm": Family("cmr10.ttf", "cm", "DejaVuSerif.ttf", "dejavuserif"),
    "cm-sans": Family("cmss10.ttf", "cm", "DejaVuSans.ttf", "dejavusans"),
    "times": Family("STIXGeneral.ttf", "stix", "DejaVuSerif.ttf", "dejavuserif"),
    "sans": Family("DejaVuSans.ttf", "dejavusans", "DejaVuSans.ttf", "dejavusans"),
}
"""The faces that matplotlib has fonts of; others are families that are installed."""

LABELS = FontPath(str(Path(__file__).with_name("labels.ttf")), 0)
"""The font of the Chinese labels that convanim writes: a part of Noto Sans CJK SC.

``python -m tests.label_font`` makes it, so that these look alike on every machine.
"""

SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
)
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Songti SC", "SimSun")
"""Families with the letters of mainland China, sans serif as the labels and serif."""


def font(text: str, face: str) -> FontProperties:
    """Return the font of a face, or another one if the face lacks characters of a text.

    Raises
    ------
    OutputError
        No installed font has them, or the face is of a family that is not installed.
    """
    file, mathematics = _file(face)
    if text.isascii():
        return _font(file, mathematics)
    others = "".join(sorted({each for each in text if not each.isascii()}))
    if face not in ("cm", "cm-sans") and fonts.has_glyphs(file, others):
        return _font(file, mathematics)
    family = FACES.get(face, FACES["cm-sans"])
    return _font(_with_letters(others, family.fallback), family.fallback_mathematics)


def wide_font(text: str, face: str) -> FontProperties:
    """Return the font of the Chinese letters of a text, beside a face.

    It is that of the face's own family, of the labels, or an installed one like it.

    Raises
    ------
    OutputError
        No installed font has them.
    """
    found = (path for path in _chinese(face) if fonts.has_glyphs(path, text))
    letters = "".join(sorted({*text}))
    return _font(next(found, None) or _with_letters(letters, FACES["sans"].fallback), "cm")


@functools.cache
def _chinese(face: str) -> tuple[FontPath, ...]:
    """Return the fonts that set Chinese beside a face, the preferred first."""
    own = () if face in FACES else (face,)
    return (*_families(*own), LABELS, *_families(*SANS, *SERIF))


def _families(*names: str) -> Iterator[FontPath]:
    return (path for name in names if (path := fonts.family(name)))


@functools.cache
def digit_height(face: str) -> float:
    """Return the height of the digits of a face, as a fraction of the font size."""
    if face in ("cm", "cm-sans"):
        return COMPUTER_MODERN_HEIGHT
    one = TextPath((0, 0), "1", size=1000, prop=font("1", face))
    return float(one.get_extents().height) / 1000


def lacking(text: str, face: str) -> str:
    """Return the characters of a text that no installed font has, for a face."""
    return "".join(dict.fromkeys(each for each in text if not _has(each, face)))


@functools.lru_cache(maxsize=4096)
def _has(letter: str, face: str) -> bool:
    choose = wide_font if is_wide(letter) else font
    try:
        choose(letter, face)
    except OutputError:
        return False
    return True


def _file(face: str) -> tuple[FontPath, str]:
    if face in FACES:
        family = FACES[face]
        return FontPath(str(fonts.folder() / family.file), 0), family.mathematics
    path = fonts.family(face)
    if path is None:
        raise OutputError(fonts.no_family(face))
    return path, "dejavusans" if fonts.is_sans(path) else "stix"


@functools.cache
def _font(path: FontPath, mathematics: str) -> FontProperties:
    return FontProperties(fname=path, math_fontfamily=mathematics)


@functools.lru_cache(maxsize=256)
def _with_letters(letters: str, shipped: str) -> FontPath:
    """Return a font with these and the usual letters, preferably from matplotlib."""
    path = FontPath(str(fonts.folder() / shipped), 0)
    if fonts.has_glyphs(path, letters):
        return path
    found = fonts.with_glyphs("a" + letters)
    if found is None:
        raise OutputError(
            f"no installed font has all of the characters {letters}: install one that does, such "
            "as Noto, or use other characters"
        )
    return FontPath(found[1], 0)
