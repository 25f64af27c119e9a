"""The product of a matrix and the unrolled input, step by step: by rows, or by columns."""

from __future__ import annotations

import functools
import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from convanim.arithmetic.decimals import texts
from convanim.arithmetic.reduction import RunningSum
from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.arithmetic.values import Number
    from convanim.layout.maps.entries import Texts
    from convanim.sweep.matrix import Unit, WeightMatrix

By = Literal["rows", "columns"]
BY: tuple[By, ...] = ("rows", "columns")
"""Each row times the input is an output; or each column times its unit is added to the output."""

Position = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lit:
    """What a step lights: some weights, units and sums, and the frames around them.

    Attributes
    ----------
    weights : tuple of tuple of int
        The row and column of each weight.
    units, sums : tuple of int
        The rows of the input vector that are read, and of the output vector that are written.
    rows, columns : range
        The part of the matrix that has a frame.
    framed : range
        The part of the input vector that has one.
    """

    weights: tuple[Position, ...]
    units: tuple[int, ...]
    sums: tuple[int, ...]
    rows: range
    columns: range
    framed: range


@dataclass(frozen=True)
class Product(ABC):
    """A matrix times the unrolled input.

    Attributes
    ----------
    layer : Sweep
        The steps of the layer.
    matrix : WeightMatrix
        Its matrix.
    written : dict of tuple of int to str
        The texts of the finished output, one below the other.
    """

    layer: Sweep
    matrix: WeightMatrix
    written: Texts

    @property
    @abstractmethod
    def sweep(self) -> Sweep:
        """The steps of the product."""

    @abstractmethod
    def lit(self, n: int) -> Lit:
        """Return what the n-th step lights."""

    @abstractmethod
    def sums(self, n: int) -> Mapping[int, str]:
        """Return the text of each output that the steps up to the n-th have written."""

    def every(self) -> Sequence[str]:
        """Return the texts of all outputs at any time."""
        return tuple(self.written.values())


class ByRows(Product):
    """Each step multiplies a row by the input, which gives one output."""

    @property
    def sweep(self) -> Sweep:
        """The steps of the layer."""
        return self.layer

    def lit(self, n: int) -> Lit:
        """Return a row, the units that it weighs and their sum."""
        row = self.matrix.row_of(self.layer.steps[n].writes)
        columns = tuple(self.matrix.columns_of(row))
        whole = range(len(self.matrix.columns))
        cells = tuple((row, column) for column in columns)
        return Lit(cells, columns, (row,), range(row, row + 1), whole, whole)

    def sums(self, n: int) -> Mapping[int, str]:
        """Return the outputs up to the n-th step."""
        rows = [self.matrix.row_of(step.writes) for step in self.layer.steps[: n + 1]]
        return {row: self.written[row, 0] for row in rows}


class ByColumns(Product):
    """Each step multiplies a column by one unit of the input and adds it to the outputs."""

    @functools.cached_property
    def _columns(self) -> tuple[int, ...]:
        """The columns that have weights."""
        return tuple(sorted({column for _, column in self.matrix.weights}))

    @functools.cached_property
    def sweep(self) -> Sweep:
        """One step for each unit that has weights, without numbers."""
        maps = (*self.layer.maps_of("input"), *self.layer.maps_of("output"))
        # Kernels are left out: a column is no window that a kernel covers.
        bare = tuple(FeatureMap(each.role, each.axes, None, each.index) for each in maps)
        return Sweep(bare, tuple(itertools.starmap(self._step, enumerate(self._columns))))

    def _step(self, n: int, column: int) -> Step:
        read, writes = self.matrix.columns[column], self._rows(column)
        reads = (Cells("input", tuple(range(at, at + 1) for at in read.cell), read.index),)
        return Step(n, reads, _product(writes), RunningSum())

    def _rows(self, column: int) -> list[Unit]:
        return [self.matrix.rows[row] for row in self.matrix.rows_of(column)]

    def lit(self, n: int) -> Lit:
        """Return a column, its unit and the sums that it adds to."""
        column = self._columns[n]
        rows = tuple(self.matrix.rows_of(column))
        only = range(column, column + 1)
        cells = tuple((row, column) for row in rows)
        return Lit(cells, (column,), rows, range(len(self.matrix.rows)), only, only)

    def sums(self, n: int) -> Mapping[int, str]:
        """Return the sums after the n-th step; without numbers those that are complete."""
        return self._sums[n]

    def every(self) -> Sequence[str]:
        """Return the texts of all sums after any step."""
        return tuple(text for sums in self._sums for text in sums.values())

    @functools.cached_property
    def _sums(self) -> list[dict[int, str]]:
        """The texts after each step; without numbers an output has a name once it is complete."""
        maps = {each.index: each for each in self.layer.maps_of("input")}
        units = [maps[each.index].value(each.cell) for each in self.matrix.columns]
        known = {cell: each.value for cell, each in self.matrix.weights.items()}
        if None in units or None in known.values():
            return self._named
        totals: dict[int, Number] = {}
        after: list[dict[int, Number]] = []
        for column in self._columns:
            for row in self.matrix.rows_of(column):
                totals[row] = totals.get(row, 0) + _times(known[row, column], units[column])
            after.append(dict(totals))
        listed = iter(texts(value for sums in after for value in sums.values()))
        return [{row: next(listed) for row in sums} for sums in after]

    @property
    def _named(self) -> list[dict[int, str]]:
        last = dict(sorted(self.matrix.weights))
        found: dict[int, str] = {}
        after = []
        for column in self._columns:
            for row in self.matrix.rows_of(column):
                found[row] = self.written[row, 0] if last[row] == column else ""
            after.append(dict(found))
        return after


def _times(weight: Number | None, unit: Number | None) -> Number:
    assert weight is not None
    assert unit is not None
    return weight * unit


def _product(units: Sequence[Unit]) -> Cells:
    """Return the units of one map as cells: all combinations of their positions along each axis."""
    along = zip(*(unit.cell for unit in units), strict=True)
    return Cells("output", tuple(_positions(sorted(set(each))) for each in along), units[0].index)


def _positions(ascending: Sequence[int]) -> range:
    first, *others = ascending
    return range(first, ascending[-1] + 1, others[0] - first if others else 1)
