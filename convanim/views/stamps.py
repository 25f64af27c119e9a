"""A transposed convolution as a sum: the stamp of each input unit in a map of its own."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.errors import Fault
from convanim.layout.layout import Layout
from convanim.layout.maps.cell_text import Sheet, Written, fitting, written
from convanim.layout.maps.plane import SIGN, page_box, two_axes
from convanim.layout.maps.slices import Slices
from convanim.layout.maps.table import heading, squares
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.sweep.matrix import product_faults
from convanim.sweep.stamps import stamp_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.values import Number
    from convanim.layers.operation import Operation
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Places
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap, Sweep

MOST = 9
"""The most stamps that are drawn."""

ROW = 1.0
"""Distance between maps one below the other, in cells."""

Position = tuple[int, ...]
Numbers = dict[Position, "Number"]


@dataclass(frozen=True, slots=True)
class StampsView(LayerView):
    """A transposed convolution as a sum of maps: one for the stamp of each input unit.

    A stamp is the kernel times the value of its unit; the output is the sum of all stamps.
    """

    name: ClassVar = "stamps"

    def step_count(self, operation: Operation) -> int:
        """Return the number of units of the input, each of which has a stamp."""
        return math.prod(axis.i for axis in operation.axes)

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer, axes = subject.layer, len(subject.axes)
        if layer is None or layer.kind != "transposed_conv" or axes > 2:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws transposed_conv with 1 or 2 axes, not "
                f"{subject.name} with {axes}",
            )
            return
        yield from product_faults(self.name, layer)
        if max(layer.channels.inputs, layer.channels.outputs) > 1:
            message = f"view '{self.name}' draws 1 input and 1 output channel"
            yield UnsuitedFault(("view",), message)
        elif not subject.sweep.has_values:
            yield Fault(("view",), f"view '{self.name}' draws numbers; give values")
        elif (count := self.step_count(subject.operation)) > MOST:
            message = f"view '{self.name}' draws up to {MOST} stamps; this input has {count} units"
            yield UnsuitedFault(("view",), message)
        elif any(Cell.CROPPED in along for along in _stamped(subject).map("output").axes):
            message = f"view '{self.name}' draws no padding, which crops"
            yield UnsuitedFault(("view",), message)

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a transposed convolution with numbers."""
        return _Layout(_stamped(subject))


def _stamped(subject: Subject) -> Sweep:
    layer = subject.layer
    assert layer is not None
    return stamp_sweep(layer.axes, subject.sweep)


@dataclass(frozen=True)
class _Layout(Layout):
    sweep: Sweep

    shows = frozenset({"values"})
    telling = "last"

    @functools.cached_property
    def _stamps(self) -> tuple[Numbers, ...]:
        """What each step adds to each cell that it writes."""
        x, w = self.sweep.map("input"), self.sweep.map("kernel")
        weights = [value or 0 for value in w.values or ()]
        return tuple(
            {
                cell: (x.value(step.read("input").first) or 0) * weight
                for cell, weight in zip(step.writes, weights, strict=True)
            }
            for step in self.sweep.steps
        )

    @functools.cached_property
    def _sums(self) -> tuple[Numbers, ...]:
        """The sum in each cell that has been written, after each step."""
        found: list[Numbers] = []
        for stamp in self._stamps:
            before = found[-1] if found else {}
            found.append({**before, **{at: before.get(at, 0) + n for at, n in stamp.items()}})
        return tuple(found)

    @functools.cached_property
    def _sheets(self) -> tuple[Sheet, ...]:
        """Input, kernel, the stamps row by row, and the output."""
        x, w, y = (self.sweep.map(role) for role in ("input", "kernel", "output"))
        (high, wide), (_, narrow), (rows, columns) = (two_axes(each.shape, 1) for each in (x, w, y))
        # The stamps of one axis are below each other, so that one sees them move.
        down, across = (wide, 1) if len(x.shape) == 1 else (high, wide)
        pitch, step = columns + SIGN, rows + ROW
        first = wide + narrow + 2 * SIGN
        places = [(0.0, 0.0), (wide + SIGN, 0.0)]
        places += [
            (first + column * pitch, (row - (down - 1) / 2) * step)
            for row, column in itertools.product(range(down), range(across))
        ]
        places.append((first + across * pitch, 0.0))
        known = [written((x,))[()], written((w,))[()]]
        known += map(self._written, self._stamps)
        maps = [x, w, *[y] * len(self._stamps), y]
        every = zip(maps, places, [*known, self._written(self._sums[-1])], strict=True)
        return tuple(_sheet(each, *at, text) for each, at, text in every)

    def _written(self, numbers: Numbers) -> Written:
        return Written(dict(zip(numbers, texts(numbers.values()), strict=True)), self._scale)

    @functools.cached_property
    def _scale(self) -> float:
        """The size of all numbers in stamps and sums."""
        return fitting(text for each in self._sums for text in texts(each.values()))

    @functools.cached_property
    def still(self) -> tuple[Layer, ...]:
        """Input, kernel, empty stamps, an empty output, and the signs."""
        x, w, *stamps, y = self._sheets
        faint = (line for sheet in stamps for line in sheet.plane.reach())
        return (
            *x.plane.result("input"),
            *x.labels("input.value"),
            *w.plane.result("filter"),
            *w.labels("filter.value"),
            Strokes("faint.grid", tuple(faint)),
            Strokes("output.grid", y.plane.reach()),
            Labels("sign", tuple(self._signs())),
        )

    def _signs(self) -> Iterator[tuple[str, tuple[float, float]]]:
        _, kernel, *stamps, output = self._sheets
        signs = [r"$\cdot$", "$=$", *["$+$"] * (len(stamps) - 1), "$=$"]
        for sign, sheet in zip(signs, (kernel, *stamps, output), strict=True):
            x, y = sheet.plane.point(sheet.plane.height / 2, 0)
            yield sign, (x - SIGN / 2 * CELL, y)

    @property
    def names(self) -> tuple[Layer, ...]:
        """The names of input, kernel and output, and what each stamp is made of."""
        x, *_ = self._sheets
        factors = [rf"{text} $\times$ kernel" for text in x.written.texts.values()]
        planes = (sheet.plane for sheet in self._sheets)
        return tuple(map(heading, planes, ("input", "kernel", *factors, "output")))

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page around all maps."""
        return page_box(tuple(sheet.plane.frame() for sheet in self._sheets))

    @property
    def places(self) -> Places:
        """Input, kernel and output."""
        roles = zip(("input", "kernel", "output"), (0, 1, -1), strict=True)
        return {(role, ()): self._sheets[n].plane for role, n in roles}

    def scene(self, n: int) -> Scene:
        """Return the drawing of a stamp, with all stamps before it and their sum."""
        x, w, *stamps, output = self._sheets
        step, sums = self.sweep.steps[n], self._sums[n]
        layers = [*x.window(step.read("input")), *w.window(step.read("kernel"), "window.kernel")]
        for sheet, numbers in zip(stamps, self._stamps[:n], strict=False):
            layers += _cells(sheet, "output", self._written(numbers))
        layers += _cells(stamps[n], "window.output", self._written(self._stamps[n]))
        for role, is_new in (("output", False), ("window.output", True)):
            part = {at: value for at, value in sums.items() if (at in self._stamps[n]) == is_new}
            layers += _cells(output, role, self._written(part))
        return Scene(self.box, (*self.still, *layers))

    def at_rest(self) -> Scene:
        """Return the drawing without any stamp."""
        return Scene(self.box, self.still)

    def at_end(self) -> Scene:
        """Return the drawing of all stamps and of their sum."""
        _, _, *sheets = self._sheets
        pairs = zip(sheets, (*self._stamps, self._sums[-1]), strict=True)
        layers = (_cells(sheet, "output", self._written(numbers)) for sheet, numbers in pairs)
        return Scene(self.box, (*self.still, *itertools.chain.from_iterable(layers)))


def _sheet(feature_map: FeatureMap, left: float, down: float, known: Written) -> Sheet:
    """Return a map with its left edge and its middle at a place, in cells."""
    height, _ = two_axes(feature_map.shape, 1)
    origin = CELL * left, -CELL * (down + height / 2)
    return Sheet(Slices.of(feature_map, Projection((CELL, 0), (0, CELL), origin), 0.0), known)


def _cells(sheet: Sheet, role: str, known: Written) -> Iterator[Layer]:
    """Yield the cells of a map that have numbers, with these."""
    if known.texts:
        yield Polygons(role, squares(sheet.plane, known.texts))
        yield from sheet.labels(f"{role}.value", written=known)
