"""Filmstrips: several drawings of a figure in rows and columns on one page, with (a), (b), (c)."""

from __future__ import annotations

import itertools
import string
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from convanim.layout.maps.plane import MARGIN
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels, Scene
from convanim.scene.typesetting import LEADING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convanim.layout.layout import Layout
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer

MOST = 100
"""The most rows or columns."""

_STEPS = "the steps it shows, from 0; as many as there is room for by default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What a filmstrip shows.

    Attributes
    ----------
    rows, columns : int
        How many drawings are below and beside each other.
    frames : tuple of int, or None
        The steps; None for the first that the figure shows.
    labels : bool
        Whether each has a letter below it.
    """

    rows: Annotated[int, Key("count", "how many stand below each other", maximum=MOST)] = 1
    columns: Annotated[int, Key("count", "how many stand beside each other", maximum=MOST)] = 1
    frames: Annotated[tuple[int, ...] | None, Key("frames", _STEPS)] = None
    labels: Annotated[bool, Key("flag", "(a), (b), ... below them, false by default")] = False

    def chosen(self, drawings: Sequence[int]) -> tuple[int, ...]:
        """Return the drawings to show, of those that the figure shows."""
        return self.frames or tuple(drawings[: self.rows * self.columns])


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
    labels : tuple of str
        What stands below each of them; empty for nothing.
    """

    layout: Layout
    shown: tuple[int, ...]
    columns: int
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, layout: Layout, strip: Strip, drawings: Sequence[int]) -> Filmstrip:
        """Return the filmstrip of a figure that shows these drawings."""
        shown = strip.chosen(drawings)
        labels = tuple(itertools.islice(_letters(), len(shown))) if strip.labels else ()
        return cls(layout, shown, strip.columns, labels)

    @property
    def box(self) -> Box:
        """The page that holds all of them."""
        left, bottom, right, top = self.layout.box
        across, down = self._pitch
        columns = min(self.columns, len(self.shown))
        rows = -(-len(self.shown) // self.columns)
        bottom -= self._letter + (rows - 1) * down
        return left, bottom, right + (columns - 1) * across, top

    @property
    def _letter(self) -> float:
        """The height of the letter below a drawing."""
        return LEADING if self.labels else 0.0

    @property
    def _pitch(self) -> tuple[float, float]:
        """How far apart columns and rows are; a drawing shares its margin with its neighbour."""
        left, bottom, right, top = self.layout.box
        return right - left - MARGIN, top - bottom + self._letter - MARGIN

    def scene(self, n: int) -> Scene:  # noqa: ARG002 - there is only one
        """Return the drawing."""
        left, bottom, right, _ = self.layout.box
        across, down = self._pitch
        layers: list[Layer] = []
        texts = []
        for at, shown in enumerate(self.shown):
            row, column = divmod(at, self.columns)
            dx, dy = column * across, -row * down
            layers += self.layout.scene(shown).shifted(dx, dy).layers
            if self.labels:
                texts.append((self.labels[at], (dx + (left + right) / 2, dy + bottom)))
        letters = (Labels("caption", tuple(texts)),) if texts else ()
        return Scene(self.box, (*layers, *letters))


def ways_out(drawn: Filmstrip, strip: Strip, fits: Callable[[Filmstrip], bool]) -> Iterator[str]:
    """Yield what makes a filmstrip fit that is too large for its page.

    Parameters
    ----------
    drawn : Filmstrip
        The filmstrip, with the smallest drawings that can be read.
    strip : Strip
        What the config says of it.
    fits : callable
        Returns whether there is room for another filmstrip of the same drawings.
    """
    count = len(drawn.shown)
    others = sorted(range(1, min(count, MOST) + 1), key=lambda n: abs(n - drawn.columns))
    for columns in others:
        rows = -(-count // columns)
        if rows <= MOST and fits(replace(drawn, columns=columns)):
            yield _arranged(strip, rows, columns)
            break
    rows, columns = -(-count // drawn.columns), min(count, drawn.columns)
    while rows * columns > 2:
        rows, columns = (rows, columns - 1) if columns >= rows else (rows - 1, columns)
        fewer = replace(drawn, shown=drawn.shown[: rows * columns], columns=columns)
        if fits(fewer):
            yield f"at most {rows * columns} frames"
            break


def _arranged(strip: Strip, rows: int, columns: int) -> str:
    """Return how a config says that a filmstrip has so many rows and columns."""
    if strip.frames or strip.labels:
        return f"filmstrip: {{rows: {rows}, columns: {columns}, ...}}"
    return f"filmstrip: [{rows}, {columns}]"


def _letters() -> itertools.chain[str]:
    """Return "(a)", "(b)", ..., "(z)", "(aa)" and so on."""
    pairs = itertools.product(("", *string.ascii_lowercase), string.ascii_lowercase)
    return itertools.chain(f"({one}{other})" for one, other in pairs)
