"""Fits the motion of points over a film: evenly from column to column and from row to row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convanim.backends._book.units import FINE, MOST_APART

if TYPE_CHECKING:
    from collections.abc import Sequence

    Coordinates = Sequence[float]


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

    def is_near(self, frame: Coordinates, row: int, column: int) -> bool:
        """Return whether the points of a frame are where a row and a column have them."""
        return all(
            abs(start + row * down / FINE + column * across / FINE - at) <= MOST_APART
            for start, down, across, at in zip(*self, frame, strict=True)
        )


def fitted(frames: Sequence[Coordinates], columns: int) -> Motion | None:
    """Return the motion of points whose frames are positions row by row; None if it is uneven.

    Parameters
    ----------
    frames : sequence of sequence of float
        The coordinates in each frame, in hundredths of a point.
    columns : int
        The number of positions in a row; it divides the number of frames.
    """
    first = frames[0]
    down = _step(first, frames[-columns], len(frames) // columns - 1)
    across = _step(first, frames[columns - 1], columns - 1)
    motion = Motion([round(each) for each in first], down, across)
    if all(motion.is_near(frame, *divmod(n, columns)) for n, frame in enumerate(frames)):
        return motion
    return None


def columns_of(films: Sequence[Sequence[Coordinates]]) -> int:
    """Return the number of positions in a row with which most motions are even."""
    count = len(films[0]) if films else 1
    candidates = [n for n in range(count, 0, -1) if count % n == 0]
    return max(candidates, key=lambda n: sum(fitted(each, n) is not None for each in films))


def _step(first: Coordinates, last: Coordinates, count: int) -> list[int]:
    return [round((b - a) * FINE / count) if count else 0 for a, b in zip(first, last, strict=True)]


def _axes(step: list[int]) -> tuple[list[int], list[int]]:
    return step[::2], step[1::2]
