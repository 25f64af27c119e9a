"""A convolution as a matrix: a row for each output unit and a column for each input unit."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.padding import ZEROS
from convanim.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.values import Number
    from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

_UNITS = {Cell.REAL, Cell.CROPPED}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a map: the index of the map, the unit's position, and the cell it is drawn in."""

    index: Index
    at: tuple[int, ...]
    cell: tuple[int, ...]


class Weight(NamedTuple):
    """An entry of the matrix that holds a weight.

    Attributes
    ----------
    kernel : tuple of int
        Index of the layer's kernel, as frameworks number kernels; empty if there is only one.
    at : tuple of int
        Its position in that kernel.
    value : Number or None
        Its value; None if the kernel has no numbers.
    """

    kernel: Index
    at: tuple[int, ...]
    value: Number | None


@dataclass(frozen=True, slots=True)
class WeightMatrix:
    """The matrix of a layer: the output is its product with the input as a column vector.

    The matrix of a transposed convolution is the transpose of that of the direct one (guide,
    section 4.1).

    Attributes
    ----------
    rows, columns : tuple of Unit
        The units of the output and of the input, map by map and row by row; padding has no
        column.
    weights : dict of tuple of int to Weight
        Weights by row and column; all other entries are zero.
    """

    rows: tuple[Unit, ...]
    columns: tuple[Unit, ...]
    weights: dict[tuple[int, int], Weight]

    @classmethod
    def of(cls, sweep: Sweep, layer: Layer) -> WeightMatrix:
        """Return the matrix of a convolution or a transposed convolution."""
        rows = tuple(units(sweep.maps_of("output")))
        columns = tuple(units(sweep.maps_of("input")))
        row_of = {(unit.index, unit.cell): n for n, unit in enumerate(rows)}
        column_of = {(unit.index, unit.cell): n for n, unit in enumerate(columns)}
        weights = {}
        for step in sweep.steps:
            row = row_of[step.writes.index, step.writes.first]
            for read, weight in _weights(step, sweep, layer):
                if read in column_of:
                    weights[row, column_of[read]] = weight
        return cls(rows, columns, weights)

    def row_of(self, writes: Cells) -> int:
        """Return the row of a unit of the output."""
        wanted = writes.index, writes.first
        return [(unit.index, unit.cell) for unit in self.rows].index(wanted)

    def columns_of(self, row: int) -> list[int]:
        """Return the columns of the weights in a row."""
        return [column for n, column in self.weights if n == row]

    def rows_of(self, column: int) -> list[int]:
        """Return the rows of the weights in a column, from top to bottom."""
        return sorted(row for row, n in self.weights if n == column)


def units(maps: Sequence[FeatureMap]) -> Iterator[Unit]:
    """Yield all units of these maps, map by map and row by row."""
    for each in maps:
        along = [[n for n, kind in enumerate(axis) if kind in _UNITS] for axis in each.axes]
        for at in itertools.product(*(range(len(positions)) for positions in along)):
            cell = tuple(positions[n] for positions, n in zip(along, at, strict=True))
            yield Unit(each.index, at, cell)


def _weights(
    step: Step, sweep: Sweep, layer: Layer
) -> Iterator[tuple[tuple[Index, tuple[int, ...]], Weight]]:
    """Yield the map index and position of each input cell that a step reads, with its weight."""
    kernels = step.read_of("kernel")
    for n, read in enumerate(step.read_of("input")):
        values = sweep.map("kernel", *kernels[n].index).values if kernels else None
        taps = itertools.product(*(range(len(along)) for along in read.along))
        index = _kernel(step.writes, read, n, layer)
        for m, (tap, cell) in enumerate(zip(taps, read, strict=True)):
            at = _own(tap, read) if layer.kind == "transposed_conv" else tap
            yield (read.index, cell), Weight(index, at, values[m] if values else None)


def _kernel(writes: Cells, read: Cells, n: int, layer: Layer) -> Index:
    """Return the index of the layer's kernel between an input and an output channel."""
    if not writes.index:
        return ()
    if layer.kind == "transposed_conv":
        return read.index[0], writes.index[0] % layer.channels.group_outputs
    return writes.index[0], n


def _own(tap: tuple[int, ...], read: Cells) -> tuple[int, ...]:
    """Return a tap's position in the layer's own kernel, which emulation rotates by 180 degrees."""
    return tuple(len(along) - 1 - n for along, n in zip(read.along, tap, strict=True))


def product_faults(view: str, layer: Layer) -> Iterator[Fault]:
    """Yield the options of a layer that a product of a matrix and its units cannot express."""
    for key, is_set in (("bias", layer.bias), ("relu", layer.relu)):
        if is_set:
            yield Fault((key,), f"view '{view}' cannot draw {key}; remove it")
    if layer.padding_mode != ZEROS:
        message = f"view '{view}' only draws zero padding; remove padding_mode {layer.padding_mode}"
        yield Fault(("padding_mode",), message)


def symbol(letter: str, at: tuple[int, ...], index: Index = ()) -> str:
    r"""Return a cell's name such as ``$w_{01}$``; a map's index becomes a superscript.

    Commas are between the numbers only where one of them has two digits.
    """
    above = f"^{{{_listed(index)}}}" if index else ""
    return f"${letter}{above}_{{{_listed(at)}}}$"


def kernel_name(index: Index) -> str:
    """Return the name of a kernel; one of several has its index as a superscript."""
    return f"$w^{{{_listed(index)}}}$" if index else "kernel"


def _listed(numbers: tuple[int, ...]) -> str:
    # Braces prevent mathtext from adding a space after the comma.
    return ("{,}" if any(n > 9 for n in numbers) else "").join(map(str, numbers))
