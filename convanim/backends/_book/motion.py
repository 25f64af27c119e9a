"""Fits the motion of points over a film: evenly from column to column and from row to row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convanim.backends._book.units import FINE, MOST_APART

if TYPE_CHECKING:
    from collections.abc import Sequence

Points = NDArray[np.float64]


class Motion(NamedTuple):
    """Coordinates that are ``start + row * down + column * across`` in every frame.

    Attributes
    ----------
    start : list of int
        x and y of each point in the first frame, in hundredths of a point.
    down, across : list of int
        What is added from one row, or column, to the next, in thousandths of a point.
    """

    start: list[int]
    down: list[int]
    across: list[int]

    @property
    def is_glide(self) -> bool:
        """Whether all points move together."""
        return all(len({*pairs}) == 1 for step in (self.down, self.across) for pairs in _axes(step))


def fitted(frames: Points, columns: int) -> Motion | None:
    """Return the motion of points whose frames are positions row by row; None if it is uneven.

    Parameters
    ----------
    frames : array of float64, shape (n, m)
        The coordinates in each frame, in hundredths of a point.
    columns : int
        The number of positions in a row; it divides n.
    """
    count = len(frames)
    rows = count // columns
    start = np.round(frames[0])
    down = _step(frames[0], frames[-columns], rows - 1)
    across = _step(frames[0], frames[columns - 1], columns - 1)
    row, column = np.divmod(np.arange(count), columns)
    fit = start + np.outer(row, down) / FINE + np.outer(column, across) / FINE
    if np.abs(fit - frames).max() > MOST_APART:
        return None
    return Motion(*(each.astype(int).tolist() for each in (start, down, across)))


def columns_of(films: Sequence[Points]) -> int:
    """Return the number of positions in a row with which most motions are even."""
    count = len(films[0]) if films else 1
    candidates = [n for n in range(count, 0, -1) if count % n == 0]
    return max(candidates, key=lambda n: sum(fitted(each, n) is not None for each in films))


def _step(first: Points, last: Points, count: int) -> Points:
    step: Points = np.round((last - first) * FINE / count) if count else np.zeros_like(first)
    return step


def _axes(step: list[int]) -> tuple[list[int], list[int]]:
    return step[::2], step[1::2]
