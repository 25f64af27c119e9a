"""Outlines and positions of texts; each distinct text is measured once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from convanim.backends._mpl import fonts
from convanim.backends._mpl.settings import settings
from convanim.errors import OutputError
from convanim.scene.typesetting import literal, mixed, needs_mathematics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Labels

FIGURE_HEIGHT = 0.6444
"""Height of the digits of Computer Modern, as a fraction of the font size."""

_COMPUTER_MODERN: Any = {"mathtext.fontset": "cm", "text.usetex": False}

_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def font(text: str) -> FontProperties:
    """Return Computer Modern Roman, or another font if it lacks letters of the text.

    Raises
    ------
    OutputError
        No font of this machine has them.
    """
    if text.isascii():
        return _face(str(fonts.folder() / "cmr10.ttf"), "cm")
    file = _with_letters("".join(sorted({each for each in text if not each.isascii()})))
    return _face(file, "dejavuserif")


@functools.cache
def _face(file: str, mathematics: str) -> FontProperties:
    return FontProperties(fname=file, math_fontfamily=mathematics)


@functools.lru_cache(maxsize=256)
def _with_letters(letters: str) -> str:
    """Return a font with these letters and the usual ones, preferably matplotlib's own."""
    shipped = fonts.folder() / "DejaVuSerif.ttf"
    if fonts.has_glyphs(shipped, letters):
        return str(shipped)
    found = fonts.with_glyphs("a" + letters)
    if found is None:
        raise OutputError(
            f"no font of this machine has all of {letters}: install one, such as Noto, or write "
            "it in other letters"
        )
    return found[1]


@functools.lru_cache(maxsize=4096)
def typeset(text: str) -> tuple[str, bool]:
    """Return a text in the form matplotlib expects, and whether matplotlib sets it as mathematics.

    Invalid mathematics is drawn literally. Computer Modern has other signs in the places
    of some characters, which only mathematics sets right.
    """
    if not needs_mathematics(text):
        return text, False
    for candidate in (mixed(text), literal(text)):
        if _is_valid(candidate):
            return candidate, True
    return text, False


def _is_valid(text: str) -> bool:
    try:
        with settings(_COMPUTER_MODERN):
            text_to_path.mathtext_parser.parse(text, text_to_path.DPI, _measured_font(text))
    except (ValueError, RecursionError):
        return False
    return True


def _measured_font(text: str) -> FontProperties:
    prop = font(text).copy()
    prop.set_size(text_to_path.FONT_SCALE)
    return prop


@functools.lru_cache(maxsize=4096)
def outline(text: str) -> tuple[NDArray[np.float64], NDArray[np.uint8], float]:
    """Return the outline of a text at size 1, from the left end of its baseline, and its width.

    Returns
    -------
    vertices : array of float64, shape (n, 2)
    codes : array of uint8, shape (n,)
    width : float
    """
    given, is_mathematics = typeset(text)
    prop, scale = _measured_font(text), text_to_path.FONT_SCALE
    with settings(_COMPUTER_MODERN):
        vertices, codes = text_to_path.get_text_path(prop, given, ismath=is_mathematics)
        width, _, _ = text_to_path.get_text_width_height_descent(given, prop, is_mathematics)
    kinds = np.asarray(codes, dtype=Path.code_type)
    return np.asarray(vertices, dtype=float).reshape(-1, 2) / scale, kinds, width / scale


@functools.lru_cache(maxsize=4096)
def lift(text: str, size: float) -> float:
    """Return how far matplotlib's PDF raises a text above its outline, in points.

    It moves mathematics up until its height is a whole number of points.
    """
    given, is_mathematics = typeset(text)
    if not is_mathematics:
        return 0.0
    scale, prop = text_to_path.FONT_SCALE, font(text).copy()
    prop.set_size(size)
    with settings(_COMPUTER_MODERN):
        printed = _first_height(given, prop)
        drawn = _first_height(given, _measured_font(text))
    return printed - drawn * size / scale


def _first_height(given: str, prop: FontProperties) -> float:
    """Return the height at which the first glyph of mathematics is set; 0 without glyphs."""
    glyphs: Any = text_to_path.mathtext_parser.parse(given, text_to_path.DPI, prop).glyphs
    return float(glyphs[0][-1]) if glyphs else 0.0


def placed(labels: Labels, size: float) -> Iterator[tuple[str, Point]]:
    """Yield each text with the left end of its baseline, in points."""
    for text, (x, y) in labels.texts:
        _, _, width = outline(text)
        yield text, (x - _ANCHORS[labels.anchor] * width * size, y - FIGURE_HEIGHT * size / 2)


def outlines(labels: Labels, size: float) -> Path:
    """Return the outlines of all texts of a layer as one path, in points."""
    size *= labels.scale
    vertices, codes = [np.empty((0, 2))], [np.empty(0, Path.code_type)]
    for text, at in placed(labels, size):
        shape, kinds, _ = outline(text)
        vertices.append(shape * size + at)
        codes.append(kinds)
    return Path(np.concatenate(vertices), np.concatenate(codes))
