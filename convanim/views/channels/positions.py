"""Where the maps of a layer with kernels stand: the columns and the rows, in cells."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.geometry import CELL
from convanim.scene.typesetting import SIZE, width

if TYPE_CHECKING:
    from convanim.arithmetic.channels import Channels

GAP = 1.0
"""Distance between columns, in cells; a sign fits in it."""

ROW_GAP = 1.4
"""Distance between maps one below the other, in cells: a name and the numbers of columns fit."""

NARROW = 0.5
"""Distance between filters side by side, in cells."""

BELOW = 1.1
"""Distance between a filter and its bias, in cells; the name of the bias fits in it."""

FLOW = 2.0
"""Distance between the results per map and the outputs that they are summed to, in cells."""

CLEAR = 4.0
"""Distance between names side by side, in points."""

GROUP_GAP = 1.8
"""Distance between the rows of one group and those of the next, in cells."""


@dataclass(frozen=True, slots=True)
class Lefts:
    """The left edges of the columns, in cells; the inputs are at 0.

    Attributes
    ----------
    filters : tuple of float
        That of each filter of a group.
    products, results, outputs : float
        Those of the columns to the right of the filters.
    """

    filters: tuple[float, ...]
    products: float
    results: float
    outputs: float

    @classmethod
    def of(
        cls,
        widths: tuple[int, int, int, int],
        filters: int,
        has_products: bool,
        border: int = 0,
    ) -> Lefts:
        """Return the left edges of columns that are so far apart that no names touch.

        Parameters
        ----------
        widths : tuple of int
            The widths of an input, a kernel, a result per map and an output, in cells; that of a
            result is 0 where there is none.
        filters : int
            The number of filters side by side.
        has_products : bool
            Whether there is a column for the products.
        border : int
            How many cells on the left of the outputs stay free.
        """
        read, kernel, result, written = widths
        pitch = kernel + max(NARROW, 2 * _overhang("filter 1", kernel))
        first = read + GAP
        products = first + (filters - 1) * pitch + kernel + GAP
        results = products + (kernel + GAP if has_products else 0.0)
        if result:
            names = _overhang("products", kernel) + _overhang("per map", result)
            results += max(0.0, names - GAP)
        beside = result + FLOW if result else 0.0
        return cls(
            tuple(first + n * pitch for n in range(filters)),
            products,
            results,
            results + beside + max(border, _overhang("output 1", written)),
        )


def _overhang(name: str, columns: int) -> float:
    """Return how far a name reaches past each side of a map of so many columns, in cells."""
    return max(0.0, (width(name) * SIZE + CLEAR) / CELL - columns) / 2


@dataclass(frozen=True, slots=True)
class Heights:
    """The middles of inputs and outputs, in cells below the top of the drawing.

    Attributes
    ----------
    inputs, outputs : tuple of float
        One for each channel; the outputs of a group are centred beside its inputs.
    """

    inputs: tuple[float, ...]
    outputs: tuple[float, ...]

    @classmethod
    def fed(
        cls, before: Heights | None, channels: Channels, row: float, output: float, below: float
    ) -> Heights:
        """Return the heights at which inputs lie on the outputs of the layer before, if they fit.

        Otherwise, and for a first layer, these are the heights of :meth:`of`.
        """
        if before is None or len(before.outputs) != channels.inputs:
            return cls.of(channels, row, output, below)
        inputs = before.outputs
        if any(lower - upper < row + ROW_GAP for upper, lower in itertools.pairwise(inputs)):
            return cls.of(channels, row, output, below)
        count = channels.group_inputs
        middles = [sum(inputs[n : n + count]) / count for n in range(0, len(inputs), count)]
        result = _spread(channels.group_outputs, output + ROW_GAP)
        return cls(inputs, tuple(middle + y for middle in middles for y in result))

    @classmethod
    def of(cls, channels: Channels, row: float, output: float, below: float) -> Heights:
        """Return the heights for groups one below the other.

        Parameters
        ----------
        channels : Channels
            The numbers of channels and groups.
        row, output : float
            The heights of an input's row and of an output, in cells.
        below : float
            How far below the middle of the last row of a group its last map ends, in cells.
        """
        read = _spread(channels.group_inputs, row + ROW_GAP)
        result = _spread(channels.group_outputs, output + ROW_GAP)
        above = max(row / 2 - read[0], output / 2 - result[0])
        under = max(read[-1] + below, result[-1] + output / 2)
        middles = [n * (above + under + GROUP_GAP) + above for n in range(channels.groups)]
        return cls(
            tuple(middle + y for middle in middles for y in read),
            tuple(middle + y for middle in middles for y in result),
        )


def _spread(count: int, step: float) -> list[float]:
    """Return evenly spaced positions that are centred at 0."""
    return [(n - (count - 1) / 2) * step for n in range(count)]
