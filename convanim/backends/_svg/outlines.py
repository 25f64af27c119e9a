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


def followed(layer: Polygons | Strokes, units: float) -> str:
    """Return the same, with each line after the first one relative to the end of that before it.

    Lines that are evenly apart repeat themselves then, and deflate better.
    """
    lines, end = (layer.shapes, "z") if isinstance(layer, Polygons) else (layer.lines, "")
    at = (0, 0)
    found = ""
    for line in lines:
        points = _rounded(line, units)
        found += _steps(points, "m" if found else "M", at) + end
        at = points[0] if end else points[-1]
    return found


def _line(line: Line, units: float) -> str:
    return _steps(_rounded(line, units), "M", (0, 0))


def _rounded(line: Line, units: float) -> list[tuple[int, int]]:
    return [(round(x * units), round(-y * units)) for x, y in line]


def _steps(points: Sequence[tuple[int, int]], move: str, origin: tuple[int, int]) -> str:
    """Return the way along points from an origin; the first step draws nothing."""
    (x, y), *_ = points
    steps = "".join(
        _pair(to_x - from_x, to_y - from_y)
        for (from_x, from_y), (to_x, to_y) in itertools.pairwise(points)
    )
    start = move + _pair(x - origin[0], y - origin[1])
    return f"{start}l{steps.lstrip()}" if steps else start


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
