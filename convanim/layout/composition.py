"""Layouts combined on one page, in rows and columns, each with its own steps."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING

from convanim.layout.layout import Beat, Beats, Layout
from convanim.layout.wrappers.moved import Moved
from convanim.scene.shapes import Scene
from convanim.sweep.stack import stack_sweeps

if TYPE_CHECKING:
    from convanim.layout.layout import Part
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep

Advance = Callable[[Sequence[int], int], list["int | None"]]
"""Takes how many drawings each of several layouts has, and the number of a frame; returns which
drawing each shows, None where it rests."""


def together(counts: Sequence[int], n: int) -> list[int | None]:
    """Advance all at once; those that have ended stay at their end."""
    return [min(n, count - 1) for count in counts]


def matched(layouts: Sequence[Layout]) -> Advance:
    """Return a clock by which layouts end together: each step comes when the longest is as far.

    How far a step is says the place in its output of the cell that it writes, along each axis.
    Layouts that have no such places go on evenly.
    """
    longest = max(layouts, key=lambda each: len(each.beats))
    starts = [_starts(each, longest) for each in layouts]

    def advance(counts: Sequence[int], n: int) -> list[int | None]:
        return [
            min(bisect_right(start, n) - 1, count - 1)
            for start, count in zip(starts, counts, strict=True)
        ]

    return advance


def _starts(layout: Layout, longest: Layout) -> list[int]:
    """Return the drawing of the longest layout at which each drawing of a layout comes."""
    count, most = len(layout.beats), len(longest.beats)
    own, others = _written(layout), _written(longest)
    if layout is longest or len(own) != count or len(others) != most:
        return [n * most // count for n in range(count)]
    reached = {cell: n for n, (cell, _) in reversed(list(enumerate(others)))}
    starts = []
    for n, (cell, sizes) in enumerate(own):
        there = tuple(
            -(-at * (wide - 1) // max(size - 1, 1))
            for at, size, wide in zip(cell, sizes, others[0][1], strict=False)
        )
        starts.append(reached.get(there, n * most // count))
    return list(itertools.accumulate([0, *starts[1:]], max))


def _written(layout: Layout) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the cell that each drawing writes, and the shape of its map; none without steps."""
    steps = layout.sweep.steps
    found = []
    for beat in layout.beats if steps else ():
        written = steps[beat.step].writes
        found.append((written.first, layout.sweep.map(written.role, *written.index).shape))
    return found


def in_turn(counts: Sequence[int], n: int) -> list[int | None]:
    """Advance one while the others rest."""
    starts = list(itertools.accumulate(counts[:-1], initial=0))
    active = bisect_right(starts, n) - 1
    return [n - starts[active] if k == active else None for k in range(len(counts))]


def in_sequence(counts: Sequence[int], n: int) -> list[int | None]:
    """Advance one after the other; those that have ended stay at their end."""
    active = in_turn(counts, n)
    now = next(k for k, at in enumerate(active) if at is not None)
    return [count - 1 if k < now else active[k] for k, count in enumerate(counts)]


@dataclass(frozen=True)
class Composed(Layout):
    """Several layouts on one page.

    Attributes
    ----------
    placed : tuple of Moved
        They do not lie on each other.
    box : Box
        The page.
    advance : callable
        :func:`together`, :func:`in_turn` or :func:`in_sequence`.
    baseline, upright : float
        On this page.
    """

    placed: tuple[Moved, ...]
    box: Box
    advance: Advance
    baseline: float = 0.0
    upright: float | None = None

    @functools.cached_property
    def _counts(self) -> list[int]:
        return [len(each.layout.beats) for each in self.placed]

    @property
    def _is_joint(self) -> bool:
        """Whether all layouts go on at once."""
        return len(self.placed) > 1 and None not in self.shown(0)

    def shown(self, n: int) -> list[int | None]:
        """Return which of its drawings each layout shows in the n-th, None where it rests."""
        return self.advance(self._counts, n)

    @functools.cached_property
    def sweep(self) -> Sweep:  # type: ignore[override]
        """The steps of all layouts, one after the other."""
        return stack_sweeps([each.layout.sweep for each in self.placed])

    @functools.cached_property
    def beats(self) -> Sequence[Beat]:
        """What each drawing shows; steps that layouts go through together are counted once."""
        if self._is_joint:
            return Beats(max(self._counts))
        sizes = [len(each.layout.sweep.steps) for each in self.placed]
        starts = itertools.accumulate(sizes[:-1], initial=0)
        return tuple(
            Beat(start + step, phase)
            for start, each in zip(starts, self.placed, strict=True)
            for step, phase in each.layout.beats
        )

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all layouts, one after the other."""
        return tuple(part for each in self.placed for part in each.parts)

    def parts_at(self, n: int) -> tuple[Beat | None, ...]:
        """Return what each part shows in the n-th drawing; None where it rests."""
        found: list[Beat | None] = []
        for each, at in zip(self.placed, self.shown(n), strict=True):
            resting = (None,) * len(each.layout.parts)
            found += resting if at is None else each.layout.parts_at(at)
        return tuple(found)

    @functools.cached_property
    def poster(self) -> int:
        """The drawing that tells most: that of the longest layout, or of the last in turn."""
        if self._is_joint:
            longest = max(range(len(self.placed)), key=lambda k: self._counts[k])
            return self.placed[longest].layout.poster
        return sum(self._counts[:-1]) + self.placed[-1].layout.poster

    def is_cut(self, one: int, other: int) -> bool:
        """Return whether nothing moves between two drawings.

        This is so where another of the layouts takes over.
        """
        now, then = self.shown(one), self.shown(other)
        return any(
            (a is None) != (b is None)
            or (a is not None and a != b and each.layout.is_cut(a, b or 0))
            for each, a, b in zip(self.placed, now, then, strict=True)
        )

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing; what does not move comes first."""
        return self._scene(self.shown(n))

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self._scene([None] * len(self.placed))

    def _scene(self, shown: Sequence[int | None]) -> Scene:
        still: list[Layer] = []
        moving: list[Layer] = []
        active = max((k for k, n in enumerate(shown) if n is not None), default=-1)
        for k, (each, n) in enumerate(zip(self.placed, shown, strict=True)):
            layers, at_rest = each.layers(n, is_over=k < active), each.layers(None)
            pairs = zip(layers, at_rest, strict=False)
            common = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] is pair[1], pairs))
            still += layers[:common]
            moving += layers[common:]
        return Scene(self.box, (*still, *moving))


def grid(layouts: Sequence[Layout], columns: int, gap: float, advance: Advance) -> Layout:
    """Return layouts in rows on common baselines, and in columns on common uprights.

    Where a layout of a column has no upright, each stands in the middle of it. One alone stays
    where it is.
    """
    return layouts[0] if len(layouts) == 1 else composed(layouts, columns, gap, advance)


def composed(layouts: Sequence[Layout], columns: int, gap: float, advance: Advance) -> Composed:
    """Return several layouts as :func:`grid` places them."""
    rows = [layouts[n : n + columns] for n in range(0, len(layouts), columns)]
    stacks = [hung(layouts[n::columns]) for n in range(min(columns, len(layouts)))]
    placed: list[Moved] = []
    line = 0.0
    for n, row in enumerate(rows):
        line -= 0 if n == 0 else gap + max(each.box[3] - each.baseline for each in row)
        left = 0.0
        for each, (stems, (start, end)) in zip(row, stacks, strict=False):
            by = left - start - stems[n], line - each.baseline
            placed.append(Moved(each, methodcaller("shifted", *by)))
            left += end - start + gap
        bottom = line + min(each.box[1] - each.baseline for each in row)
        line = bottom
    top = max(each.box[3] - each.baseline for each in rows[0])
    right = sum(end - start + gap for _, (start, end) in stacks) - gap
    return Composed(tuple(placed), (0.0, bottom, right, top), advance)


def hung(layouts: Sequence[Layout]) -> tuple[list[float], tuple[float, float]]:
    """Return the position of the upright on each page of a column, and the extent of the pages.

    Where one has none, the middles of all are taken.
    """
    stems = [each.upright for each in layouts if each.upright is not None]
    if len(stems) < len(layouts):
        stems = [(each.box[0] + each.box[2]) / 2 for each in layouts]
    start = min(each.box[0] - stem for each, stem in zip(layouts, stems, strict=True))
    end = max(each.box[2] - stem for each, stem in zip(layouts, stems, strict=True))
    return stems, (start, end)
