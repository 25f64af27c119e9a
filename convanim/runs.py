"""What lies along an axis of a drawn feature map: runs of one kind, and what a window reaches."""

from __future__ import annotations

from convanim.arithmetic import Cell

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
