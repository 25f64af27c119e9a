"""One axis as strips of cells: the output above the input, the kernel's positions below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.layout.layout import Layout
from convanim.layout.maps.cell_text import Written, written
from convanim.layout.maps.plane import MARGIN
from convanim.layout.maps.resampling import Resampling
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.scene.geometry import CELL, bounds, expand
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.views.row.strip import KernelStrip, Strip, units_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Place, Places
    from convanim.layout.maps.plane import Plane
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

RISE = 3
"""Distance from the bottom of the input to the bottom of the output, in cells."""

DROP = 0.75
"""Distance from the input down to its weights, or to the first positions, in cells; the numbers
of the cells fit in it."""

DOWN = -(DROP + 1) * CELL
"""How far the weights are moved from the cells that they multiply, in points."""

PITCH = 0.4
"""Distance from one row of positions to the next, in cells."""

GAP = 0.25
"""Distance from the weights down to the first positions, in cells."""

TICK = 0.15
"""Half of the length of a tick, in cells."""


@dataclass(frozen=True, slots=True)
class Row(LayerView):
    """One axis as strips: the output above the input, and below them every position of the kernel.

    The first units of figures above each other are aligned.
    """

    name: ClassVar = "row"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        count = len(outputs[0].shape)
        if count > 1:
            message = f"view '{self.name}' draws 1 axis; this figure has {count}"
            yield UnsuitedFault(("view",), message)
        if max(len(inputs), len(outputs)) > 1:
            yield UnsuitedFault(
                ("view",),
                f"view '{self.name}' draws one input map and one output map; this figure has "
                f"{len(inputs)} and {len(outputs)}",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of one axis; its origin is the first unit of the input."""
        sweep = subject.sweep
        below, above = sweep.map("input"), sweep.map("output")
        first, past = units_of(below)
        resampling = Resampling.of(subject)
        _, across = resampling.cell if resampling else (1, 1)
        middle = across * (past - first) / 2
        texts = _zeros(below) if _has_bare_zeros(subject) else written([below])[below.index]
        ground = Strip.of(below, texts, (-first, 0), -1, across)
        corner = (middle - above.shape[0] / 2, RISE)
        cover = Strip.of(above, written([above])[above.index], corner, 1)
        kernels = written(sweep.maps_of("kernel"), as_fractions=True)
        kernel = next(iter(kernels.values()), Written({}))
        top = -(DROP + 1 + GAP if kernel.texts else DROP)
        positions = _Positions(ground.plane, tuple(_position_rows(sweep.steps)), top)
        still = (
            *ground.plane.ground(),
            *cover.plane.result(),
            *ground.labels("input.value"),
            *cover.labels("output.value"),
            Strokes("faint.position", positions.lines(sweep.steps)),
        )
        page = (*still, ground.plane.frame())
        box = expand(bounds(tuple(point for layer in page for point in layer.points())), MARGIN)
        return _Layout(sweep, ground, cover, kernel, positions, still, box)


def _has_bare_zeros(subject: Subject) -> bool:
    layer = subject.layer
    return not subject.sweep.has_values and layer is not None and layer.reads_zeros


def _zeros(feature_map: FeatureMap) -> Written:
    """Return the text 0 for each cell of padding and each inserted zero."""
    zeros = {Cell.PADDING, Cell.INSERTED}
    return Written({cell: "0" for cell in feature_map.cells() if feature_map.kind(cell) in zeros})


def _position_rows(steps: Sequence[Step]) -> Iterator[int]:
    """Yield the row of the position of each step: the first row with room for it."""
    ends: list[int] = []
    for step in steps:
        window = step.read("input")
        free = (n for n, end in enumerate(ends) if end <= window.first[0])
        row = next(free, len(ends))
        ends[row : row + 1] = [window.past[0]]
        yield row


@dataclass(frozen=True, slots=True)
class _Positions:
    """Every position of the kernel, below the cells it reads; overlapping ones are in several rows.

    Attributes
    ----------
    plane : Plane
        The plane of the input.
    rows : tuple of int
        The row of each step.
    top : float
        The height of the first row, in cells.
    """

    plane: Plane
    rows: tuple[int, ...]
    top: float

    def lines(self, steps: Iterable[Step]) -> tuple[Line, ...]:
        """Return a line from the first tap to the last for each step, and a tick at each tap."""
        found: list[Line] = []
        for step in steps:
            taps = [self._point(step, cell) for cell in step.read("input")]
            found.append((taps[0], taps[-1]))
            found += (((x, y - TICK * CELL), (x, y + TICK * CELL)) for x, y in taps)
        return tuple(found)

    def _point(self, step: Step, cell: tuple[int, ...]) -> Point:
        x, _ = self.plane.centre(cell)
        return x, CELL * (self.top - PITCH * (self.rows[step.index] + 0.5))


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    ground: Strip
    cover: Strip
    kernel: Written
    positions: _Positions
    still: tuple[Layer, ...]
    box: Box
    baseline: float = CELL / 2
    upright: float | None = 0.0

    shows = frozenset({"values"})
    is_full = True
    is_resampled = True
    telling = "last"

    @property
    def places(self) -> Places:
        places: dict[tuple[str, Index], Place] = {
            ("input", ()): self.ground,
            ("output", ()): self.cover,
        }
        if self.kernel.texts:
            places["kernel", ()] = KernelStrip(self.ground.plane.projection.shifted(0, DOWN))
        return places

    def numbers_at(self, role: str, index: Index) -> Container[tuple[int, ...]]:  # noqa: ARG002
        """Return the cells with a number: without values, these are the zeros of padding."""
        written = {"input": self.ground.written, "output": self.cover.written}
        return written.get(role, self.kernel).texts

    def scene(self, n: int) -> Scene:
        now = self.sweep.steps[n]
        window, unit = now.read("input"), now.writes
        return Scene(
            self.box,
            (
                *self.still,
                *self.ground.sheet.window(window),
                Strokes("connector", self._connectors(window, unit)),
                Polygons("window.output", self.cover.cells(unit)),
                *self.cover.labels("window.output.value", unit),
                *self._weights(now),
                Strokes("position", self.positions.lines((now,))),
            ),
        )

    def at_rest(self) -> Scene:
        return Scene(self.box, self.still)

    def _connectors(self, window: Cells, unit: Cells) -> tuple[Line, ...]:
        """Return lines from the upper corners of the window to the lower corners of the output."""
        low_left, low_right, _, _ = self.cover.plane.box(unit)
        _, _, right, left = self.ground.plane.box(window)
        return (left, low_left), (right, low_right)

    def _weights(self, now: Step) -> Iterator[Layer]:
        """Yield the weights of the kernel, below the units that they multiply."""
        if not self.kernel.texts:
            return
        taps = tuple(now.read("input"))
        under = self.ground.plane.cells(now.read("input"))
        yield Polygons("window.weight", under).shifted(0, DOWN)
        pairs = zip(now.read("kernel"), taps, strict=True)
        texts = tuple((self.kernel.texts[tap], self.ground.centre(cell)) for tap, cell in pairs)
        yield Labels("window.weight.value", texts, scale=self.kernel.scale).shifted(0, DOWN)
