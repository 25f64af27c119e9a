"""Positions of the maps of a layer with kernels: a row per input map, a column per kind of map."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.layout.maps.cell_text import Sheet, Written, fitting, written
from convanim.layout.maps.plane import NUMBER_GAP, Plane, two_axes
from convanim.layout.maps.slices import Slices
from convanim.layout.maps.table import squares
from convanim.layout.maps.tints import Tints, kernel
from convanim.layout.wrappers.filled import COVER
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.sweep.sweep import Cells, FeatureMap
from convanim.views.channels.flow import Flow
from convanim.views.channels.positions import BELOW, GAP, Heights, Lefts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.channels import Channels, Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.maps.tints import Tint
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep
    from convanim.views.channels.partial_sums import Addends

Sheets = dict[tuple[int, ...], Sheet]


@dataclass(frozen=True, slots=True)
class ColumnPlane(Plane):
    """A plane in a column.

    Attributes
    ----------
    beside : float or None
        The column that holds the numbers of rows; None where signs and maps leave no room for it.
    """

    beside: float | None = None

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, if there is room for them."""
        return () if self.beside is None else self.numbers(self.beside)


@dataclass(frozen=True, slots=True)
class Columns:
    """The maps of a layer, by the indices that the steps of its sweep use.

    Attributes
    ----------
    inputs, kernels, outputs : dict of Index to Sheet
        Filters of different groups share columns; each filter is beside its inputs.
    products : dict of Index to Sheet
        The places of the products of a window and a kernel, one for each input; the filters of a
        group share them. Empty where they are not drawn.
    sums : dict of Index to Sheet
        The partial sum of each kernel and its input, by the indices of
        :class:`~convanim.views.channels.partial_sums.Addends`; the filters of a group share
        positions. Empty where a layer has one phase.
    biases : dict of Index to Sheet
        A cell below each filter; empty where the layer has no bias.
    stages : dict of Index to Written
        The texts of an output after each stage; the index starts with the number of the stage.
    tints : Tints
        The colours of inputs and outputs.
    heights : Heights
        The rows of inputs and outputs.
    keeps_results : bool
        Whether partial sums fill maps; otherwise there is a cell for that of the current step.
    """

    inputs: Sheets
    kernels: Sheets
    products: Sheets
    sums: Sheets
    outputs: Sheets
    biases: Sheets
    stages: dict[Index, Written]
    tints: Tints
    heights: Heights
    keeps_results: bool

    @property
    def scale(self) -> float:
        """The font size in outputs, relative to other texts."""
        return next(iter(self.stages.values())).scale

    @classmethod
    def of(
        cls,
        sweep: Sweep,
        layer: NetworkLayer,
        addends: Addends,
        tint: Tint,
        with_products: bool,
        keeps_results: bool,
        before: Columns | None = None,
        border: int = 0,
    ) -> Columns:
        """Return the maps of a layer in their positions; the top of the drawing is at 0.

        The inputs of a layer that another one feeds lie in the rows of the outputs before, if
        there is room; so many columns on the left of outputs stay free for what surrounds them
        as inputs.
        """
        channels, outputs = layer.channels, sweep.maps_of("output")
        inputs, sums = sweep.maps_of("input"), addends.sums if len(addends.phases) > 1 else ()
        kernels = sweep.maps_of("kernel") or tuple(_blank_kernels(layer))
        biases = _biases(sweep, layer)
        (row, wide), (k, narrow), (o, written_width) = (
            two_axes(maps[0].shape, 1) for maps in (inputs, kernels, outputs)
        )
        below = k / 2 + BELOW + 1 if biases else 0.0
        under = max(row / 2, k / 2, o / 2, below)
        y = Heights.fed(before.heights if before else None, channels, max(row, k, o), o, under)
        products = _blank_products(kernels[0], channels.inputs) if with_products else ()
        results = sums if keeps_results else tuple(map(_single, sums))
        result = two_axes(results[0].shape, 1)[1] if results else 0
        widths = wide, narrow, result, written_width
        x = Lefts.of(widths, channels.group_outputs, bool(products), border)
        # The indices of kernels and sums: an output, and one of its inputs.
        pairs = list(itertools.product(range(channels.outputs), range(channels.group_inputs)))
        rows = [y.inputs[channels.read_by(output)[n]] for output, n in pairs]
        beside = [x.filters[output % channels.group_outputs] for output, _ in pairs]
        last = slice(channels.group_inputs - 1, None, channels.group_inputs)
        bias_lefts = [left + (narrow - 1) / 2 for left in beside[last]]
        return cls(
            _sheets(inputs, [0.0] * len(inputs), y.inputs, -NUMBER_GAP),
            _sheets(kernels, beside, rows),
            _sheets(products, [x.products] * len(products), y.inputs[: len(products)]),
            _sheets(results, [x.results] * len(sums), rows[: len(sums)], texts_of=written(sums)),
            _sheets(outputs, [x.outputs] * len(outputs), y.outputs, written_width + NUMBER_GAP),
            _boxes(biases, bias_lefts, [middle + k / 2 + BELOW + 0.5 for middle in rows[last]]),
            written([each for maps in addends.stages for each in maps]),
            Tints.of(channels, tint, before.tints if before else None),
            y,
            keeps_results,
        )

    def tint_of_result(self, channel: int) -> str:
        """Return the tint of what an input channel is turned into: its own, or that of outputs."""
        tint = self.tints.inputs[channel]
        return "output" if tint == "input" else tint

    def result(self, index: Index, written: Cells) -> tuple[Sheet, Cells]:
        """Return a partial sum with its texts, and the cells of it that belong to an output's."""
        sheet = self.sums[index]
        if self.keeps_results:
            return sheet, written
        here = Cells("sum", tuple(range(1) for _ in written.along), index)
        known = sheet.written.texts
        texts = {here.first: known[written.first]} if written.first in known else {}
        return replace(sheet, written=replace(sheet.written, texts=texts)), here

    def flows(self, channels: Channels) -> list[Flow]:
        """Return the flow of each group; none where nothing is added."""
        count = channels.group_inputs
        results = [sheet.plane for sheet in self.sums.values()]
        starts = range(0, len(results), count * channels.group_outputs)
        return [Flow.of(results[n : n + count]) for n in starts]

    def ground(self, channels: Channels) -> Iterator[Layer]:
        """Yield all maps, without the numbers that steps write."""
        for sheet, tint in zip(self.inputs.values(), self.tints.inputs, strict=True):
            yield from sheet.plane.ground(tint)
            yield from sheet.labels("input.value")
        for n, sheet in enumerate(self.kernels.values()):
            read = channels.read_by(n // channels.group_inputs)[n % channels.group_inputs]
            role = kernel(self.tints.inputs[read])
            yield from sheet.plane.result(role)
            yield from sheet.labels(f"{role}.value")
        for sheet in self.products.values():
            yield from sheet.plane.result("product")
        for plane in {sheet.plane: None for sheet in self.sums.values()}:
            yield from plane.result("product")
        for sheet, tint in zip(self.outputs.values(), self.tints.outputs, strict=True):
            yield from sheet.plane.result(tint)
        for sheet in self.biases.values():
            yield from sheet.plane.result("bias")
            yield from sheet.labels("bias.value")
        yield Labels("sign", tuple(self._signs(channels)))

    def _signs(self, channels: Channels) -> Iterator[tuple[str, Point]]:
        """Yield the signs between the columns."""
        half, count = CELL * GAP / 2, channels.group_inputs
        kernels = [sheet.plane.point(0, sheet.plane.width)[0] for sheet in self.kernels.values()]
        results = list((self.sums or self.outputs).values())
        for n, sheet in enumerate(self.inputs.values()):
            right, y = sheet.plane.point(sheet.plane.height / 2, sheet.plane.width)
            group, place = divmod(n, count)
            left = results[group * channels.group_outputs * count + place].plane.point(0, 0)[0]
            yield r"$\ast$", (right + half, y)
            if self.products:
                yield r"$\Sigma$", (left - half, y)
            yield "$=$", (max(kernels) + half, y)


def _single(feature_map: FeatureMap) -> FeatureMap:
    """Return one cell for any of a map's."""
    return replace(feature_map, axes=((Cell.REAL,),) * len(feature_map.axes), values=None)


def _blank_products(kernel: FeatureMap, count: int) -> tuple[FeatureMap, ...]:
    return tuple(FeatureMap("product", kernel.axes, None, (n,)) for n in range(count))


def _sheets(
    maps: Sequence[FeatureMap],
    lefts: Sequence[float],
    middles: Sequence[float],
    beside: float | None = None,
    texts_of: dict[Index, Written] | None = None,
) -> Sheets:
    texts_of = written(maps) if texts_of is None else texts_of
    places = zip(maps, lefts, middles, strict=True)
    return {
        each.index: Sheet(Slices((_plane(each, left, middle, beside),)), texts_of[each.index])
        for each, left, middle in places
    }


def _boxes(
    biases: Sequence[tuple[FeatureMap, Written]], lefts: Sequence[float], middles: Sequence[float]
) -> Sheets:
    places = zip(biases, lefts, middles, strict=False)
    return {
        each.index: Sheet(Slices((_plane(each, left, middle),)), text)
        for (each, text), left, middle in places
    }


def _plane(
    feature_map: FeatureMap, left: float, middle: float, beside: float | None = None
) -> Plane:
    """Return the plane of a map, given its left edge and how far down its middle is, in cells."""
    rows, columns = two_axes(feature_map.axes, (Cell.REAL,))
    origin = CELL * left, -CELL * (middle + len(rows) / 2)
    projection = Projection((CELL, 0), (0, CELL), origin)
    return ColumnPlane(rows, columns, projection, sources=feature_map.sources, beside=beside)


def covers(plane: Plane, known: Iterable[tuple[int, ...]]) -> Iterator[Layer]:
    """Yield a cover over the cells of a map that are not known yet."""
    seen = {two_axes(cell, 0) for cell in known}
    cells = itertools.product(range(plane.height), range(plane.width))
    if left := [cell for cell in cells if cell not in seen]:
        shapes = squares(plane, left)
        yield Polygons(COVER, shapes)
        yield Strokes(f"{COVER}.grid", tuple((*shape, shape[0]) for shape in shapes))


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
