"""Positions of a kernel counted along an axis: the distance it travels, its jumps, the formula."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.relationships import NONE, TRANSPOSED
from convanim.errors import Fault
from convanim.layout.captions import Captioned, covered
from convanim.layout.composition import grid, in_sequence
from convanim.layout.layout import Layout
from convanim.layout.plane import Plane
from convanim.layout.slices import Slices
from convanim.layout.view import LayerView
from convanim.scene.formula import ACROSS, typeset
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.typesetting import LEADING, width
from convanim.scene.typesetting import SIZE as EM
from convanim.views.counting.cell_row import CellRow
from convanim.views.counting.positions import SIZE, Count
from convanim.views.counting.rulers import RISE, jump, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layout.layout import Beat, Places
    from convanim.layout.subject import Subject
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep

MOST_CELLS = 64
"""Of the padded row."""

SMALL = 0.75
"""Size of the numbers of jumps and positions."""

JUMPS = CELL + 2.0
"""Where jumps start and end, in points above the row."""

ABOVE = JUMPS + RISE + 15.0
"""Where the kernel and the distance are measured."""

NUMBER = 5.5
"""Between a jump and its number."""

BELOW = -15.0
"""Where the input and its padding are."""

UNITS = BELOW - 17.0 - CELL
"""Where the units of the positions stand."""

ASIDE = -40.0
"""Where formulas start, in points from the row, so that those of rows in line are in line."""

BESIDE = 8.0
"""Between a line that measures and its letter; between a row and its name."""


@dataclass(frozen=True, slots=True)
class Counting(LayerView):
    """A row of cells with a kernel that jumps along it, and the steps to the size of the output."""

    name: ClassVar = "counting"
    takes: ClassVar = "sizes"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
        if subject.family == NONE or not all(isinstance(each, Axis) for each in subject.axes):
            message = f"view '{self.name}' counts positions of a window; {subject.name} has none"
            yield Fault(("view",), message)
            return
        for count in _counts(subject):
            if count.along.drawn > MOST_CELLS:
                yield Fault(
                    ("view",),
                    f"view '{self.name}' draws rows of up to {MOST_CELLS} cells; this figure has "
                    f"one of {count.along.drawn}: use view: shapes",
                )
            elif count.is_back and count.axis.a >= count.along.s:
                yield Fault(
                    ("view",),
                    f"view '{self.name}' counts jumps, and a = {count.axis.a} holds one more of "
                    f"s = {count.along.s}: use a smaller a",
                )

    def lay_out(self, subject: Subject) -> Layout:
        """Lay one axis on a page, or one below the other those that differ."""
        counts = _counts(subject)
        layouts = [_Layout(count) for count in counts]
        if len(counts) == 1:
            return layouts[0]
        names = ACROSS.get(len(subject.axes), tuple(f"axis {n}" for n in range(len(subject.axes))))
        first = [names[subject.axes.index(count.axis)].strip(": ") for count in counts]
        titled = [Captioned(a, a.box, (name,)) for a, name in zip(layouts, first, strict=True)]
        return grid(titled, 1, 0.0, in_sequence)


def _counts(subject: Subject) -> list[Count]:
    """Return the axes, those that are alike once."""
    axes = (axis for axis in dict.fromkeys(subject.axes) if isinstance(axis, Axis))
    return [Count(axis, subject.family == TRANSPOSED) for axis in axes]


@dataclass(frozen=True)
class _Layout(Layout):
    count: Count

    baseline = CELL / 2
    upright = 0.0

    @functools.cached_property
    def sweep(self) -> Sweep:  # type: ignore[override]
        """The positions as steps."""
        return self.count.sweep

    @property
    def beats(self) -> tuple[Beat, ...]:
        """First the kernel, then distance and jumps, at last the size."""
        return self.count.beats

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page that holds the last drawing, in which nothing is missing."""
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
        """The row, and the units of the positions."""
        return {(self.count.covers, ()): self._row, (self.count.counts, ()): self._units}

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return Scene(self.box, tuple(self._layers(self.beats[n])))

    def at_rest(self) -> Scene:
        """Return what is known before anything is counted."""
        return Scene(self.box, self._given)

    def _layers(self, beat: Beat) -> Iterator[Layer]:
        yield from self._given
        yield from self._found(beat)
        yield from self._window(beat.step)
        yield from self._jumps(beat)
        yield from self._told(beat)

    @functools.cached_property
    def _given(self) -> tuple[Layer, ...]:
        """What is known: the row that a kernel slides over, or else its positions."""
        if not self.count.is_back:
            return *self._strip.ground(), *self._sizes("i")
        units = tuple(map(self._units.square, range(self.count.positions)))
        return Strokes("padding", self._strip.reach()), Polygons("input", units)

    def _found(self, beat: Beat) -> Iterator[Layer]:
        """Yield what is found: a unit for each position, or else the row, at the end."""
        if not self.count.is_back:
            units = tuple(map(self._units.square, range(beat.step + 1)))
            yield Polygons("output", units)
        elif beat.phase == SIZE:
            yield from self._strip.result()
            yield from self._sizes("o'")

    def _window(self, step: int) -> Iterator[Layer]:
        """Yield the kernel at a position, and the position's unit."""
        now = self.sweep.steps[step]
        window = now.writes if self.count.is_back else now.read("input")
        yield from Slices((self._strip,)).window(window)
        yield Polygons("window.output", (self._units.square(step),))

    def _sizes(self, letter: str) -> Iterator[Layer]:
        """Yield the measures of the row without its padding, and of that."""
        along = self.count.along
        start = along.units[0]
        end = along.units[-1] + 1
        parts = [("p", start - along.p_before, start), (letter, start, end)]
        parts.append(("p", end, end + along.p_after))
        yield from _measured([part for part in parts if part[1] < part[2]], BELOW, -BESIDE)

    def _jumps(self, beat: Beat) -> Iterator[Layer]:
        """Yield the kernel's size, the distance and the jumps so far."""
        along, ends = self.count.along, self.count.ends
        parts = [("k" if along.d == 1 else r"\hat{k}", ends[0] - along.k_hat, ends[0])]
        if "distance" in dict(self.count.told(beat)) and self.count.distance:
            parts.append(("D", ends[0], ends[0] + self.count.distance))
        yield from _measured(parts, ABOVE, BESIDE)
        pairs = list(itertools.pairwise(CELL * end for end in ends))[: beat.step]
        yield Strokes("connector.jump", tuple(x for a, b in pairs for x in jump(a, b, JUMPS)))
        above = JUMPS + RISE + NUMBER
        numbers = ((str(n), ((a + b) / 2, above)) for n, (a, b) in enumerate(pairs, start=1))
        yield Labels("label.jump", tuple(numbers), scale=SMALL)

    def _told(self, beat: Beat) -> Iterator[Layer]:
        """Yield the formulas so far, each with its name."""
        every = [(name, f"${typeset(text)}$") for name, text in self.count.steps]
        told = len(self.count.told(beat))
        names = (max(width(name) for name, _ in every) + 1) * EM
        top = UNITS - 2 * LEADING
        for column, x in ((0, ASIDE), (1, ASIDE + names)):
            texts = ((pair[column], (x, top - n * LEADING)) for n, pair in enumerate(every[:told]))
            yield Labels("note", tuple(texts), "start")


def _measured(parts: Sequence[tuple[str, int, int]], y: float, beside: float) -> Iterator[Layer]:
    """Yield lines that measure from cell to cell, each with its letter above or below."""
    ends = [(letter, CELL * start, CELL * end) for letter, start, end in parts]
    yield Strokes("connector.measure", tuple(x for _, a, b in ends for x in measure(a, b, y)))
    yield Labels("label", tuple((f"${x}$", ((a + b) / 2, y + beside)) for x, a, b in ends))
