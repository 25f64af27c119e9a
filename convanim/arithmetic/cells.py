"""What the positions along an axis of a drawn feature map are, and the runs that they form."""

from __future__ import annotations

from enum import StrEnum


class Cell(StrEnum):
    """What a position of a drawn feature map is."""

    REAL = "real"
    PADDING = "padding"
    INSERTED = "inserted zero"
    CROPPED = "cropped"
    """A unit that is cut off."""
    OUTSIDE = "outside"
    """Nothing: neither a unit nor in reach of the window."""
    OVERHANG = "overhang"
    """Nothing, past the padding; a window hangs over it (``ceil_mode``)."""


UNREACHED = {Cell.CROPPED, Cell.OUTSIDE, Cell.OVERHANG}
"""Where no grid of padding is drawn."""

Run = tuple[Cell, int, int]
"""Neighbouring positions of one kind: the kind, the first, one past the last."""


def reached(kinds: tuple[Cell, ...]) -> tuple[int, int]:
    """Return the first position along an axis that has a grid of padding, and one past the last."""
    within = [n for n, kind in enumerate(kinds) if kind not in UNREACHED]
    return within[0], within[-1] + 1


def runs(kinds: tuple[Cell, ...]) -> list[Run]:
    """Return the runs of neighbouring positions of one kind along an axis."""
    found: list[Run] = []
    for n, kind in enumerate(kinds):
        if found and found[-1][0] is kind:
            found[-1] = (kind, found[-1][1], n + 1)
        else:
            found.append((kind, n, n + 1))
    return found
