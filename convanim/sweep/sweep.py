"""What an operation means, step by step: feature maps, and the cells each step reads and writes.

No page and no colour here; any number of axes. A step is a pure function of its index.
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
    """A grid of cells as it is drawn: with its padding and its inserted zeros.

    Attributes
    ----------
    role : str
        ``"input"``, ``"kernel"``, ``"bias"`` or ``"output"``.
    axes : tuple of tuple of Cell
        For each axis what its positions are; a cell is real when it is so along every axis.
    values : tuple of Number, or None
        Row by row over the whole grid, padding included; None when the map has no numbers, and
        in a cell that counts for nothing.
    index : tuple of int
        Which of its role: an input's or output's channel, a kernel's output channel and input
        channel within the group. Role and index are unique in a sweep.
    """

    role: str
    axes: tuple[tuple[Cell, ...], ...]
    values: tuple[Number | None, ...] | None = None
    index: Index = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each axis."""
        return tuple(len(axis) for axis in self.axes)

    def kind(self, cell: tuple[int, ...]) -> Cell:
        """Return what that cell is.

        It is real when it is so along every axis, and cropped when it is a unit along every axis
        but out of reach along one; else an overhang outweighs padding, and that an inserted zero.
        """
        along = {axis[n] for axis, n in zip(self.axes, cell, strict=True)}
        if along == {Cell.REAL}:
            return Cell.REAL
        if along & {Cell.CROPPED, Cell.OUTSIDE}:
            return Cell.CROPPED if along <= _UNITS else Cell.OUTSIDE
        if Cell.OVERHANG in along:
            return Cell.OVERHANG
        return Cell.PADDING if Cell.PADDING in along else Cell.INSERTED

    def value(self, cell: tuple[int, ...]) -> Number | None:
        """Return the number in that cell, or None when it has none."""
        if self.values is None:
            return None
        at = 0
        for n, size in zip(cell, self.shape, strict=True):
            at = at * size + n
        return self.values[at]

    def known(self) -> Iterator[tuple[tuple[int, ...], Number]]:
        """Yield the cells that have a number, row by row, and these."""
        for cell, value in zip(self.cells(), self.values or (), strict=False):
            if value is not None:
                yield cell, value

    def cells(self) -> Iterator[tuple[int, ...]]:
        """Yield every cell's position, row by row."""
        return itertools.product(*(range(size) for size in self.shape))


@dataclass(frozen=True, slots=True)
class Cells:
    """Some cells of a map: all combinations of the positions along each axis.

    Attributes
    ----------
    role : str
        The map they belong to.
    along : tuple of range
        Positions along each axis, ascending.
    index : tuple of int
        Which map of that role.
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
        """Least position along each axis."""
        return tuple(positions[0] for positions in self.along)

    @property
    def past(self) -> tuple[int, ...]:
        """One past the greatest position along each axis: ``first`` to ``past`` is the box."""
        return tuple(positions[-1] + 1 for positions in self.along)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sweep.

    Attributes
    ----------
    index : int
        Its place in the sweep, from 0.
    reads : tuple of Cells
        What is read. The n-th cells of ``input`` go with the n-th of ``kernel``, cell by cell.
    writes : Cells
        What is written.
    reduction : Reduction
        How that follows from what is read.
    phase : str
        What happens, where a step has several phases.
    """

    index: int
    reads: tuple[Cells, ...]
    writes: Cells
    reduction: Reduction
    phase: str = "slide"

    def read(self, role: str, *index: int) -> Cells:
        """Return the cells read of a map.

        Parameters
        ----------
        role : str
            Such as ``"input"``.
        *index : int
            Which map of that role; not needed where only one is read.

        Raises
        ------
        KeyError
            The step reads none of it, or several and the index does not say which.
        """
        return _only(self.read_of(role), role, index)

    def read_of(self, role: str) -> tuple[Cells, ...]:
        """Return the cells read of every map of a role."""
        return tuple(cells for cells in self.reads if cells.role == role)


@dataclass(frozen=True, slots=True)
class Sweep:
    """An operation, step by step.

    Attributes
    ----------
    maps : tuple of FeatureMap
        All maps with their final values.
    steps : sequence of Step
        May compute each step when asked for it.
    """

    maps: tuple[FeatureMap, ...]
    steps: Sequence[Step] = field(repr=False)

    def map(self, role: str, *index: int) -> FeatureMap:
        """Return a map.

        Parameters
        ----------
        role : str
            Such as ``"input"``.
        *index : int
            Which of that role, as its channel; not needed where there is only one.

        Raises
        ------
        KeyError
            There is none, or there are several and the index does not say which.
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
    """Return ``"input"``, or ``"kernel[0, 1]"`` where there are several."""
    return of.role + (str(list(of.index)) if of.index else "")


def _only(found: tuple[T, ...], role: str, index: Index) -> T:
    fitting = [each for each in found if each.index == index or not index]
    if len(fitting) != 1:
        raise KeyError(f"{role}{list(index)}: {len(fitting)} of {len(found)} fit")
    return fitting[0]
