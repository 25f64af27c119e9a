"""Outlines in the notation of SVG: whole numbers, relative to each other, with y pointing down."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from convanim.backends._letters.outlines import outline
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.backends._letters.outlines import Step
    from convanim.scene.geometry import Line, Point

UNITS = 1000
"""The number of units in an em in which letters are drawn."""

CLOSE = 1e-3
"""The distance, in ems, within which points are the same."""


def path(layer: Polygons | Strokes, units: float) -> str:
    """Return the outline of a layer, with ``units`` units in a point."""
    lines, end = (layer.shapes, "z") if isinstance(layer, Polygons) else (layer.lines, "")
    return "".join(_line(line, units) + end for line in lines)


def _line(line: Line, units: float) -> str:
    points = [(round(x * units), round(-y * units)) for x, y in line]
    (x, y), *_ = points
    steps = "".join(
        _pair(to_x - from_x, to_y - from_y)
        for (from_x, from_y), (to_x, to_y) in itertools.pairwise(points)
    )
    return f"M{_pair(x, y)}l{steps.lstrip()}" if steps else f"M{_pair(x, y)}"


def _pair(x: int, y: int) -> str:
    """Return two numbers, each with a space before it unless it has a minus sign."""
    return f"{_number(x)}{_number(y)}"


def _number(value: int) -> str:
    return f"{value}" if value < 0 else f" {value}"


@functools.lru_cache(maxsize=4096)
def glyphs(text: str, font: str) -> tuple[tuple[str, int], ...]:
    """Return the parts of a text that have outlines of their own, and the start of each, in units.

    A text is split into letters, whose outlines texts can share, if that does not change the
    positions of the letters; otherwise it is one part.
    """
    letters = [outline(letter, font) for letter in text]
    ends = [*itertools.accumulate((letter.width for letter in letters), initial=0.0)]
    single = [
        (x + start, y)
        for letter, start in zip(letters, ends, strict=False)
        for x, y in letter.points
    ]
    if len(text) > 1 and _are_close(single, outline(text, font).points):
        return tuple(
            (letter, round(start * UNITS))
            for letter, start in zip(text, ends, strict=False)
            if not letter.isspace()
        )
    return ((text, 0),)


def _are_close(some: Sequence[Point], others: Sequence[Point]) -> bool:
    return len(some) == len(others) and all(
        abs(x - to_x) < CLOSE and abs(y - to_y) < CLOSE
        for (x, y), (to_x, to_y) in zip(some, others, strict=True)
    )


def glyph(text: str, font: str) -> str:
    """Return the outline of a part of a text; its baseline starts at the origin."""
    return curves(outline(text, font).parts())


def curves(parts: Iterable[Step]) -> str:
    """Return steps with their points, in ems, as an outline."""
    path_data, last, start, at = "", "", (0, 0), (0, 0)
    for step, points in parts:
        if step == "z":
            path_data, last, at = path_data + "z", "z", start
            continue
        ends = [(round(x * UNITS), round(-y * UNITS)) for x, y in points]
        pairs = "".join(_pair(x - at[0], y - at[1]) for x, y in ends)
        # SVG allows a repeated command to be left out.
        path_data += pairs if step == last else step + pairs.lstrip()
        last, at = step, ends[-1]
        start = at if step == "m" else start
    return path_data
