"""Outlines and positions of texts; every distinct text is measured once."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from convanim.backends._mpl import faces
from convanim.backends._mpl.settings import settings
from convanim.scene.baselines import baselines
from convanim.scene.typesetting import by_script, escape, escape_words, needs_mathematics, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.font_manager import FontPath, FontProperties
    from numpy.typing import NDArray

    from convanim.scene.geometry import Point
    from convanim.scene.paint import Paint
    from convanim.scene.shapes import Labels

_NUMBER = re.compile(r"\$([-+]?)(\d+(?:\.\d+)?)\$")

_COMPUTER_MODERN: Any = {"mathtext.fontset": "cm", "text.usetex": False}


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that matplotlib typesets at once.

    Attributes
    ----------
    text : str
        The text in matplotlib's notation.
    is_mathematics : bool
        Whether matplotlib parses it as mathematics.
    font : FontProperties
        The font of the letters.
    """

    text: str
    is_mathematics: bool
    font: FontProperties

    @property
    def file(self) -> FontPath:
        """The file of the font of the letters."""
        return cast("FontPath", self.font.get_file())

    def at_size(self, size: float) -> FontProperties:
        """Return the font at a size, in points."""
        prop = self.font.copy()
        prop.set_size(size)
        return prop


@functools.lru_cache(maxsize=4096)
def runs(text: str, face: str) -> tuple[Run, ...]:
    """Return the runs of a text: Chinese in its own font, the rest in that of the face.

    Invalid mathematics is drawn literally. The fonts of Computer Modern have other glyphs in place
    of some characters, which only mathematics typesets correctly. There is no mathematics in a sans
    serif face: formulas are in Computer Modern, but the digits of signed numbers use the face.
    """
    found: list[Run] = []
    parts = [*by_script(text)]
    wide = "".join(part for part, has_wide_letters in parts if has_wide_letters)
    for part, has_wide_letters in parts:
        if has_wide_letters:
            found.append(Run(part, False, faces.wide_font(wide, face)))
        else:
            found += _runs(part, face)
    return tuple(found)


def _runs(text: str, face: str) -> tuple[Run, ...]:
    """Return the runs of a text without Chinese."""
    font = faces.font(text, face)
    if not needs_mathematics(text):
        return (Run(text, False, font),)
    for candidate in (escape_words(text), escape(text)):
        if _is_valid(candidate, font):
            parts = (candidate,) if face == "cm" else pieces(candidate)
            return tuple(Run(*_notation(part, face), font) for part in parts)
    return (Run(text, False, font),)


def _notation(part: str, face: str) -> tuple[str, bool]:
    """Return a part in matplotlib's notation, and whether it is mathematics."""
    number = _NUMBER.fullmatch(part)
    if face == "cm-sans" and number:
        return rf"${number[1]}\mathsf{{{number[2]}}}$", True
    if face not in faces.FACES and number and number[1] != "+":
        return part.strip("$").replace("-", "\N{MINUS SIGN}"), False
    return part, "$" in part


def _is_valid(text: str, font: FontProperties) -> bool:
    try:
        with settings(_COMPUTER_MODERN):
            prop = Run(text, True, font).at_size(text_to_path.FONT_SCALE)
            text_to_path.mathtext_parser.parse(text, text_to_path.DPI, prop)
    except (ValueError, RecursionError):
        return False
    return True


@functools.lru_cache(maxsize=4096)
def outline(text: str, face: str = "cm") -> tuple[NDArray[np.float64], NDArray[np.uint8], float]:
    """Return the outline and the width of a text at size 1; its baseline starts at the origin.

    Returns
    -------
    vertices : array of float64, shape (n, 2)
    codes : array of uint8, shape (n,)
    width : float
    """
    vertices, codes, end = [np.empty((0, 2))], [np.empty(0, Path.code_type)], 0.0
    for run in runs(text, face):
        shape, kinds, width = _outline(run)
        vertices.append(np.add(shape, (end, 0.0)) if end else shape)
        codes.append(kinds)
        end += width
    return np.concatenate(vertices), np.concatenate(codes), end


def _outline(run: Run) -> tuple[NDArray[np.float64], NDArray[np.uint8], float]:
    scale = text_to_path.FONT_SCALE
    prop = run.at_size(scale)
    with settings(_COMPUTER_MODERN):
        vertices, codes = text_to_path.get_text_path(prop, run.text, ismath=run.is_mathematics)
        width, _, _ = text_to_path.get_text_width_height_descent(run.text, prop, run.is_mathematics)
    kinds = np.asarray(codes, dtype=Path.code_type)
    return np.asarray(vertices, dtype=float).reshape(-1, 2) / scale, kinds, width / scale


def lift(run: Run, size: float) -> float:
    """Return how much higher matplotlib draws a run in PDF than its outline, in points.

    It moves mathematics up, so that its height is a whole number of points.
    """
    if not run.is_mathematics:
        return 0.0
    scale = text_to_path.FONT_SCALE
    with settings(_COMPUTER_MODERN):
        printed = _first_height(run, size)
        drawn = _first_height(run, scale)
    return printed - drawn * size / scale


def _first_height(run: Run, size: float) -> float:
    """Return the height of the first glyph of mathematics; 0 if there are no glyphs."""
    parse = text_to_path.mathtext_parser.parse
    glyphs: Any = parse(run.text, text_to_path.DPI, run.at_size(size)).glyphs
    return float(glyphs[0][-1]) if glyphs else 0.0


def width(text: str, face: str) -> float:
    """Return the width of a text at size 1."""
    return outline(text, face)[2]


def run_baselines(labels: Labels, paint: Paint) -> Iterator[tuple[Run, Point]]:
    """Yield each run of each text and the left end of its baseline, in points."""
    size = paint.size * labels.scale
    for text, (x, y) in baselines(labels, paint, width, faces.digit_height):
        end = 0.0
        for run in runs(text, paint.font):
            yield run, (x + end, y)
            end += _outline(run)[2] * size


def outlines(labels: Labels, paint: Paint) -> Path:
    """Return the outlines of all texts of a layer as one path, in points."""
    size = paint.size * labels.scale
    vertices, codes = [np.empty((0, 2))], [np.empty(0, Path.code_type)]
    for text, at in baselines(labels, paint, width, faces.digit_height):
        shape, kinds, _ = outline(text, paint.font)
        vertices.append(shape * size + at)
        codes.append(kinds)
    return Path(np.concatenate(vertices), np.concatenate(codes))
