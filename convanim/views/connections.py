"""Which channels of a layer are connected by a kernel, and what all these kernels cost."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layers.costs import cost_lines
from convanim.layout.captions import covered
from convanim.layout.layout import Beats, Layout
from convanim.layout.maps.plane import NAME_GAP
from convanim.layout.maps.tints import Tints, current, window
from convanim.layout.note import Note
from convanim.layout.view import StackView, UnsuitedFault
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.scene.typesetting import LEADING
from convanim.sweep.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layers.subject import Subject
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer

MOST = 16
"""The most channels that are drawn in a column."""

SIDE, PITCH, APART = 0.9 * CELL, 1.3 * CELL, 4.2 * CELL
"""The side of a channel, the distance to the next one, and that between columns, in points."""


@dataclass(frozen=True, slots=True)
class Connections(StackView):
    """Channels as squares, with a line for each kernel, and the costs of all layers together.

    The outputs of the last layer are lit one after the other, with the channels they depend on.
    """

    name: ClassVar = "connections"
    takes: ClassVar = "sizes"

    def faults(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why layers cannot be drawn."""
        for subject in subjects:
            layer = subject.layer
            if layer is None or not layer.has_weights:
                message = f"view '{self.name}' draws layers with kernels; {subject.name} has none"
                yield UnsuitedFault(("view",), message)
                continue
            most = max(layer.channels.inputs, layer.channels.outputs)
            if most > MOST:
                message = f"view '{self.name}' draws up to {MOST} channels; this layer has {most}"
                yield Fault(("view",), f"{message}: use view: shapes")

    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Return the layout of layers with kernels."""
        return _Layout(tuple(each.layer for each in subjects if each.layer))


@dataclass(frozen=True)
class _Layout(Layout):
    layers: tuple[NetworkLayer, ...]

    sweep = Sweep((), ())
    shows = frozenset({"costs"})
    telling = "last"

    @functools.cached_property
    def counts(self) -> tuple[int, ...]:
        """The number of channels in each column."""
        return self.layers[0].channels.inputs, *(each.channels.outputs for each in self.layers)

    @property
    def beats(self) -> Beats:
        """Each output, and all of them at last."""
        return Beats(1, (*(f"output {n + 1}" for n in range(self.counts[-1])), "all outputs"))

    @functools.cached_property
    def tints(self) -> tuple[tuple[str, ...], ...]:
        """The role of each channel in each column."""
        found = [Tints.of(each.channels) for each in self.layers]
        between = (
            one.outputs if layer.channels.groups > 1 else ("page.unit",) * len(one.outputs)
            for one, layer in zip(found[:-1], self.layers, strict=False)
        )
        return found[0].inputs, *between, found[-1].outputs

    @property
    def names(self) -> tuple[Layer, ...]:
        """The names of the first and of the last column."""
        ends = (("input", 0), ("output", len(self.layers)))
        return (Labels("label", tuple((name, self._above(column)) for name, column in ends)),)

    @property
    def footnotes(self) -> tuple[Note, ...]:
        """The costs of all layers."""
        return (replace(Note.still(cost_lines(self.layers)), anchor="middle"),)

    @functools.cached_property
    def _sizes(self) -> Labels:
        """The sizes of kernels, between the columns."""
        foot = -max(self.counts) * PITCH / 2 - LEADING / 2
        sizes = (
            (_kernels(layer), ((n + 0.5) * APART, foot)) for n, layer in enumerate(self.layers)
        )
        return Labels("label", tuple(sizes))

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page around all channels and texts."""
        return covered((*self._squares, *self.names, self._sizes))

    @functools.cached_property
    def _squares(self) -> tuple[Polygons, ...]:
        """All channels at rest."""
        return tuple(
            layer
            for column, tints in enumerate(self.tints)
            for layer in self._in_colour(column, dict(enumerate(tints)))
        )

    @functools.cached_property
    def _lines(self) -> tuple[Line, ...]:
        """Every connection."""
        every = (range(count) for count in self.counts[1:])
        return tuple(line for n, outputs in enumerate(every) for line in self._into(n, outputs))

    def scene(self, n: int) -> Scene:
        """Return the drawing of an output, or of all of them."""
        lit = [n] if n < self.counts[-1] else range(self.counts[-1])
        columns = self._read(lit)
        lines = tuple(
            line
            for number, outputs in enumerate(columns[1:])
            for line in self._into(number, outputs)
        )
        return Scene(
            self.box,
            (
                Strokes("faint.link", self._lines),
                Strokes("link", lines),
                *self._squares,
                *(self._lit(columns) if n < self.counts[-1] else ()),
                self._sizes,
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing of all outputs."""
        return self.scene(len(self.beats) - 1)

    def _read(self, outputs: Sequence[int]) -> list[Sequence[int]]:
        """Return the channels of each column that some outputs of the last layer depend on."""
        columns: list[Sequence[int]] = [outputs]
        for layer in reversed(self.layers):
            read = {n for output in columns[0] for n in layer.channels.read_by(output)}
            columns.insert(0, sorted(read))
        return columns

    def _lit(self, columns: Sequence[Sequence[int]]) -> Iterator[Polygons]:
        last = len(columns) - 1
        for column, channels in enumerate(columns):
            tints = self.tints[column]
            role = current if column == last else _window
            yield from self._in_colour(column, {n: role(tints[n]) for n in channels})

    def _in_colour(self, column: int, roles: dict[int, str]) -> Iterator[Polygons]:
        """Yield channels of a column, those of a role together."""
        for role in dict.fromkeys(roles.values()):
            squares = (self._square(column, n) for n, each in roles.items() if each == role)
            yield Polygons(role, tuple(squares))

    def _into(self, layer: int, outputs: Sequence[int]) -> Iterator[Line]:
        """Yield the connections into outputs of a layer."""
        half = SIDE / 2
        for output in outputs:
            x, y = self._middle(layer + 1, output)
            for channel in self.layers[layer].channels.read_by(output):
                left, level = self._middle(layer, channel)
                yield (left + half, level), (x - half, y)

    def _middle(self, column: int, channel: int) -> Point:
        return column * APART, ((self.counts[column] - 1) / 2 - channel) * PITCH

    def _above(self, column: int) -> Point:
        x, y = self._middle(column, 0)
        return x, y + SIDE / 2 + NAME_GAP

    def _square(self, column: int, channel: int) -> Line:
        (x, y), half = self._middle(column, channel), SIDE / 2
        return tuple((x + a * half, y + b * half) for a, b in itertools.pairwise(_CORNERS))


_CORNERS = (-1, -1, 1, 1, -1)
"""Each sign and the next one are a corner of a square."""


def _window(tint: str) -> str:
    return "window" if tint == "page.unit" else window(tint)


def _kernels(layer: NetworkLayer) -> str:
    """Return how many kernels of which size a layer has."""
    count = layer.channels.outputs * layer.channels.group_inputs
    size = r" \times ".join(str(axis.k) for axis in layer.own)
    return f"${count}$ of ${size}$"
