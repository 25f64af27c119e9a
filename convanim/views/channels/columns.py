"""Where the maps of a layer with kernels lie: a row for each input map, a column for each part."""

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
    from convanim.arithmetic.layer import Layer as Network
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Anchor, Layer
    from convanim.sweep.sweep import Sweep
    from convanim.views.channels.partial_sums import Addends

GAP = 1.0
"""Between columns, and between maps one below the other, in cells: room for a sign."""

NARROW = 0.5
"""Between filters side by side."""

BELOW = 0.75
"""Between an output and its bias: room for the numbers of columns."""

GROUP_GAP = 1.6
"""Between the rows of one group and those of the next."""

COLOURS = ("group.first", "group.second", "group.third", "group.fourth")
"""By which groups are told apart, in turn."""

Sheets = dict[tuple[int, ...], Sheet]


@dataclass(frozen=True, slots=True)
class Headed(Plane):
    """A plane among others, below their common top at 0.

    Attributes
    ----------
    beside : float or None
        The column that rows are numbered in; None where signs and other maps leave no room.
    """

    beside: float | None = None

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the map's name can stand, level with the other names."""
        return (self.point(0, self.width / 2)[0], NAME_GAP), "middle"

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the number of each unit's row and column, where there is room."""
        return () if self.beside is None else self.numbers(self.beside)


@dataclass(frozen=True, slots=True)
class Heights:
    """The middles of rows and of outputs, in cells below the top of the drawing.

    Attributes
    ----------
    inputs, outputs : tuple of float
        One for each channel; a group's outputs stand around the middle of its inputs.
    """

    inputs: tuple[float, ...]
    outputs: tuple[float, ...]

    @classmethod
    def of(cls, channels: Channels, row: float, output: float, below: float) -> Heights:
        """Stand groups one below the other.

        Parameters
        ----------
        channels : Channels
            How many there are, and in which groups.
        row, output : float
            Heights of an input's row and of an output.
        below : float
            Room kept below each output.
        """
        fed = _spread(channels.group_inputs, row + GAP)
        made = _spread(channels.group_outputs, output + below + GAP)
        above = max(row / 2 - fed[0], output / 2 - made[0])
        under = max(fed[-1] + row / 2, made[-1] + output / 2 + below)
        middles = [n * (above + under + GROUP_GAP) + above for n in range(channels.groups)]
        return cls(
            tuple(middle + y for middle in middles for y in fed),
            tuple(middle + y for middle in middles for y in made),
        )


def _spread(count: int, step: float) -> list[float]:
    """Return places that far apart around 0."""
    return [(n - (count - 1) / 2) * step for n in range(count)]


@dataclass(frozen=True, slots=True)
class Columns:
    """The maps of a layer; keys are indices as the steps of its sweep have them.

    Attributes
    ----------
    inputs, kernels, outputs : dict of Index to Sheet
        Filters of different groups stand in the same columns, each beside its inputs.
    sums : dict of Index to Sheet
        What each kernel makes of its input, numbered as
        :class:`~convanim.views.channels.partial_sums.Addends` does; filters
        share the places. Empty where a layer has one phase.
    biases : dict of Index to Sheet
        A cell below each output; empty where there are none.
    stages : dict of Index to Written
        What an output holds after a stage, the number of which comes first.
    """

    inputs: Sheets
    kernels: Sheets
    sums: Sheets
    outputs: Sheets
    biases: Sheets
    stages: dict[Index, Written]

    @property
    def scale(self) -> float:
        """Size of what is written into outputs."""
        return next(iter(self.stages.values())).scale

    @classmethod
    def of(cls, sweep: Sweep, layer: Network, addends: Addends) -> Columns:
        """Place the maps of a layer; the top of the drawing is at 0."""
        channels, outputs = layer.channels, sweep.maps_of("output")
        inputs, sums = sweep.maps_of("input"), addends.sums if len(addends.phases) > 1 else ()
        kernels = sweep.maps_of("kernel") or tuple(_blank_kernels(layer))
        biases = _biases(sweep, layer)
        (row, fed), (k, wide), (o, made) = (
            two_axes(maps[0].shape, 1) for maps in (inputs, kernels, outputs)
        )
        at = Heights.of(channels, max(row, k, o), o, BELOW + 1 if biases else 0.0)
        second = fed + GAP
        third = second + channels.group_outputs * (wide + NARROW) - NARROW + GAP
        fourth = third + (made + GAP if sums else 0.0)
        # The kernels' and the sums' numbers: which output, which of its inputs.
        pairs = list(itertools.product(range(channels.outputs), range(channels.group_inputs)))
        rows = [at.inputs[channels.read_by(output)[n]] for output, n in pairs]
        beside = [second + n % channels.group_outputs * (wide + NARROW) for n, _ in pairs]
        under = [y + o / 2 + BELOW + 0.5 for y in at.outputs]
        centre = fourth + (made - 1) / 2
        return cls(
            _sheets(inputs, [0.0] * len(inputs), at.inputs, -NUMBER_GAP),
            _sheets(kernels, beside, rows),
            _sheets(sums, [third] * len(sums), rows[: len(sums)]),
            _sheets(outputs, [fourth] * len(outputs), at.outputs, made + NUMBER_GAP),
            {
                each.index: Sheet(Slices((_plane(each, centre, y),)), text)
                for (each, text), y in zip(biases, under, strict=False)
            },
            written([each for maps in addends.stages for each in maps]),
        )

    def ground(self, channels: Channels) -> Iterator[Layer]:
        """Yield all maps at rest, without what the steps write."""
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
        """Yield what stands between the columns, and between the sums of a group."""
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
    """Return the plane of a map from its left side and from how far down its middle is."""
    rows, columns = two_axes(feature_map.axes, (Cell.REAL,))
    origin = CELL * left, -CELL * (middle + len(rows) / 2)
    return Headed(rows, columns, Projection((CELL, 0), (0, CELL), origin), beside=beside)


def _blank_kernels(layer: Network) -> Iterator[FeatureMap]:
    channels = layer.channels
    along = tuple((Cell.REAL,) * axis.k for axis in layer.axes)
    for pair in itertools.product(range(channels.outputs), range(channels.group_inputs)):
        yield FeatureMap("kernel", along, None, channels.index(*pair))


def _biases(sweep: Sweep, layer: Network) -> tuple[tuple[FeatureMap, Written], ...]:
    """Return a cell for each output's bias, if there are any, and what it says."""
    if not layer.bias:
        return ()
    values = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    signed = [text if "-" in text else f"$+{text}$" for text in texts(values)]
    scale = fitting(signed)
    found = []
    for output in range(layer.channels.outputs):
        cell = FeatureMap("bias", ((Cell.REAL,),), None, layer.channels.index(output))
        said: dict[tuple[int, ...], str] = {(0,): signed[output]} if signed else {}
        found.append((cell, Written(said, scale)))
    return tuple(found)
