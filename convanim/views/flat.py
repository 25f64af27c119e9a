"""The guide's numeric figures: input and output side by side from above, with their values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic import Cell
from convanim.geometry import CELL, Projection
from convanim.plane import Plane, page_box, planar_faults, texts, two_axes
from convanim.scene import Labels, Polygons, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.errors import Fault
    from convanim.geometry import Box, Point
    from convanim.scene import Anchor, Layer, Layout
    from convanim.sweep import FeatureMap, Sweep

CENTRE: Point = (0.5, 0.5)
"""Where in a cell its value stands: rows down and columns right of its corner."""

CORNER: Point = (0.8, 0.8988)
"""Where a kernel's value ends; one figure of 5.6 points is then centred on (0.8, 0.8)."""

SCALES = ((1.6, 1.0), (2.6, 0.625), (math.inf, 0.4))
"""Up to which width, in parts of the font size, a text is written at which part of its size."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Input left, output right, as in the numerical figures of the guide."""

    name: ClassVar = "flat"

    def faults(self, sweep: Sweep) -> Iterator[Fault]:
        """Yield why a sweep cannot be shown."""
        return planar_faults(self.name, sweep)

    def lay_out(self, sweep: Sweep) -> Layout:
        """Lay a sweep of one or two axes on a page."""
        left, right = _Grid.of(sweep.map("input")), _Grid.of(sweep.map("output"))
        origin = (left.plane.width + 1, (left.plane.height - right.plane.height) / 2)
        right = _Grid.of(sweep.map("output"), origin)
        planes = (*left.plane.ground(), *right.plane.result())
        still = (*planes, *left.labels("input.value"), *right.labels("output.value"))
        return _Layout(sweep, left, right, _kernel(sweep), still, page_box(planes))


@dataclass(frozen=True, slots=True)
class _Grid:
    """A map's plane, and what is written into its cells."""

    plane: Plane
    written: dict[tuple[int, ...], str]

    @classmethod
    def of(cls, feature_map: FeatureMap, origin: Point = (0, 0)) -> _Grid:
        x, y = origin
        plane = Plane.of(feature_map, Projection((CELL, 0), (0, CELL), (CELL * x, CELL * y)))
        return cls(plane, _written(feature_map))

    def labels(
        self,
        role: str,
        cells: Iterable[tuple[int, ...]] | None = None,
        written: dict[tuple[int, ...], str] | None = None,
        at: Point = CENTRE,
        anchor: Anchor = "middle",
    ) -> tuple[Labels, ...]:
        """Return the texts of these cells, of all when None; no layer when there are none."""
        known = self.written if written is None else written
        found = []
        for cell in known if cells is None else cells:
            if cell in known:
                row, column = two_axes(cell, 0)
                found.append((known[cell], self.plane.point(row + at[0], column + at[1])))
        scale = _scale(known.values())
        return (Labels(role, tuple(found), anchor, scale),) if found else ()


@dataclass(frozen=True, slots=True)
class _Layout:
    sweep: Sweep
    left: _Grid
    right: _Grid
    kernel: tuple[str, ...]
    still: tuple[Layer, ...]
    box: Box

    def scene(self, step: int) -> Scene:
        """Return the drawing of a step."""
        now = self.sweep.steps[step]
        window, unit = now.read("input"), now.writes
        weights = dict(zip(window, self.kernel, strict=False))
        return Scene(
            self.box,
            (
                *self.still,
                Polygons("window", self.left.plane.cells(window)),
                Strokes("window.grid", self.left.plane.box_grid(window)),
                *self.left.labels("window.value", window),
                *self.left.labels("kernel.value", window, weights, CORNER, "end"),
                Polygons("window.output", self.right.plane.cells(unit)),
                *self.right.labels("window.output.value", unit),
            ),
        )


def _kernel(sweep: Sweep) -> tuple[str, ...]:
    kernels = [feature_map for feature_map in sweep.maps if feature_map.role == "kernel"]
    return texts(kernels[0].values or ()) if kernels else ()


def _written(feature_map: FeatureMap) -> dict[tuple[int, ...], str]:
    if feature_map.values is None:
        return {}
    pairs = zip(feature_map.cells(), texts(feature_map.values), strict=True)
    return {cell: text for cell, text in pairs if feature_map.kind(cell) is not Cell.OUTSIDE}


def _scale(written: Iterable[str]) -> float:
    """Return how much smaller texts must be for the widest to fit into a cell 14 points wide."""
    widest = max(map(_width, written), default=0.0)
    return next(scale for most, scale in SCALES if widest <= most)


def _width(text: str) -> float:
    """Return a number's width in parts of the font size, near enough to choose a size."""
    return sum({"-": 0.78, ".": 0.28, "$": 0.0}.get(character, 0.5) for character in text)
