"""Layouts combined on one page, in rows and columns, each with its own steps; and filmstrips."""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING

from convanim.layout.layout import Beat, Beats, Layout
from convanim.layout.moved import Moved
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
        if self.advance is together:
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
        if self.advance is together:
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


@dataclass(frozen=True, slots=True)
class Filmstrip:
    """Several drawings of a layout in rows and columns, as one.

    Attributes
    ----------
    layout : Layout
        What is laid out.
    shown : tuple of int
        The drawings, row by row.
    columns : int
        How many stand in a row.
    """

    layout: Layout
    shown: tuple[int, ...]
    columns: int

    @property
    def box(self) -> Box:
        """The page that holds all of them."""
        left, bottom, right, top = self.layout.box
        columns = min(self.columns, len(self.shown))
        rows = -(-len(self.shown) // self.columns)
        return left, top - rows * (top - bottom), left + columns * (right - left), top

    def scene(self, n: int) -> Scene:  # noqa: ARG002 - there is only one
        """Return the drawing."""
        left, bottom, right, top = self.layout.box
        layers: list[Layer] = []
        for at, shown in enumerate(self.shown):
            row, column = divmod(at, self.columns)
            dx, dy = column * (right - left), -row * (top - bottom)
            layers += self.layout.scene(shown).shifted(dx, dy).layers
        return Scene(self.box, tuple(layers))
