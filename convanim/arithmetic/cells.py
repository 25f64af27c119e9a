"""Kinds of positions along an axis of a drawn feature map, and runs of one kind."""

from __future__ import annotations

from enum import StrEnum


class Cell(StrEnum):
    """The kind of a position of a drawn feature map."""

    REAL = "real"
    PADDING = "padding"
    COPIED = "copy of a unit"
    """Padding that repeats units of the map, as circular padding does."""
    INSERTED = "inserted zero"
    CROPPED = "cropped"
    """A unit that negative padding cuts off."""
    OUTSIDE = "outside"
    """Empty: neither a unit nor a cell that the window can cover."""
    OVERHANG = "overhang"
    """Empty: a cell past the padding that the last window covers (``ceil_mode``)."""


VALUED = {Cell.REAL, Cell.COPIED}
"""The kinds of cells with a value of a unit."""

UNREACHED = {Cell.CROPPED, Cell.OUTSIDE, Cell.OVERHANG}
"""The kinds of cells without a grid."""

Run = tuple[Cell, int, int]
"""Consecutive positions of one kind: the kind, the first position, and one past the last."""


def grid_span(kinds: tuple[Cell, ...]) -> tuple[int, int]:
    """Return the first position along an axis that has a grid, and one past the last."""
    within = [n for n, kind in enumerate(kinds) if kind not in UNREACHED]
    return within[0], within[-1] + 1


def runs(kinds: tuple[Cell, ...]) -> list[Run]:
    """Return the runs of consecutive positions of one kind along an axis."""
    found: list[Run] = []
    for n, kind in enumerate(kinds):
        if found and found[-1][0] is kind:
            found[-1] = (kind, found[-1][1], n + 1)
        else:
            found.append((kind, n, n + 1))
    return found
