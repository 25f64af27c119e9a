"""A convolution as a matrix times the unrolled input, as in section 4.1 of the guide."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.errors import Fault
from convanim.layout.layout import Layout
from convanim.layout.maps import entries
from convanim.layout.maps.entries_place import EntriesPlace
from convanim.layout.maps.plane import page_box
from convanim.layout.maps.table import SIDE, filled, frame, heading, ruled, squares, table
from convanim.layout.maps.weight_tints import tinted
from convanim.layout.places import Part
from convanim.layout.view import LayerView, OversizeFault, UnsuitedFault
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.sweep.matrix import WeightMatrix, product_faults
from convanim.views.matrix.kernels import kernel_tables
from convanim.views.matrix.product import BY, By, ByColumns, ByRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layers.subject import Subject
    from convanim.layout.maps.cell_text import Sheet
    from convanim.layout.maps.plane import Plane
    from convanim.layout.places import Place
    from convanim.scene.geometry import Box, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.matrix import Unit
    from convanim.sweep.sweep import Sweep
    from convanim.views.matrix.product import Product

MOST = 40
"""The most rows, and the most columns, of a matrix that can still be read."""

DOT = 1.5
"""Relative font size of the dot, which is hard to see at the usual size."""

NAMES = {"conv": "$C$", "transposed_conv": "$C^T$"}

_PRODUCTS: dict[By, type[Product]] = {"rows": ByRows, "columns": ByColumns}


@dataclass(frozen=True, slots=True)
class Matrix(LayerView):
    """A convolution as a matrix times the unrolled input.

    Attributes
    ----------
    product : str
        How it is computed: with ``"rows"`` each row gives one unit of the output, with
        ``"columns"`` each unit of the input adds a multiple of its column.
    """

    product: Annotated[
        By,
        Key(
            "word",
            "how the product is computed: rows, each giving an output (default), or columns, each "
            "times its unit and added up",
            words=BY,
        ),
    ] = "rows"

    name: ClassVar = "matrix"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer = subject.layer
        if layer is None or not layer.has_weights:
            message = f"view '{self.name}' draws conv and transposed_conv, not {subject.name}"
            yield UnsuitedFault(("view",), message)
            return
        yield from product_faults(self.name, layer)
        rows, columns = map(math.prod, (layer.output_shape, layer.input_shape))
        if max(rows, columns) > MOST:
            yield OversizeFault(
                ("i",),
                f"view '{self.name}' would have {rows} rows and {columns} columns, too many to "
                f"read; the limit is {MOST}",
            )
        if self.product == "columns" and layer.channels.outputs > 1:
            yield Fault(
                ("product",),
                f"product: columns adds to one output map; this layer has "
                f"{layer.channels.outputs}: use product: rows",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout: matrix, input and output side by side, centred at one height."""
        sweep, layer = subject.sweep, subject.layer
        assert layer is not None
        matrix = WeightMatrix.of(sweep, layer)
        names = entries.vector(sweep.maps_of("output"), "y")
        product = _PRODUCTS[self.product](sweep, matrix, names)
        rows, columns = len(matrix.rows), len(matrix.columns)
        middle = max(rows, columns) * SIDE / 2
        below, beside = middle + rows * SIDE / 2, middle + columns * SIDE / 2
        x, y = (columns + 1) * SIDE, (columns + 3) * SIDE
        weights = table((rows, columns), (0.0, below), entries.matrix(matrix))
        read = table((columns, 1), (x, beside), entries.vector(sweep.maps_of("input"), "x"))
        written = table((rows, 1), (y, below), names, product.every())
        of = rf"${rows} \times {columns}$"
        still = (
            *kernel_tables(matrix, layer, columns * SIDE, (below, 2 * middle)),
            *tinted(weights.plane, {cell: each.at for cell, each in matrix.weights.items()}),
            *filled(read.plane, "input", (layer.input_shape[-1], 1)),
            *read.labels("input.value"),
            *ruled(written.plane, "output", (layer.output_shape[-1], 1)),
            heading(weights.plane, f"{NAMES[layer.kind]}, {of}"),
            heading(read.plane, "$x$"),
            heading(written.plane, "$y$"),
            *_signs((x - SIDE / 2, middle), (y - SIDE / 2, middle)),
        )
        return _Layout(product, layer, weights, read, written, still, page_box(still), middle)


def _signs(dot: Point, equals: Point) -> Iterator[Layer]:
    yield Labels("label", (("$\\cdot$", dot),), scale=DOT)
    yield Labels("label", (("$=$", equals),))


def _places(role: str, plane: Plane, units: Iterable[Unit]) -> dict[tuple[str, Index], Place]:
    """Return the place of each map of a role whose units are one below the other."""
    rows: dict[Index, dict[tuple[int, ...], tuple[int, int]]] = {}
    for row, unit in enumerate(units):
        rows.setdefault(unit.index, {})[unit.cell] = row, 0
    return {(role, index): EntriesPlace(plane, entries) for index, entries in rows.items()}


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    product: Product
    layer: NetworkLayer
    weights: Sheet
    x: Sheet
    y: Sheet
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    telling = "last"

    @property
    def sweep(self) -> Sweep:  # type: ignore[override]
        """The steps of the product."""
        return self.product.sweep

    @property
    def names(self) -> tuple[Labels, ...]:
        """No further names: every drawing contains them."""
        return ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, with the places of the units of the input and the output.

        Overlays have no places, for the drawings write into these cells themselves.
        """
        matrix = self.product.matrix
        places = {
            **_places("input", self.x.plane, matrix.columns),
            **_places("output", self.y.plane, matrix.rows),
        }
        return (Part(self.sweep, places),)

    def scene(self, n: int) -> Scene:
        """Return the drawing of a step: the weights in use, what they multiply, and the sums."""
        lit, sums = self.product.lit(n), self.product.sums(n)
        pale = [cell for cell in self.product.matrix.weights if cell not in lit.weights]
        read = [(row, 0) for row in lit.units]
        return Scene(
            self.box,
            (
                *self.still,
                Polygons("veil", squares(self.weights.plane, pale)),
                *self._entries(),
                Strokes("window.frame", (frame(self.weights.plane, lit.rows, lit.columns),)),
                Polygons("window", squares(self.x.plane, read)),
                *self.x.labels("window.value", read),
                Strokes("window.frame", (frame(self.x.plane, lit.framed),)),
                # In some themes the lit cells are a shade, under which the sums shine through.
                *self._output("output", sums),
                *self._output("window.output", {row: sums[row] for row in lit.sums}),
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing before the first step."""
        return Scene(self.box, (*self.still, *self._entries()))

    def at_end(self) -> Scene:
        """Return the drawing with the whole output."""
        written = {row: text for (row, _), text in self.product.written.items()}
        done = self._output("output", written)
        return Scene(self.box, (*self.still, *self._entries(), *done))

    def _entries(self) -> Iterator[Layer]:
        """Yield the lines and the texts of the matrix, above whatever lies on its cells."""
        sizes = self.layer.output_shape[-1], self.layer.input_shape[-1]
        known = self.product.matrix.weights
        yield from ruled(self.weights.plane, "weight", sizes)
        yield from self.weights.labels("weight.zero", self._without(known))
        yield from self.weights.labels("weight.value", known)

    def _without(self, weights: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
        known = set(weights)
        return [cell for cell in self.weights.written.texts if cell not in known]

    def _output(self, role: str, sums: Mapping[int, str]) -> Iterator[Layer]:
        """Yield outputs with their texts so far."""
        if not sums:
            return
        yield Polygons(role, squares(self.y.plane, [(row, 0) for row in sums]))
        texts = tuple((text, self.y.plane.centre((row, 0))) for row, text in sums.items() if text)
        yield Labels(f"{role}.value", texts, scale=self.y.written.scale)
