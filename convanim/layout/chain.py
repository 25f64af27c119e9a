"""Layers that feed one another, each map drawn once: an output lies where the next layer reads it.

The layer at work is drawn as if it were alone. Those before it show what they were fed; those after
it are not drawn, since their input does not exist yet.
"""

from __future__ import annotations

import functools
import itertools
import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from operator import methodcaller
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.layout.captions import Captioned
from convanim.layout.composition import Composed, composed, in_turn
from convanim.layout.layout import Beat
from convanim.layout.note import Note
from convanim.layout.wrappers.moved import Moved
from convanim.scene.geometry import arrow_head, union
from convanim.scene.shapes import Labels, Scene, Strokes
from convanim.scene.typesetting import LEADING, SIZE, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout, Place
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap

NEAR = 0.01
"""The greatest distance between positions that count as equal, in points."""

HEAD = 3.0
"""Length and width of the head of an arrow, in points."""

CLEAR = 3.0
"""Distance from the end of one arrow to the start of the next, halved, in points."""


@dataclass(frozen=True)
class Chain(Composed):
    """Layouts of layers that feed one another, in turn; those to come are not drawn.

    Attributes
    ----------
    finished : tuple of Moved
        How each is drawn once it has ended, while another one is at work.
    arrows : tuple of Layer
        An arrow for each layer from what it reads to what it writes, with its name.
    """

    finished: tuple[Moved, ...] = ()
    arrows: tuple[Layer, ...] = ()

    def at_end(self) -> Scene:
        """Return the drawing after all layers."""
        return self._drawn(len(self.placed) - 1, self.placed[-1].layers(None, is_over=True))

    def _scene(self, shown: Sequence[int | None]) -> Scene:
        active = max((k for k, n in enumerate(shown) if n is not None), default=0)
        return self._drawn(active, self.placed[active].layers(shown[active]))

    def _drawn(self, active: int, layers: Iterable[Layer]) -> Scene:
        over = (each.layers(None, is_over=True) for each in self.finished[:active])
        return Scene(self.box, (*self.arrows, *itertools.chain.from_iterable(over), *layers))


def chained(layouts: Sequence[Layout], names: Sequence[str]) -> Layout:
    """Return the layouts of layers that feed one another as one.

    Each map is drawn once. Where an output has not the place of the input that it becomes, as where
    zeros are inserted between its units, layers stand side by side instead.

    Parameters
    ----------
    layouts : sequence of Layout
        One alone stays as it is.
    names : sequence of str
        What each layer is called.
    """
    if len(layouts) == 1:
        return layouts[0]
    found = list(itertools.starmap(_apart, itertools.pairwise(layouts)))
    apart = [by for by in found if by is not None]
    if len(apart) < len(found):
        return _side_by_side(layouts)
    shifts = list(itertools.accumulate(apart, _sum, initial=(0.0, 0.0)))
    drawn = [each.without_notes() for each in layouts]
    pairs = list(zip(drawn, shifts, strict=True))
    placed = tuple(_at(each, by) for each, by in pairs)
    finished = tuple(_at(_finished(each), by) for each, by in pairs)
    box = functools.reduce(union, (_moved(each.box, by) for each, by in pairs))
    arrows, box = _arrows(pairs, names, box)
    first = layouts[0]
    chain = Chain(placed, box, in_turn, first.baseline, first.upright, finished, arrows)
    notes = _notes(layouts)
    return Captioned(chain, box, notes=notes) if notes else chain


def borders(subjects: Sequence[Subject]) -> Iterator[int]:
    """Yield how many columns each layer leaves free on the left of its outputs.

    The layer that reads them has as many before their first unit, such as padding.
    """
    for subject in subjects[1:]:
        along = subject.sweep.maps_of("input")[0].axes[-1]
        yield next((n for n, kind in enumerate(along) if kind is Cell.REAL), 0)
    yield 0


def _at(layout: Layout, by: Point) -> Moved:
    return Moved(layout, methodcaller("shifted", *by))


def _finished(layout: Layout) -> Layout:
    """Return a layout with the names of its maps, without those of outputs that the next reads."""
    if not isinstance(layout, Captioned):
        return layout
    ends = [place.name_point()[0] for (role, _), place in layout.places.items() if role == "output"]
    names = []
    for mark in layout.marks:
        if isinstance(mark, Labels) and mark.role == "label":
            texts = [(text, at) for text, at in mark.texts if not any(_names(at, e) for e in ends)]
            names += [replace(mark, texts=tuple(texts))] if texts else []
    return Captioned(layout.bare(), layout.core(), marks=tuple(names))


def _names(at: Point, end: Point) -> bool:
    """Return whether a text stands where the name of a map does, or in a line above its size."""
    return abs(at[0] - end[0]) < NEAR and -NEAR < at[1] - end[1] < LEADING


def _side_by_side(layouts: Sequence[Layout]) -> Chain:
    row = composed(layouts, len(layouts), 0.0, in_turn)
    return Chain(row.placed, row.box, in_turn, row.baseline, row.upright, row.placed)


def _notes(layouts: Sequence[Layout]) -> tuple[Note, ...]:
    """Return notes that are those of the layer at work."""
    steps = (len(each.sweep.steps) for each in layouts)
    starts = tuple(itertools.accumulate(steps, initial=0))[:-1]
    by_place = itertools.zip_longest(*(each.footnotes for each in layouts))
    return tuple(_note(notes, starts) for notes in by_place)


def _note(notes: Sequence[Note | None], starts: Sequence[int]) -> Note:
    """Return a note of the layers that have one, by the steps at which the layers start."""

    def at(beat: Beat | None) -> Sequence[str]:
        active = bisect_right(starts, beat.step) - 1 if beat else 0
        note = notes[active]
        local = Beat(beat.step - starts[active], beat.phase) if beat else None
        return note.at(local) if note else ()

    known = [note for note in notes if note]
    count, widest = max(note.count for note in known), max(note.width for note in known)
    return Note(at, count, widest, max(note.leading for note in known), known[0].anchor)


def _sum(one: Point, other: Point) -> Point:
    return one[0] + other[0], one[1] + other[1]


def _apart(one: Layout, other: Layout) -> Point | None:
    """Return how far a layout is moved so that its input lies on the output of another."""
    reads, written = (
        {index: place for (role, index), place in each.places.items() if role == wanted}
        for each, wanted in ((other, "input"), (one, "output"))
    )
    if not reads or reads.keys() != written.keys():
        return None
    shifts = [
        (at[0] - there[0], at[1] - there[1])
        for index in reads
        for at, there in zip(
            _ends(written[index], one.sweep.map("output", *index)),
            _ends(reads[index], other.sweep.map("input", *index)),
            strict=True,
        )
    ]
    is_one = all(math.dist(shift, shifts[0]) < NEAR for shift in shifts)
    return shifts[0] if is_one else None


def _ends(place: Place, of: FeatureMap) -> Iterator[Point]:
    """Yield the middles of the first and the last unit of a map."""
    units = [[n for n, kind in enumerate(axis) if kind is Cell.REAL] for axis in of.axes]
    for end in (0, -1):
        yield place.centre(tuple(axis[end] for axis in units))


def _moved(box: Box, by: Point) -> Box:
    return box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]


def _arrows(
    pairs: Sequence[tuple[Layout, Point]], names: Sequence[str], box: Box
) -> tuple[tuple[Layer, ...], Box]:
    """Return an arrow for each layer with its name, outside a box; and the box around all of it."""
    steps = [
        (_sum(_middle(layout, "input"), by), _sum(_middle(layout, "output"), by))
        for layout, by in pairs
    ]
    is_row = all(end[0] - start[0] > abs(end[1] - start[1]) for start, end in steps)
    return (_below if is_row else _beside)(steps, names, box)


def _below(
    steps: Sequence[tuple[Point, Point]], names: Sequence[str], box: Box
) -> tuple[tuple[Layer, ...], Box]:
    """Return the arrows of layers from left to right, below their maps."""
    left, bottom, right, top = box
    lines = [_arrow((start[0], bottom), (end[0], bottom)) for start, end in steps]
    middles = [((start[0] + end[0]) / 2, bottom - SIZE) for start, end in steps]
    labels = Labels("label", tuple(zip(names, middles, strict=True)))
    return (_strokes(lines), labels), (left, bottom - 2 * SIZE, right, top)


def _beside(
    steps: Sequence[tuple[Point, Point]], names: Sequence[str], box: Box
) -> tuple[tuple[Layer, ...], Box]:
    """Return the arrows of layers above each other, on the left of their maps."""
    left, bottom, right, top = box
    lines = [_arrow((left, start[1]), (left, end[1])) for start, end in steps]
    middles = [(left - SIZE, (start[1] + end[1]) / 2) for start, end in steps]
    labels = Labels("label", tuple(zip(names, middles, strict=True)), "end")
    room = max(map(width, names)) * SIZE + 2 * SIZE
    return (_strokes(lines), labels), (left - room, bottom, right, top)


def _strokes(arrows: Iterable[Iterable[Line]]) -> Strokes:
    return Strokes("arrow", tuple(itertools.chain.from_iterable(arrows)))


def _middle(layout: Layout, role: str) -> Point:
    """Return the middle of the units of the maps of a role."""
    points = [
        point
        for (each, index), place in layout.places.items()
        if each == role
        for point in _ends(place, layout.sweep.map(role, *index))
    ]
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _arrow(start: Point, end: Point) -> Iterator[Line]:
    """Yield the lines of an arrow between two points, clear of both."""
    part = CLEAR / math.dist(start, end)
    gap = (end[0] - start[0]) * part, (end[1] - start[1]) * part
    foot, tip = (start[0] + gap[0], start[1] + gap[1]), (end[0] - gap[0], end[1] - gap[1])
    yield foot, tip
    yield arrow_head(foot, tip, HEAD)
