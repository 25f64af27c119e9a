"""A layout with text around it: a title above, notes and a caption below, and marks on it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.layout.maps.label_ink import shaded
from convanim.layout.maps.plane import MARGIN
from convanim.scene.geometry import bounds, expand, union
from convanim.scene.shapes import Labels, Scene
from convanim.scene.typesetting import COLUMN, LEADING, SIZE, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from convanim.layout.layout import Beat, Layout
    from convanim.layout.note import Note
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Anchor, Layer

TITLE, SUBTITLE = 1.3, 1.1
"""Sizes of the title of a figure and of those of its panels relative to other text."""

HALF = LEADING / 2


@dataclass(frozen=True)
class Captioned(Wrapper):
    """A layout with texts around it.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    room : Box
        What is kept for the drawing and its marks.
    head : tuple of str
        Lines of the title.
    foot : tuple of str
        Lines of the caption.
    notes : tuple of Note
        Between drawing and caption.
    marks : tuple of Layer
        Upon the drawing.
    moving : tuple of callable
        Each returns layers upon the drawing, given the index of the step that it shows; given the
        number of steps, what is left after the last.
    heads : int
        Lines kept for a title, so that drawings beside this one stand level.
    size : float
        That of the title relative to other text.
    """

    layout: Layout
    room: Box
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    marks: tuple[Layer, ...] = ()
    moving: tuple[Callable[[int], tuple[Layer, ...]], ...] = ()
    heads: int = 0
    size: float = TITLE

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page: room for the drawing and all texts, whatever they say."""
        left, bottom, right, top = self.room
        ems = [self.size * width(line) for line in self.head]
        ems += [*map(width, self.foot), *(note.width for note in self.notes)]
        half = max((right - left) / 2, max(ems, default=0.0) * SIZE / 2 + MARGIN)
        lines = sum(note.height for note in self.notes) + len(self.foot) * LEADING
        middle = (left + right) / 2
        above = max(len(self.head), self.heads) * self.size * LEADING
        below = lines + (HALF if lines else 0.0)
        return middle - half, bottom - below, middle + half, top + above

    @functools.cached_property
    def _still(self) -> tuple[Layer, ...]:
        left, _, right, top = self.room
        middle = (left + right) / 2
        apart = self.size * LEADING
        first = top + (len(self.head) - 1) * apart + HALF / 2
        head = tuple((line, (middle, first - n * apart)) for n, line in enumerate(self.head))
        last = self.box[1] + MARGIN
        foot = tuple(
            (line, (middle, last + (len(self.foot) - 1 - n) * LEADING))
            for n, line in enumerate(self.foot)
        )
        labels = [Labels("title", head, scale=self.size)] if head else []
        labels += [Labels("caption", foot)] if foot else []
        return tuple(labels)

    @property
    def footnotes(self) -> tuple[Note, ...]:
        """The notes."""
        return self.notes

    def without_notes(self) -> Layout:
        """Return the layout without notes."""
        return replace(self, notes=())

    def bare(self) -> Layout:
        """Return what is drawn, without texts."""
        if not self.moving:
            return self.layout
        return Captioned(self.layout, self.room, moving=self.moving)

    def core(self) -> Box:
        """Return the part of the page that is kept for the drawing, without text around it."""
        return self.room

    def in_room(self, room: Box) -> Captioned:
        """Return the layout with that much room for its drawing, so that notes are level."""
        return replace(self, room=room)

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing with its texts."""
        return self._scene(self.layout.scene(n), self.beats[n])

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self._scene(self.layout.at_rest(), None)

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self._scene(self.layout.at_end(), None, len(self.sweep.steps))

    def _scene(self, scene: Scene, beat: Beat | None, step: int | None = None) -> Scene:
        at = beat.step if beat else step
        moving = [layer for each in self.moving for layer in each(at)] if at is not None else []
        drawn = (*scene.layers, *moving)
        marks = shaded(self.marks, drawn)
        return Scene(self.box, (*drawn, *marks, *self._still, *self._notes(beat)))

    def _notes(self, beat: Beat | None) -> Iterator[Layer]:
        left, bottom, right, _ = self.room
        y = bottom - HALF / 2
        # One left edge for all notes, where the widest begins: they read as one text.
        widest = max((note.width for note in self.notes), default=0.0)
        starts = {"start": (left + right - widest * SIZE) / 2, "middle": (left + right) / 2}
        # Where one note is centred, all are.
        is_centred = any(note.anchor == "middle" for note in self.notes)
        anchor: Anchor = "middle" if is_centred else "start"
        for note in self.notes:
            lines = note.at(beat)
            first, apart = y - (note.leading - LEADING) / 2, note.leading
            texts = tuple(
                (line, (starts[anchor], first - n * apart)) for n, line in enumerate(lines) if line
            )
            if texts:
                yield Labels("note", texts, anchor)
            y -= note.height


def reach(layout: Layout, marks: Sequence[Layer]) -> Box:
    """Return the room that a drawing takes together with its marks."""
    return union(layout.box, covered(marks)) if marks else layout.box


def covered(layers: Iterable[Layer]) -> Box:
    """Return the page that holds layers and their texts, with its margin; there is at least one."""
    return functools.reduce(union, (box for layer in layers for box in _extents(layer)))


def _extents(layer: Layer) -> Iterator[Box]:
    """Yield the boxes of the parts of a layer, with the margin of the page."""
    if not isinstance(layer, Labels):
        yield expand(bounds(layer.points()), MARGIN)
        return
    shares = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for text, (x, y) in layer.texts:
        size = SIZE * layer.scale
        left = x - shares[layer.anchor] * width(text) * size
        right = left + width(text) * size
        yield left - MARGIN, y - size / 2 - MARGIN, right + MARGIN, y + size / 2 + MARGIN


def lines_of(
    text: str | None, room: float, scale: float = 1.0, paper: float | None = None
) -> tuple[str, ...]:
    """Return the lines of a text above or below a drawing of that width, in points.

    They are as wide as a column also where the drawing is not, unless the paper is narrower.
    """
    column = COLUMN if paper is None else min(COLUMN, paper)
    return wrap(text, (max(room, column) - 2 * MARGIN) / (SIZE * scale)) if text else ()
