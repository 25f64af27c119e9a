"""Outlines in the notation of SVG: whole numbers, relative to each other, with y pointing down."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from convanim.backends._mpl.lettering import outline
from convanim.scene.shapes import Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convanim.scene.geometry import Line

UNITS = 1000
"""The number of units in an em in which letters are drawn."""

_LENGTHS = {Path.MOVETO: 1, Path.LINETO: 1, Path.CURVE3: 2, Path.CURVE4: 3, Path.CLOSEPOLY: 1}
_COMMANDS = {Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}


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


def glyphs(text: str, font: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a text that have outlines of their own, and the start of each, in units.

    A text is split into letters, whose outlines texts can share, if that does not change the
    positions of the letters; otherwise it is one part.
    """
    whole, _, _ = outline(text, font)
    ends = [0.0, *itertools.accumulate(outline(letter, font)[2] for letter in text)]
    letters = [
        outline(letter, font)[0] + (start, 0.0) for letter, start in zip(text, ends, strict=False)
    ]
    single = np.concatenate(letters) if letters else np.empty((0, 2))
    if len(text) > 1 and single.shape == whole.shape and np.allclose(single, whole, atol=1e-3):
        yield from (
            (letter, round(start * UNITS))
            for letter, start in zip(text, ends, strict=False)
            if not letter.isspace()
        )
    else:
        yield text, 0


def glyph(text: str, font: str) -> str:
    """Return the outline of a part of a text; its baseline starts at the origin."""
    vertices, codes, _ = outline(text, font)
    return curves(vertices, codes)


def curves(vertices: NDArray[np.float64], codes: NDArray[np.uint8]) -> str:
    """Return an outline in matplotlib's notation, with :data:`UNITS` units in its unit.

    Parameters
    ----------
    vertices : array of float64, shape (n, 2)
    codes : array of uint8, shape (n,)
    """
    points = [(round(x * UNITS), round(-y * UNITS)) for x, y in vertices]
    path_data, last, n, start, at = "", "", 0, (0, 0), (0, 0)
    while n < len(codes):
        code = Path.code_type(codes[n])
        ends = points[n : n + _LENGTHS[code]]
        n += len(ends)
        if code == Path.CLOSEPOLY:
            path_data, last, at = path_data + "z", "z", start
            continue
        command = "m" if code == Path.MOVETO else _COMMANDS[code]
        steps = "".join(_pair(x - at[0], y - at[1]) for x, y in ends)
        # SVG allows a repeated command to be left out.
        path_data += steps if command == last else command + steps.lstrip()
        last, at = command, ends[-1]
        start = at if code == Path.MOVETO else start
    return path_data
