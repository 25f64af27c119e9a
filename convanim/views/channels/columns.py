"""Positions of the maps of a layer with kernels: a row per input map, a column per kind of map."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.layout.cell_text import Sheet, Written, fitting, written
from convanim.layout.plane import NAME_GAP, NUMBER_GAP, Plane, two_axes
from convanim.layout.slices import Slices
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels
from convanim.sweep.sweep import FeatureMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.channels import Channels, Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Anchor, Layer
    from convanim.sweep.sweep import Sweep
    from convanim.views.channels.partial_sums import Addends

GAP = 1.0
"""Distance between columns, and between maps one below the other, in cells; a sign fits in it."""

NARROW = 0.5
"""Distance between filters side by side, in cells."""

BELOW = 0.75
"""Distance between an output and its bias, in cells; the numbers of columns fit in it."""

GROUP_GAP = 1.6
"""Distance between the rows of one group and those of the next, in cells."""

COLOURS = ("group.first", "group.second", "group.third", "group.fourth")
"""Roles that distinguish groups; further groups start again with the first."""

Sheets = dict[tuple[int, ...], Sheet]


@dataclass(frozen=True, slots=True)
class ColumnPlane(Plane):
    """A plane in a column, with its name level with the names of the other columns.

    Attributes
    ----------
    beside : float or None
        The column that holds the numbers of rows; None where signs and maps leave no room for it.
    """

    beside: float | None = None

    def name_point(self) -> tuple[Point, Anchor]:
        """Return the position of the map's name, level with the other names."""
        return (self.point(0, self.width / 2)[0], NAME_GAP), "middle"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, if there is room for them."""
        return () if self.beside is None else self.numbers(self.beside)


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
    def of(cls, channels: Channels, row: float, output: float, below: float) -> Heights:
        """Return the heights for groups one below the other.

        Parameters
        ----------
        channels : Channels
            The numbers of channels and groups.
        row, output : float
            The heights of an input's row and of an output, in cells.
        below : float
            Free space below each output, in cells.
        """
        read = _spread(channels.group_inputs, row + GAP)
        result = _spread(channels.group_outputs, output + below + GAP)
        above = max(row / 2 - read[0], output / 2 - result[0])
        under = max(read[-1] + row / 2, result[-1] + output / 2 + below)
        middles = [n * (above + under + GROUP_GAP) + above for n in range(channels.groups)]
        return cls(
            tuple(middle + y for middle in middles for y in read),
            tuple(middle + y for middle in middles for y in result),
        )


def _spread(count: int, step: float) -> list[float]:
    """Return evenly spaced positions that are centred at 0."""
    return [(n - (count - 1) / 2) * step for n in range(count)]


@dataclass(frozen=True, slots=True)
class Columns:
    """The maps of a layer, by the indices that the steps of its sweep use.

    Attributes
    ----------
    inputs, kernels, outputs : dict of Index to Sheet
        Filters of different groups share columns; each filter is beside its inputs.
    sums : dict of Index to Sheet
        The partial sum of each kernel and its input, by the indices of
        :class:`~convanim.views.channels.partial_sums.Addends`; the filters of a group share
        positions. Empty where a layer has one phase.
    biases : dict of Index to Sheet
        A cell below each output; empty where the layer has no bias.
    stages : dict of Index to Written
        The texts of an output after each stage; the index starts with the number of the stage.
    """

    inputs: Sheets
    kernels: Sheets
    sums: Sheets
    outputs: Sheets
    biases: Sheets
    stages: dict[Index, Written]

    @property
    def scale(self) -> float:
        """The font size in outputs, relative to other texts."""
        return next(iter(self.stages.values())).scale

    @classmethod
    def of(cls, sweep: Sweep, layer: NetworkLayer, addends: Addends) -> Columns:
        """Return the maps of a layer in their positions; the top of the drawing is at 0."""
        channels, outputs = layer.channels, sweep.maps_of("output")
        inputs, sums = sweep.maps_of("input"), addends.sums if len(addends.phases) > 1 else ()
        kernels = sweep.maps_of("kernel") or tuple(_blank_kernels(layer))
        biases = _biases(sweep, layer)
        (row, input_width), (k, kernel_width), (o, output_width) = (
            two_axes(maps[0].shape, 1) for maps in (inputs, kernels, outputs)
        )
        at = Heights.of(channels, max(row, k, o), o, BELOW + 1 if biases else 0.0)
        second = input_width + GAP
        third = second + channels.group_outputs * (kernel_width + NARROW) - NARROW + GAP
        fourth = third + (output_width + GAP if sums else 0.0)
        # The indices of kernels and sums: an output, and one of its inputs.
        pairs = list(itertools.product(range(channels.outputs), range(channels.group_inputs)))
        rows = [at.inputs[channels.read_by(output)[n]] for output, n in pairs]
        beside = [second + n % channels.group_outputs * (kernel_width + NARROW) for n, _ in pairs]
        under = [y + o / 2 + BELOW + 0.5 for y in at.outputs]
        centre = fourth + (output_width - 1) / 2
        return cls(
            _sheets(inputs, [0.0] * len(inputs), at.inputs, -NUMBER_GAP),
            _sheets(kernels, beside, rows),
            _sheets(sums, [third] * len(sums), rows[: len(sums)]),
            _sheets(outputs, [fourth] * len(outputs), at.outputs, output_width + NUMBER_GAP),
            {
                each.index: Sheet(Slices((_plane(each, centre, y),)), text)
                for (each, text), y in zip(biases, under, strict=False)
            },
            written([each for maps in addends.stages for each in maps]),
        )

    def ground(self, channels: Channels) -> Iterator[Layer]:
        """Yield all maps, without the numbers that steps write."""
        several = channels.groups > 1
        for n, sheet in enumerate(self.inputs.values()):
            group = n // channels.group_inputs
            yield from sheet.plane.ground(_colour(group) if several else "input")
            yield from sheet.labels("input.value")
        for n, sheet in enumerate(self.kernels.values()):
            group = n // (channels.group_inputs * channels.group_outputs)
            yield from sheet.plane.result(_colour(group) if several else "filter")
            yield from sheet.labels("filter.value")
        for plane in {sheet.plane: None for sheet in self.sums.values()}:
            yield from plane.result("sum")
        for n, sheet in enumerate(self.outputs.values()):
            group = n // channels.group_outputs
            yield from sheet.plane.result(_colour(group) if several else "output")
        for sheet in self.biases.values():
            yield from sheet.plane.result("bias")
            yield from sheet.labels("bias.value")
        yield Labels("sign", tuple(self._signs(channels)))

    def _signs(self, channels: Channels) -> Iterator[tuple[str, Point]]:
        """Yield the signs between the columns."""
        half, count = CELL * GAP / 2, channels.group_inputs
        results = list((self.sums or self.outputs).values())
        for n, sheet in enumerate(self.inputs.values()):
            right, y = sheet.plane.point(sheet.plane.height / 2, sheet.plane.width)
            group, place = divmod(n, count)
            left = results[group * channels.group_outputs * count + place].plane.point(0, 0)[0]
            yield r"$\ast$", (right + half, y)
            yield "$=$", (left - half, y)


def _colour(group: int) -> str:
    return COLOURS[group % len(COLOURS)]


def in_group(role: str, channels: Channels, group: int) -> str:
    """Return a role in the colour of a group, where a layer has several groups."""
    return f"{role}.{_colour(group)}" if channels.groups > 1 else role


def _sheets(
    maps: Sequence[FeatureMap],
    lefts: Sequence[float],
    middles: Sequence[float],
    beside: float | None = None,
) -> Sheets:
    texts_of = written(maps)
    places = zip(maps, lefts, middles, strict=True)
    return {
        each.index: Sheet(Slices((_plane(each, left, middle, beside),)), texts_of[each.index])
        for each, left, middle in places
    }


def _plane(
    feature_map: FeatureMap, left: float, middle: float, beside: float | None = None
) -> Plane:
    """Return the plane of a map, given its left edge and how far down its middle is, in cells."""
    rows, columns = two_axes(feature_map.axes, (Cell.REAL,))
    origin = CELL * left, -CELL * (middle + len(rows) / 2)
    return ColumnPlane(rows, columns, Projection((CELL, 0), (0, CELL), origin), beside=beside)


def _blank_kernels(layer: NetworkLayer) -> Iterator[FeatureMap]:
    channels = layer.channels
    along = tuple((Cell.REAL,) * axis.k for axis in layer.axes)
    for pair in itertools.product(range(channels.outputs), range(channels.group_inputs)):
        yield FeatureMap("kernel", along, None, channels.index(*pair))


def _biases(sweep: Sweep, layer: NetworkLayer) -> tuple[tuple[FeatureMap, Written], ...]:
    """Return a cell for the bias of each output with its text; none where the layer has no bias."""
    if not layer.bias:
        return ()
    values = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    signed = [text if "-" in text else f"$+{text}$" for text in texts(values)]
    scale = fitting(signed)
    found = []
    for output in range(layer.channels.outputs):
        cell = FeatureMap("bias", ((Cell.REAL,),), None, layer.channels.index(output))
        text: dict[tuple[int, ...], str] = {(0,): signed[output]} if signed else {}
        found.append((cell, Written(text, scale)))
    return tuple(found)
