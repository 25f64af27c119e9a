"""The dashes around the cells of a plane that are no units: padding and inserted zeros."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import UNREACHED, Cell, grid_span

if TYPE_CHECKING:
    from collections.abc import Iterator

Kinds = tuple[Cell, ...]
Span = tuple[int, int, int, int]
"""The row and the column of the start of a line, and those of its end."""


def apart(rows: Kinds, columns: Kinds, depth: Kinds) -> Iterator[Span]:
    """Yield the lines around cells that are reached and no units, where no unit is beside them."""
    if UNREACHED.intersection(depth):
        return
    (top, bottom), (left, right) = grid_span(rows), grid_span(columns)

    def is_apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
        found = [
            {rows[row], columns[column], *depth}
            for row, column in (one, other)
            if 0 <= row < len(rows) and 0 <= column < len(columns)
        ]
        return {Cell.REAL} not in found and any(not UNREACHED & each for each in found)

    for row in range(top, bottom + 1):
        edges = [is_apart((row - 1, n), (row, n)) for n in range(left, right)]
        for start, stop in _true_runs(edges):
            yield row, left + start, row, left + stop
    for column in range(left, right + 1):
        edges = [is_apart((n, column - 1), (n, column)) for n in range(top, bottom)]
        for start, stop in _true_runs(edges):
            yield top + stop, column, top + start, column


def _true_runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first position of each run of true flags, and one past its last."""
    start = 0
    for flag, run in itertools.groupby(flags):
        stop = start + len(list(run))
        if flag:
            yield start, stop
        start = stop
