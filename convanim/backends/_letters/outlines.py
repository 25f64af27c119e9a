"""The outline and the width of any text, in ems."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.scene.faces import COMPUTER_MODERN_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.geometry import Point

DATA = Path(__file__).with_name("faces.json")
WIDE = Path(__file__).with_name("labels.json")
"""The Chinese letters of labels, which are the same beside every face."""

SUBPIXELS, PIXELS = 64, 100
"""The units of the data: FreeType's parts of a pixel, and the pixels in an em."""

LENGTHS = {"m": 1, "l": 1, "q": 2, "c": 3, "z": 1}
"""The number of points of each step of an outline; matplotlib has one where a shape closes."""

_CODES = {1: "m", 2: "l", 3: "q", 4: "c", 79: "z"}
"""The steps of matplotlib's paths."""

_STEP = re.compile(r"([mlqcz])([-+e\d. ]+)")


Step = tuple[str, tuple["Point", ...]]
"""A letter of SVG, of ``"mlqcz"``, and its points."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A text at size 1; its baseline starts at the origin.

    Attributes
    ----------
    steps : str
        The letter of each step, of SVG: ``"mlqcz"``.
    points : tuple of Point
        The points of the steps, in order.
    width : float
        How wide it is.
    """

    steps: str
    points: tuple[Point, ...]
    width: float

    def parts(self) -> Iterator[Step]:
        """Yield each step with its points."""
        start = 0
        for step in self.steps:
            end = start + LENGTHS[step]
            yield step, self.points[start:end]
            start = end


@functools.lru_cache(maxsize=4096)
def outline(text: str, font: str) -> Outline:
    """Return the outline of a text in a font; matplotlib is imported where the data lack it.

    Raises
    ------
    OutputError
        No installed font has all of its characters.
    """
    whole = _faces().get(font, {}).get(text)
    if whole is not None:
        return _joined([whole])
    letters = [_letter(letter, font) for letter in text]
    if None in letters:
        return _typeset(text, font)
    return _joined([letter for letter in letters if letter is not None])


def has_letters(text: str, font: str) -> bool:
    """Return whether the data have every letter of a text in a font."""
    return all(_letter(letter, font) is not None for letter in text)


def _letter(letter: str, font: str) -> str | None:
    """Return a letter in the notation of the data; the wide ones stand beside any of its faces."""
    face = _faces().get(font)
    if face is None:
        return None
    return face.get(letter) if letter.isascii() else _wide().get(letter)


def width(text: str, font: str) -> float:
    """Return the width of a text in a font, in ems."""
    return outline(text, font).width


@functools.cache
def digit_height(font: str) -> float:
    """Return the height of the digits of a font, in ems."""
    if font in _faces():
        return COMPUTER_MODERN_HEIGHT
    from convanim.backends._mpl import faces

    return faces.digit_height(font)


def _typeset(text: str, font: str) -> Outline:
    """Return an outline by matplotlib."""
    from convanim.backends._mpl import lettering

    vertices, codes, wide = lettering.outline(text, font)
    steps, n = "", 0
    while n < len(codes):
        steps += _CODES[int(codes[n])]
        n += LENGTHS[steps[-1]]
    return Outline(steps, tuple((float(x), float(y)) for x, y in vertices), wide)


@functools.cache
def _faces() -> dict[str, dict[str, str]]:
    faces: dict[str, dict[str, str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return faces


@functools.cache
def _wide() -> dict[str, str]:
    letters: dict[str, str] = json.loads(WIDE.read_text(encoding="utf-8"))
    return letters


def _joined(glyphs: list[str]) -> Outline:
    """Return glyphs side by side; each is the text of its width and its steps."""
    steps, points, end = "", [], 0.0
    for glyph in glyphs:
        wide, _, shape = glyph.partition(" ")
        for step, numbers in _STEP.findall(shape):
            steps += step
            at = [float(number) / SUBPIXELS for number in numbers.split()]
            pairs = zip(at[::2], at[1::2], strict=True)
            points += [((x + end) / PIXELS, y / PIXELS) for x, y in pairs]
        end += float(wide) / SUBPIXELS
    return Outline(steps, tuple(points), end / PIXELS)
