"""A transposed convolution as overlap-add: units stamp the kernel, and overlaps add up."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.layout.layout import Beat, Beats, Layout
from convanim.layout.maps.cell_text import CORNER, UPPER, Sheet, Written, cornered, fitting, written
from convanim.layout.maps.plane import page_box, two_axes
from convanim.layout.maps.slices import Slices
from convanim.layout.maps.table import filled, squares
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.plugins.key import Key
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Polygons, Scene, Strokes
from convanim.sweep.matrix import product_faults
from convanim.sweep.stamps import stamp_sweep
from convanim.views.scatter.hits import Hit, Hits, counts, sums
from convanim.views.scatter.legend import legend
from convanim.views.scatter.strips import InputStrip, KernelStrip, OutputStrip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.errors import Fault
    from convanim.layers.operation import Operation
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Place, Places
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Step, Sweep

APART = 1.5
"""Distance from the input to the kernel below it, in cells; numbers and a name fit in it."""

RAISED = UPPER
"""Position of a sum in its cell while the number that a stamp adds takes the corner."""

ADD, SUM, CROP = "add", "sum", "crop"
"""The phases: a stamp is added to the sums, then the sums are new; at the end padding is cut."""

CROPPED = "output.cropped"
"""The role of output cells that padding cuts off."""


@dataclass(frozen=True, slots=True)
class Scatter(LayerView):
    """A transposed convolution: each input unit adds the kernel, times its value, to the output.

    Attributes
    ----------
    counts : bool
        Whether the output shows how many stamps hit each cell, in shades, instead of sums. It
        always does where the layer has no values.
    """

    name: ClassVar = "scatter"

    counts: Annotated[
        bool, Key("flag", "shade output cells by how many stamps hit them, instead of showing sums")
    ] = False

    def step_count(self, operation: Operation) -> int:
        """Return the number of units of the input, each of which stamps the output once."""
        return math.prod(axis.i for axis in operation.axes)

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer, axes = subject.layer, len(subject.axes)
        if layer is None or layer.kind != "transposed_conv" or axes > 2:
            message = (
                f"view '{self.name}' draws transposed_conv with 1 or 2 axes, not "
                f"{subject.name} with {axes}"
            )
            yield UnsuitedFault(("view",), message)
            return
        yield from product_faults(self.name, layer)
        channels = layer.channels
        if max(channels.inputs, channels.outputs) > 1:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws 1 input channel and 1 output channel; this figure has "
                f"{channels.inputs} and {channels.outputs}",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a transposed convolution of one or two axes."""
        layer = subject.layer
        assert layer is not None
        sweep = stamp_sweep(layer.axes, subject.sweep)
        sheets = _sheets(sweep)
        is_counted = self.counts or sweep.map("output").values is None
        hits = counts(sweep) if is_counted else sums(sweep)
        shades = legend(hits, sheets["output"].plane) if is_counted else ()
        still = (*_still(sheets), *shades)
        box = page_box((*still, *(sheet.plane.frame() for sheet in sheets.values())))
        known = [hit for each in hits.values() for hit in each]
        scales = fitting(hit.text for hit in known), cornered(hit.gain for hit in known)
        return _Layout(
            sweep, sheets, hits, scales, not is_counted, still, box, (box[1] + box[3]) / 2
        )


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    sheets: Mapping[str, Sheet]
    hits: Hits
    scales: tuple[float, float]
    has_sums: bool
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    shows = frozenset({"values"})
    telling = "last"

    @property
    def places(self) -> Places:
        planes: dict[tuple[str, Index], Place] = {
            (role, ()): sheet.plane for role, sheet in self.sheets.items()
        }
        if self._is_strip:
            for role, sheet in self.sheets.items():
                plane = sheet.plane
                planes[role, ()] = _STRIPS[role](plane.rows, plane.columns, plane.projection)
        return planes

    @property
    def beats(self) -> Sequence[Beat]:
        """What a stamp adds, then the sums; at the end what padding leaves of the output."""
        steps = Beats(len(self.sweep.steps), (ADD, SUM) if self.has_sums else (SUM,))
        is_cropped = any(hits[0].role == CROPPED for hits in self.hits.values())
        return (*steps, Beat(len(self.sweep.steps) - 1, CROP)) if is_cropped else steps

    def scene(self, n: int) -> Scene:
        """Return the drawing of a beat, with all stamps up to it."""
        step, phase = self.beats[n]
        shown = self._shown(step, phase)
        if phase == CROP:
            left = {cell: hit for cell, hit in shown.items() if hit.role != CROPPED}
            return Scene(self.box, (*self.still, *self._sums(left)))
        now = self.sweep.steps[step]
        added = self._shown(step, SUM) if phase == ADD else {}
        hidden = frozenset(now.writes) if self.has_sums else frozenset()
        sums = self._sums(shown, hidden)
        beams = self._beams(step) if self._is_strip and not self.has_sums else ()
        return Scene(self.box, (*self.still, *beams, *sums, *self._stamp(now, shown, added)))

    def at_rest(self) -> Scene:
        return Scene(self.box, self.still)

    def _shown(self, step: int, phase: str) -> dict[tuple[int, ...], Hit]:
        """Return the last stamp on each cell; while one is being added, that before it."""
        last = step - 1 if phase == ADD else step
        now = {cell: hits[: bisect(hits, last, key=_step)] for cell, hits in self.hits.items()}
        return {cell: hits[-1] for cell, hits in now.items() if hits}

    def _sums(
        self,
        shown: Mapping[tuple[int, ...], Hit],
        hidden: frozenset[tuple[int, ...]] = frozenset(),
    ) -> Iterator[Layer]:
        """Yield the cells that were hit, with their texts unless a stamp hides them."""
        sheet, known = self.sheets["output"], self._texts(shown)
        for role in sorted({hit.role for hit in shown.values()}):
            cells = [cell for cell, hit in shown.items() if hit.role == role]
            yield Polygons(role, squares(sheet.plane, cells))
            clear = [cell for cell in cells if cell not in hidden]
            yield from sheet.labels(f"{role}.value", clear, known)

    def _stamp(
        self,
        step: Step,
        shown: Mapping[tuple[int, ...], Hit],
        added: Mapping[tuple[int, ...], Hit],
    ) -> Iterator[Layer]:
        """Yield the unit that stamps and where; what it adds, or else the sums."""
        sheet, unit = self.sheets["output"], step.read("input")
        yield from self.sheets["input"].window(unit)
        for weights in step.read_of("kernel"):
            yield from self.sheets["kernel"].window(weights, "window.kernel")
        if self.has_sums:
            yield Polygons("window.output", sheet.plane.cells(step.writes))
            at = RAISED if added else None
            yield from sheet.labels("window.output.value", step.writes, self._texts(shown), at)
            small = Written({cell: hit.gain for cell, hit in added.items()}, self.scales[1])
            yield from sheet.labels("kernel.value", step.writes, small, CORNER, "end")
        corners = sheet.plane.box(step.writes)
        yield Strokes("stamp", ((*corners, corners[0]),))
        if self._is_strip:
            above = self.sheets["input"].plane.box(unit)
            yield Strokes("connector", ((above[0], corners[3]), (above[1], corners[2])))

    def _beams(self, step: int) -> Iterator[Layer]:
        """Yield what leads from each unit to its stamp: translucent, so that overlaps are dark."""
        units, stamped = (self.sheets[role].plane for role in ("input", "output"))
        for now in self.sweep.steps[: step + 1]:
            lower_left, lower_right, *_ = units.box(now.read("input"))
            *_, upper_right, upper_left = stamped.box(now.writes)
            yield Polygons("beam", ((lower_left, lower_right, upper_right, upper_left),))

    @property
    def _is_strip(self) -> bool:
        return len(self.sweep.map("output").shape) == 1

    def _texts(self, shown: Mapping[tuple[int, ...], Hit]) -> Written:
        texts_of = {cell: hit.text for cell, hit in shown.items()}
        return Written(texts_of, self.scales[0])


_STRIPS = {"input": InputStrip, "kernel": KernelStrip, "output": OutputStrip}


def _step(hit: Hit) -> int:
    return hit.step


def _sheets(sweep: Sweep) -> dict[str, Sheet]:
    """Return the sheets of input, output and, where it has values, kernel."""
    known = {each.role: each for each in sweep.maps}
    sizes = {role: two_axes(each.shape, 1) for role, each in known.items()}
    corners = _strip_corners(sizes) if len(known["output"].shape) == 1 else _plane_corners(sizes)
    return {
        role: Sheet(
            Slices.of(each, _projection(corners[role], sizes[role][0]), 0.0),
            written((each,))[()] if role != "output" else Written({}),
        )
        for role, each in known.items()
    }


Sizes = Mapping[str, tuple[int, int]]
Corners = dict[str, tuple[float, float]]


def _plane_corners(sizes: Sizes) -> Corners:
    """Return the upper left corners, in cells: input above kernel, and the output beside them."""
    *left, output = sizes.values()
    across = max(columns for _, columns in left)
    high = sum(rows + APART for rows, _ in left) - APART
    middle = max(high, output[0]) / 2
    top, found = middle + high / 2, {}
    for role, (rows, columns) in zip(sizes, left, strict=False):
        found[role] = (across - columns) / 2, top
        top -= rows + APART
    return {**found, "output": (across + 1, middle + output[0] / 2)}


def _strip_corners(sizes: Sizes) -> Corners:
    """Return the upper left corners of strips, in cells; the output is below input and kernel.

    Lines from a unit to its stamp take two cells between the strips.
    """
    *upper, output = sizes.values()
    across = sum(columns + 1 for _, columns in upper) - 1
    left, found = (output[1] - across) / 2, {}
    for role, (_, columns) in zip(sizes, upper, strict=False):
        found[role] = left, 4.0
        left += columns + 1
    return {**found, "output": (0.0, 1.0)}


def _projection(corner: tuple[float, float], rows: int) -> Projection:
    left, top = corner
    return Projection((CELL, 0), (0, CELL), (CELL * left, CELL * (top - rows)))


def _still(sheets: Mapping[str, Sheet]) -> Iterator[Layer]:
    """Yield what does not change: input, kernel and the empty output."""
    for role, sheet in sheets.items():
        plane = sheet.plane
        if role == "input":
            yield from plane.ground()
            yield from sheet.labels("input.value")
        elif role == "kernel":
            yield from filled(plane, "weight", (plane.height, plane.width))
            yield from sheet.labels("weight.value")
        else:
            if Cell.CROPPED in (*plane.rows, *plane.columns):
                grid = plane.projection.grid(0, 0, plane.width, plane.height)
                yield Strokes("output.cropped.grid", grid)
            yield Strokes("output.grid", plane.reach())
