"""Input and output as pictures: each cell has a shade for its number, and the window is a frame."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.errors import Fault
from convanim.layout.layout import Layout
from convanim.layout.maps.cell_text import Sheet, written
from convanim.layout.maps.plane import SIGN, page_box, two_axes
from convanim.layout.maps.slices import Slices, axes_faults
from convanim.layout.maps.table import squares
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.values import Number
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Places
    from convanim.scene.geometry import Box, Line
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

STRENGTHS = ("first", "second", "third", "fourth")
"""The names of shades, from weak to strong."""


@dataclass(frozen=True, slots=True)
class Picture(LayerView):
    """Input and output as pictures: a shade for each number, and the window as a frame.

    The number of a map that is farthest from zero has the strongest shade, and negative numbers
    have shades of another colour.
    """

    name: ClassVar = "picture"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        yield from axes_faults(self.name, subject.sweep, most=2)
        counts = [len(subject.sweep.maps_of(role)) for role in ("input", "output")]
        if counts != [1, 1]:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws one input map and one output map; this layer has "
                f"{counts[0]} and {counts[1]}",
            )
        if not subject.sweep.has_values:
            yield Fault(("view",), f"view '{self.name}' shades cells by their numbers; give values")

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer with one input map and one output map."""
        sweep = subject.sweep
        roles = [role for role in ("input", "kernel", "output") if sweep.maps_of(role)]
        maps = [sweep.maps_of(role)[0] for role in roles]
        middle = max(two_axes(each.shape, 1)[0] for each in maps) / 2
        sheets, left = {}, 0.0
        for role, each in zip(roles, maps, strict=True):
            sheets[role] = _sheet(each, left, middle)
            left += two_axes(each.shape, 1)[1] + SIGN
        return _Layout(sweep, sheets, middle * CELL)


@dataclass(frozen=True)
class _Layout(Layout):
    sweep: Sweep
    sheets: dict[str, Sheet]
    baseline: float

    shows = frozenset({"values"})
    is_full = True
    telling = "last"

    @functools.cached_property
    def still(self) -> tuple[Layer, ...]:
        """The maps with their numbers, and the signs between them."""
        return (*(layer for role in self.sheets for layer in self._ground(role)), self._signs())

    def _ground(self, role: str) -> Iterator[Layer]:
        sheet, (each,) = self.sheets[role], self.sweep.maps_of(role)
        if role == "kernel":
            yield from sheet.plane.result("filter")
            yield from sheet.labels("filter.value")
            return
        shades = _shades(each)
        if lines := sheet.plane.reach() if role == "input" else ():
            yield Strokes("padding", lines)
        for shade, cells in shades.items():
            yield Polygons(shade, squares(sheet.plane, cells))
        yield Strokes(f"{role}.grid", _grid(sheet))
        for shade, cells in shades.items():
            yield from sheet.labels(f"{shade}.value", cells)
        zeros = [cell for cell in sheet.written.texts if not _is_unit(each, cell)]
        yield from sheet.labels("page.value", zeros)

    def _signs(self) -> Labels:
        """Return the signs: input times kernel is output, or input becomes output."""
        marks = (r"$\ast$", "$=$") if "kernel" in self.sheets else (r"$\to$",)
        planes = [sheet.plane for sheet in self.sheets.values()]
        places = (plane.point(0, plane.width + SIGN / 2)[0] for plane in planes)
        pairs = zip(marks, places, strict=False)  # there is no sign after the last map
        return Labels("sign", tuple((mark, (x, self.baseline)) for mark, x in pairs))

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page around the maps."""
        return page_box((*self.still, *(sheet.slices.frame() for sheet in self.sheets.values())))

    @property
    def places(self) -> Places:
        """Every map."""
        roles = {role: self.sweep.maps_of(role)[0] for role in self.sheets}
        return {(role, each.index): self.sheets[role].slices for role, each in roles.items()}

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing: a frame around what is read, and around what is written."""
        step = self.sweep.steps[n]
        read = [cells for cells in step.reads if cells.role == "input"]
        frames = (*self._kernel(step.reads), self._frame("window.outline", read))
        return Scene(
            self.box, (*self.still, *frames, self._frame("window.output.outline", [step.writes]))
        )

    def at_rest(self) -> Scene:
        """Return the drawing without a window."""
        return Scene(self.box, self.still)

    def _kernel(self, reads: tuple[Cells, ...]) -> Iterator[Layer]:
        for cells in reads:
            if cells.role == "kernel":
                yield from self.sheets["kernel"].window(cells, "window.kernel")

    def _frame(self, role: str, found: list[Cells]) -> Strokes:
        boxes = (box for cells in found for box in self.sheets[cells.role].slices.boxes(cells))
        return Strokes(role, tuple((*box, *box[:2]) for box in boxes))


def _sheet(feature_map: FeatureMap, left: float, middle: float) -> Sheet:
    """Return a map with its left edge and its middle at these places, in cells."""
    height, _ = two_axes(feature_map.shape, 1)
    origin = CELL * left, CELL * (middle - height / 2)
    slices = Slices.of(feature_map, Projection((CELL, 0), (0, CELL), origin), 0.0)
    return Sheet(slices, written((feature_map,))[feature_map.index])


def _grid(sheet: Sheet) -> tuple[Line, ...]:
    """Return the lines between units, and the outline around them."""
    outlines = ((*block, block[0]) for block in sheet.plane.blocks(Cell.REAL))
    return *sheet.plane.block_grids(Cell.REAL), *outlines


def _shades(feature_map: FeatureMap) -> dict[str, list[tuple[int, ...]]]:
    """Return the units that have each shade: the strongest is that of the greatest number."""
    known = [(cell, value) for cell, value in feature_map.known() if _is_unit(feature_map, cell)]
    most = max((math.fabs(value) for _, value in known), default=0.0)
    found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for cell, value in known:
        found[f"shade.{_shade(value, most)}"].append(cell)
    return dict(found)


def _shade(value: Number, most: float) -> str:
    if not value:
        return "zero"
    n = math.ceil(len(STRENGTHS) * math.fabs(value) / most) - 1
    return f"{'negative' if value < 0 else 'positive'}.{STRENGTHS[n]}"


def _is_unit(feature_map: FeatureMap, cell: tuple[int, ...]) -> bool:
    return feature_map.kind(cell) is Cell.REAL
