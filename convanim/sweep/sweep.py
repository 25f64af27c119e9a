"""Feature maps, and the steps of an operation with the cells that each reads and writes.

Maps have any number of axes. A step is a pure function of its index.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from convanim.arithmetic.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.reduction import Reduction
    from convanim.arithmetic.values import Number

T = TypeVar("T", "FeatureMap", "Cells")

_UNITS = {Cell.REAL, Cell.CROPPED}


@dataclass(frozen=True, slots=True)
class FeatureMap:
    """A grid of cells as it is drawn, including padding and inserted zeros.

    Attributes
    ----------
    role : str
        ``"input"``, ``"kernel"``, ``"bias"`` or ``"output"``.
    axes : tuple of tuple of Cell
        The kind of each position along each axis; see :meth:`kind` for that of a cell.
    values : tuple of Number, or None
        The numbers of the whole grid, row by row, including padding; None if the map has no
        numbers. A cell that does not count is None, too.
    index : tuple of int
        Identifies the map among those of its role: the channel of an input or output, or the
        output channel of a kernel and its input channel within the group. Role and index are
        unique in a sweep.
    sources : tuple of tuple of int
        For each axis the position whose value each position repeats, its own for a unit; empty
        where padding repeats nothing.
    """

    role: str
    axes: tuple[tuple[Cell, ...], ...]
    values: tuple[Number | None, ...] | None = None
    index: Index = ()
    sources: tuple[tuple[int, ...], ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of cells along each axis."""
        return tuple(len(axis) for axis in self.axes)

    def kind(self, cell: tuple[int, ...]) -> Cell:
        """Return the kind of a cell.

        A cell is real if it is real along every axis. It is cropped if it is a unit along every
        axis but cropped along at least one. Otherwise outside takes precedence over overhang,
        overhang over padding, padding over a copy, and that over an inserted zero.
        """
        kinds = [axis[n] for axis, n in zip(self.axes, cell, strict=True)]
        if kinds.count(Cell.REAL) == len(kinds):  # so it is for most cells
            return Cell.REAL
        along = {*kinds}
        if along & {Cell.CROPPED, Cell.OUTSIDE}:
            return Cell.CROPPED if along <= _UNITS else Cell.OUTSIDE
        if Cell.OVERHANG in along:
            return Cell.OVERHANG
        if Cell.PADDING in along:
            return Cell.PADDING
        return Cell.COPIED if Cell.COPIED in along else Cell.INSERTED

    def value(self, cell: tuple[int, ...]) -> Number | None:
        """Return the number in a cell, or None if it has none."""
        if self.values is None:
            return None
        at = 0
        for n, axis in zip(cell, self.axes, strict=True):
            at = at * len(axis) + n
        return self.values[at]

    def known(self) -> Iterator[tuple[tuple[int, ...], Number]]:
        """Yield the position and the number of each cell that has one, row by row."""
        for cell, value in zip(self.cells(), self.values or (), strict=False):
            if value is not None:
                yield cell, value

    def cells(self) -> Iterator[tuple[int, ...]]:
        """Yield the position of every cell, row by row."""
        return itertools.product(*(range(size) for size in self.shape))


@dataclass(frozen=True, slots=True)
class Cells:
    """Some cells of a map: all combinations of the positions along each axis.

    Attributes
    ----------
    role : str
        The role of their map.
    along : tuple of range
        Positions along each axis, in ascending order.
    index : tuple of int
        The index of their map.
    """

    role: str
    along: tuple[range, ...]
    index: Index = ()

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return itertools.product(*self.along)

    def __len__(self) -> int:
        return math.prod(map(len, self.along))

    @property
    def first(self) -> tuple[int, ...]:
        """Lowest position along each axis."""
        return tuple(positions[0] for positions in self.along)

    @property
    def past(self) -> tuple[int, ...]:
        """One past the highest position along each axis."""
        return tuple(positions[-1] + 1 for positions in self.along)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sweep.

    Attributes
    ----------
    index : int
        Its index in the sweep, counted from 0.
    reads : tuple of Cells
        The cells that it reads. The n-th cells of ``input`` are multiplied by the n-th cells of
        ``kernel``, one by one.
    writes : Cells
        The cells that it writes.
    reduction : Reduction
        Computes the values that it writes.
    phase : str
        The name of a phase, if the steps of the sweep are shown in several.
    """

    index: int
    reads: tuple[Cells, ...]
    writes: Cells
    reduction: Reduction
    phase: str = "slide"

    def read(self, role: str, *index: int) -> Cells:
        """Return the cells that the step reads from a map.

        Parameters
        ----------
        role : str
            The role of the map, such as ``"input"``.
        *index : int
            The index of the map; may be omitted if the step reads only one map of that role.

        Raises
        ------
        KeyError
            The step reads no such map, or several that fit.
        """
        return _only(self.read_of(role), role, index)

    def read_of(self, role: str) -> tuple[Cells, ...]:
        """Return the cells that the step reads from each map of a role."""
        return tuple(cells for cells in self.reads if cells.role == role)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The feature maps and steps of an operation.

    Attributes
    ----------
    maps : tuple of FeatureMap
        All maps with their final values.
    steps : sequence of Step
        The steps; each may be computed on access.
    """

    maps: tuple[FeatureMap, ...]
    steps: Sequence[Step] = field(repr=False)

    def map(self, role: str, *index: int) -> FeatureMap:
        """Return a map.

        Parameters
        ----------
        role : str
            The role of the map, such as ``"input"``.
        *index : int
            The index of the map; may be omitted if there is only one of that role.

        Raises
        ------
        KeyError
            There is no such map, or several that fit.
        """
        return _only(self.maps_of(role), role, index)

    def maps_of(self, role: str) -> tuple[FeatureMap, ...]:
        """Return all maps of a role, in the order of their channels."""
        return tuple(feature_map for feature_map in self.maps if feature_map.role == role)

    @property
    def has_values(self) -> bool:
        """Whether any map has numbers."""
        return any(feature_map.values is not None for feature_map in self.maps)


def map_name(of: FeatureMap | Cells) -> str:
    """Return the name of a map in messages: ``"input"``, or ``"kernel[0, 1]"`` with an index."""
    return of.role + (str(list(of.index)) if of.index else "")


def _only(found: tuple[T, ...], role: str, index: Index) -> T:
    fitting = [each for each in found if each.index == index or not index]
    if len(fitting) != 1:
        raise KeyError(f"{role}{list(index)}: {len(fitting)} of {len(found)} fit")
    return fitting[0]
