"""Cuts texts into letters, which texts share, and formulas into their signs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from convanim.backends._letters.outlines import outline
from convanim.backends._svg.outlines import UNITS, curves, glyph, glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.backends._letters.outlines import Outline, Step


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
        for piece in _pieces(outline(part, font)):
            x, y = piece[0][1][0]
            moved = (
                (step, tuple((to_x - x, to_y - y) for to_x, to_y in points))
                for step, points in piece
            )
            yield Letter(curves(moved), start + round(x * UNITS), -round(y * UNITS))


def _pieces(whole: Outline) -> Iterator[list[Step]]:
    """Yield the parts of an outline.

    Contours that follow each other stay together if one is inside the other, as a hole is.
    """
    piece: list[Step] = []
    box: Box = (0.0, 0.0, 0.0, 0.0)
    for contour in _contours(whole):
        here = _box(contour)
        if piece and not (_is_within(here, box) or _is_within(box, here)):
            yield piece
            piece = []
        piece = [*piece, *contour]
        box = _box(piece)
    if piece:
        yield piece


def _contours(whole: Outline) -> Iterator[list[Step]]:
    contour: list[Step] = []
    for part in whole.parts():
        if part[0] == "m" and contour:
            yield contour
            contour = []
        contour.append(part)
    if contour:
        yield contour


Box = tuple[float, float, float, float]


def _box(contour: Sequence[Step]) -> Box:
    across, up = zip(*(point for _, points in contour for point in points), strict=True)
    return min(across), min(up), max(across), max(up)


def _is_within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
