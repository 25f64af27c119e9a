"""Cuts texts into letters, which texts share, and formulas into their signs."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.path import Path

from convanim.backends._mpl.lettering import outline
from convanim.backends._svg.outlines import UNITS, curves, glyph, glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


class Letter(NamedTuple):
    """An outline, and where its origin lies in the text, in thousandths of an em."""

    path: str
    x: int
    y: int


@functools.lru_cache(maxsize=4096)
def letters(text: str, font: str) -> tuple[Letter, ...]:
    """Return the letters of a text, with y pointing down from its baseline."""
    return tuple(_letters(text, font))


def _letters(text: str, font: str) -> Iterator[Letter]:
    for part, start in glyphs(text, font):
        if len(part) == 1:
            yield Letter(glyph(part, font), start, 0)
            continue
        vertices, codes, _ = outline(part, font)
        for chosen in _pieces(vertices, codes):
            x, y = vertices[chosen.start]
            path = curves(vertices[chosen] - (x, y), codes[chosen])
            yield Letter(path, start + round(x * UNITS), -round(y * UNITS))


def _pieces(vertices: NDArray[np.float64], codes: NDArray[np.uint8]) -> Iterator[slice]:
    """Yield the parts of an outline.

    Contours that follow each other stay together if one is inside the other, as a hole is.
    """
    starts = [*np.flatnonzero(codes == Path.MOVETO).tolist(), len(codes)]
    first, box = 0, _box(vertices[: starts[1]]) if len(starts) > 1 else (0.0, 0.0, 0.0, 0.0)
    for start, end in itertools.pairwise(starts[1:]):
        here = _box(vertices[start:end])
        if _is_within(here, box) or _is_within(box, here):
            box = _box(vertices[first:end])
        else:
            yield slice(first, start)
            first, box = start, here
    if starts[-1] > first:
        yield slice(first, starts[-1])


Box = tuple[float, float, float, float]


def _box(points: NDArray[np.float64]) -> Box:
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    return left, bottom, right, top


def _is_within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
