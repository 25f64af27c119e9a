"""One axis with the positions of its kernel: the distance, the jumps and the size formula."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.relationships import NONE, TRANSPOSED
from convanim.errors import Fault
from convanim.layout.captions import SUBTITLE, Captioned, covered
from convanim.layout.composition import grid, in_sequence
from convanim.layout.layout import Layout
from convanim.layout.maps.plane import Plane
from convanim.layout.maps.slices import Slices
from convanim.layout.view import LayerView, OversizeFault, UnsuitedFault
from convanim.scene.formula import ACROSS, typeset
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.typesetting import LEADING, drops, width
from convanim.scene.typesetting import SIZE as EM
from convanim.views.counting.cell_row import CellRow
from convanim.views.counting.positions import SIZE, Count
from convanim.views.counting.rulers import RISE, jump, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Beat, Places
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep

MOST_CELLS = 64
"""The longest padded row that is drawn."""

JUMPS = CELL + 2.0
"""Height at which jumps start and end, in points above the bottom of the row."""

ABOVE = JUMPS + RISE + 15.0
"""Height of the lines that measure the kernel and the distance, in points."""

LETTER = 5.0
"""Distance between a jump and its letter, in points."""

BELOW = -15.0
"""Height of the lines that measure the row and its padding, in points."""

UNITS = BELOW - 17.0 - CELL
"""Height of the units that stand for the positions, in points."""

ASIDE = -40.0
"""Left end of the formulas, in points from the row, so that formulas of several rows align."""

BESIDE = 8.0
"""Distance between a measuring line and its letter, in points."""


@dataclass(frozen=True, slots=True)
class Counting(LayerView):
    """One axis as a row of cells, in which the positions of the kernel give the output size."""

    name: ClassVar = "counting"
    takes: ClassVar = "sizes"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        if subject.family == NONE or not all(isinstance(each, Axis) for each in subject.axes):
            message = (
                f"view '{self.name}' counts positions of a window; {subject.name} has no window"
            )
            yield UnsuitedFault(("view",), message)
            return
        for count in _counts(subject):
            if count.along.drawn > MOST_CELLS:
                yield OversizeFault(
                    ("view",),
                    f"view '{self.name}' draws at most {MOST_CELLS} cells in a row; this figure "
                    f"has {count.along.drawn}",
                )
            elif count.is_transposed and count.axis.a >= count.along.s:
                yield Fault(
                    ("view",),
                    f"in view '{self.name}' a must be smaller than s (a = {count.axis.a}, "
                    f"s = {count.along.s})",
                )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of one axis, or of different axes one below the other."""
        counts = _counts(subject)
        layouts = [_Layout(count) for count in counts]
        if len(counts) == 1:
            return layouts[0]
        names = ACROSS.get(len(subject.axes), tuple(f"axis {n}" for n in range(len(subject.axes))))
        first = [names[subject.axes.index(count.axis)].strip(": ") for count in counts]
        titled = [
            Captioned(each, each.box, (name,), size=SUBTITLE)
            for each, name in zip(layouts, first, strict=True)
        ]
        return grid(titled, 1, 0.0, in_sequence)


def _counts(subject: Subject) -> list[Count]:
    """Return the axes without repetition."""
    axes = (axis for axis in dict.fromkeys(subject.axes) if isinstance(axis, Axis))
    return [Count(axis, subject.family == TRANSPOSED) for axis in axes]


@dataclass(frozen=True)
class _Layout(Layout):
    count: Count

    baseline = CELL / 2
    upright = 0.0
    telling = "last"

    @functools.cached_property
    def sweep(self) -> Sweep:  # type: ignore[override]
        return self.count.sweep

    @property
    def beats(self) -> tuple[Beat, ...]:
        """The kernel first, then the distance and the jumps, and finally the size."""
        return self.count.beats

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page that holds the last drawing, which contains everything."""
        return covered(each for each in self._layers(self.beats[-1]) if each.points())

    @functools.cached_property
    def _strip(self) -> Plane:
        return Plane((Cell.REAL,), self.count.along.cells(), Projection((CELL, 0), (0, CELL)))

    @functools.cached_property
    def _row(self) -> CellRow:
        return CellRow(self._strip.columns, tuple(range(self._strip.width)))

    @functools.cached_property
    def _units(self) -> CellRow:
        starts = tuple(end - 1 for end in self.count.ends)
        return CellRow((Cell.REAL,) * len(starts), starts, UNITS)

    @property
    def places(self) -> Places:
        """The places of the row, and of the units that stand for the positions."""
        return {(self.count.row_role, ()): self._row, (self.count.unit_role, ()): self._units}

    def scene(self, n: int) -> Scene:
        return Scene(self.box, tuple(self._layers(self.beats[n])))

    def at_rest(self) -> Scene:
        """Return the drawing before the first position."""
        return Scene(self.box, self._ground)

    def _layers(self, beat: Beat) -> Iterator[Layer]:
        yield from self._ground
        yield from self._results(beat)
        yield from self._window(beat.step)
        yield from self._jumps(beat)
        yield from self._formulas(beat)

    @functools.cached_property
    def _ground(self) -> tuple[Layer, ...]:
        """What is known at first: the row under the kernel, or the units of its positions."""
        if not self.count.is_transposed:
            return *self._strip.ground(), *self._sizes("i")
        units = tuple(map(self._units.square, range(self.count.positions)))
        return Strokes("padding", self._strip.reach()), Polygons("input", units)

    def _results(self, beat: Beat) -> Iterator[Layer]:
        """Yield what follows: a unit for each position so far, or the row in the last drawing."""
        if not self.count.is_transposed:
            units = tuple(map(self._units.square, range(beat.step + 1)))
            yield Polygons("output", units)
        elif beat.phase == SIZE:
            yield from self._strip.result()
            yield from self._sizes("o'")

    def _window(self, step: int) -> Iterator[Layer]:
        """Yield the kernel at a position, and the unit of the position."""
        now, unit = self.sweep.steps[step], (self._units.square(step),)
        strip = Slices((self._strip,))
        if self.count.is_transposed:
            yield from strip.window(now.writes, "window.output")
            yield Polygons("window", unit)
        else:
            yield from strip.window(now.read("input"))
            yield Polygons("window.output", unit)

    def _sizes(self, letter: str) -> Iterator[Layer]:
        """Yield the measuring lines of the row without its padding, and of the padding."""
        along = self.count.along
        start = along.units[0]
        end = along.units[-1] + 1
        parts = [("p", start - along.p_before, start), (letter, start, end)]
        parts.append(("p", end, end + along.p_after))
        yield from _measures([part for part in parts if part[1] < part[2]], BELOW, -BESIDE)

    def _jumps(self, beat: Beat) -> Iterator[Layer]:
        """Yield the measuring lines of kernel and distance, and the jumps so far."""
        along, ends = self.count.along, self.count.ends
        parts = [("k" if along.d == 1 else r"\hat{k}", ends[0] - along.k_hat, ends[0])]
        if "distance" in dict(self.count.formulas(beat)) and self.count.distance:
            parts.append(("D", ends[0], ends[0] + self.count.distance))
        yield from _measures(parts, ABOVE, BESIDE)
        pairs = list(itertools.pairwise(CELL * end for end in ends))[: beat.step]
        yield Strokes("connector.jump", tuple(x for a, b in pairs for x in jump(a, b, JUMPS)))
        above = JUMPS + RISE + LETTER
        yield Labels("label.jump", tuple(("$s$", ((a + b) / 2, above)) for a, b in pairs))

    def _formulas(self, beat: Beat) -> Iterator[Layer]:
        """Yield the formulas that are known so far, each after its name, and the whole at last."""
        every = [(name, f"${typeset(text)}$") for name, text in self.count.steps]
        count = len(self.count.formulas(beat))
        names = (max(width(name) for name, _ in every) + 1) * EM
        top = UNITS - 2 * LEADING
        whole = f"${typeset(self.count.formula)}$"
        *levels, last = (top - down for down in drops([*(text for _, text in every), whole]))
        known = [*zip(every[:count], levels, strict=False)]
        texts = [
            (pair[column], (x, y))
            for column, x in ((0, ASIDE), (1, ASIDE + names))
            for pair, y in known
        ]
        if beat.phase == SIZE:
            texts.append((whole, (ASIDE, last - LEADING / 2)))
        yield Labels("note", tuple(texts), "start")


def _measures(parts: Sequence[tuple[str, int, int]], y: float, beside: float) -> Iterator[Layer]:
    """Yield lines that measure parts of the row, each with its letter above or below."""
    ends = [(letter, CELL * start, CELL * end) for letter, start, end in parts]
    yield Strokes("connector.measure", tuple(x for _, a, b in ends for x in measure(a, b, y)))
    yield Labels("label", tuple((f"${x}$", ((a + b) / 2, y + beside)) for x, a, b in ends))
