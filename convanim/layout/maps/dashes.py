"""The dashes around the cells of a plane that are no units: padding and inserted zeros."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

from convanim.arithmetic.cells import UNREACHED, Cell, grid_span

if TYPE_CHECKING:
    from collections.abc import Iterator

Kinds = tuple[Cell, ...]
Span = tuple[int, int, int, int]
"""The row and the column of the start of a line, and those of its end."""


class _Side(NamedTuple):
    """Whether a position, or one of the two beside a line, has units, and is reached."""

    has_units: bool
    is_reached: bool

    @classmethod
    def of(cls, kinds: Kinds) -> _Side:
        return cls(Cell.REAL in kinds, not UNREACHED.issuperset(kinds))


def apart(rows: Kinds, columns: Kinds, depth: Kinds) -> Iterator[Span]:
    """Yield the lines around cells that are reached and no units, where no unit is beside them."""
    if UNREACHED.intersection(depth):
        return
    (top, bottom), (left, right) = grid_span(rows), grid_span(columns)
    has_units = {Cell.REAL}.issuperset(depth)

    # Most lines have the same beside them, and so the same parts.
    @functools.cache
    def across(line: _Side) -> list[tuple[int, int]]:
        return _true_runs([_is_apart(line, each, has_units) for each in columns[left:right]])

    @functools.cache
    def down(line: _Side) -> list[tuple[int, int]]:
        return _true_runs([_is_apart(line, each, has_units) for each in rows[top:bottom]])

    for row in range(top, bottom + 1):
        for start, stop in across(_Side.of(rows[max(row - 1, 0) : row + 1])):
            yield row, left + start, row, left + stop
    for column in range(left, right + 1):
        for start, stop in down(_Side.of(columns[max(column - 1, 0) : column + 1])):
            yield top + stop, column, top + start, column


def _is_apart(line: _Side, along: Cell, has_units: bool) -> bool:
    """Return whether the part of a line beside a position is no border of a unit."""
    side = _Side.of((along,))
    is_beside_unit = has_units and line.has_units and side.has_units
    return line.is_reached and side.is_reached and not is_beside_unit


def _true_runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Return the first position of each run of true flags, and one past its last."""
    found, start = [], 0
    for flag, run in itertools.groupby(flags):
        stop = start + len(list(run))
        found += [(start, stop)] * flag
        start = stop
    return found
