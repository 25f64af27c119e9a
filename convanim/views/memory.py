"""The units of a layer's input in memory: with channels last, and with channels first."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.reduction import Copy
from convanim.layout.captions import covered
from convanim.layout.layout import Layout
from convanim.layout.maps.entries_place import EntriesPlace
from convanim.layout.maps.plane import NAME_GAP, Plane, two_axes
from convanim.layout.maps.table import SIDE, placed, ruled, squares
from convanim.layout.places import Part
from convanim.layout.view import LayerView, OversizeFault, UnsuitedFault
from convanim.scene.shapes import Labels, Polygons, Scene
from convanim.scene.typesetting import LEADING
from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.places import Place
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer

MOST = 48
"""The most units that are drawn."""

COLOURS = ("group.first", "group.second", "group.third", "group.fourth")
"""The colours of channels."""

SMALL = 0.75
"""Font size of addresses relative to other text."""

UNDER = 6.0
"""Distance from a strip down to its addresses, in points."""

STOREY = SIDE + 2 * UNDER + 2.75 * LEADING
"""Distance from one strip to the next; a name, addresses and strides fit in it."""

Unit = tuple[int, ...]
"""A channel, and a position along each axis."""

ORDERS = ("channels last", "channels first")


@dataclass(frozen=True, slots=True)
class Memory(LayerView):
    """The input of a layer as maps, and below them as it lies in memory in either order."""

    name: ClassVar = "memory"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        layer = subject.layer
        if layer is None or len(layer.axes) > 2:
            message = f"view '{self.name}' draws layers of a network with 1 or 2 axes"
            yield UnsuitedFault(("view",), message)
            return
        if (channels := layer.channels.inputs) > len(COLOURS):
            yield OversizeFault(
                ("in_channels",),
                f"view '{self.name}' has colours for {len(COLOURS)} channels; this figure has "
                f"{channels}",
            )
        if (count := math.prod(layer.input_shape)) > MOST:
            yield OversizeFault(
                ("i",), f"view '{self.name}' draws at most {MOST} units; this figure has {count}"
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout: the channels side by side, and a strip for each order below them."""
        layer = subject.layer
        assert layer is not None
        shape = layer.input_shape
        rows, columns = two_axes(shape[1:], 1)
        count = math.prod(shape)
        across = (shape[0] * (columns + 1) - 1) * SIDE
        left, width = max(0.0, (count * SIDE - across) / 2), (columns + 1) * SIDE
        top = rows * SIDE
        maps = tuple(_plane((rows, columns), left + n * width, top) for n in range(shape[0]))
        middle = left + across / 2 - count * SIDE / 2
        levels = (-LEADING - NAME_GAP - n * STOREY for n in range(len(ORDERS)))
        strips = tuple(_plane((1, count), middle, level) for level in levels)
        still = (*_still(maps, strips), *_texts(shape, strips))
        return _Layout(shape, _sweep(shape), maps, strips, still, covered(still), top / 2)


def _plane(shape: tuple[int, int], left: float, top: float) -> Plane:
    rows, columns = shape
    kinds = (Cell.REAL,) * rows, (Cell.REAL,) * columns
    return Plane(*kinds, placed((left, top), rows))


def units(shape: Sequence[int]) -> tuple[Unit, ...]:
    """Return all units in the order of channels last: position by position."""
    channels, *axes = map(range, shape)
    return tuple((c, *at) for *at, c in itertools.product(*axes, channels))


def address(unit: Unit, shape: Sequence[int], order: str) -> int:
    """Return the place of a unit in memory."""
    pairs = list(zip(unit, shape, strict=True))
    at = 0
    for n, size in pairs if order == "channels first" else [*pairs[1:], pairs[0]]:
        at = at * size + n
    return at


def _sweep(shape: Sequence[int]) -> Sweep:
    """Return the sweep that writes the units into memory with channels last, one by one."""
    channels, *axes = shape
    known = FeatureMap("output", ((Cell.REAL,) * math.prod(shape),))
    kinds = tuple((Cell.REAL,) * size for size in axes)
    maps = tuple(FeatureMap("input", kinds, None, (c,)) for c in range(channels))
    steps = (
        Step(
            n,
            (Cells("input", tuple(range(at, at + 1) for at in place), (channel,)),),
            Cells("output", (range(n, n + 1),)),
            Copy(),
        )
        for n, (channel, *place) in enumerate(units(shape))
    )
    return Sweep((*maps, known), tuple(steps))


def _still(maps: Sequence[Plane], strips: Sequence[Plane]) -> Iterator[Layer]:
    """Yield the maps in the colours of their channels, with numbers, and empty strips."""
    for channel, plane in enumerate(maps):
        own = COLOURS[channel]
        cells = list(itertools.product(range(plane.height), range(plane.width)))
        yield Polygons(own, squares(plane, cells))
        texts = tuple((str(n), plane.centre(cell)) for n, cell in enumerate(cells))
        yield Labels(f"{own}.value", texts)
        x, y = plane.point(0, plane.width / 2)
        yield Labels("label", ((f"channel {channel + 1}", (x, y + NAME_GAP)),))
    for plane in strips:
        yield from ruled(plane, "input", (1, plane.width))
        places = ((str(n), plane.point(1, n + 0.5)) for n in range(plane.width))
        yield Labels("index", tuple((n, (x, y - UNDER)) for n, (x, y) in places), scale=SMALL)


def _texts(shape: Sequence[int], strips: Sequence[Plane]) -> Iterator[Layer]:
    """Yield the name of each strip, and how far apart neighbours along each dimension are."""
    names = {1: ("column",), 2: ("row", "column")}[len(shape) - 1]
    letters = {"row": "H", "column": "W"}
    axes = "".join(letters[name] for name in names)
    for plane, order in zip(strips, ORDERS, strict=True):
        x, y = plane.point(0, 0)
        name = f"N{axes}C" if order == "channels last" else f"NC{axes}"
        yield Labels("label", ((f"{name}: {order}", (x, y + NAME_GAP)),), "start")
        apart = []
        for n, dimension in enumerate(("channel", *names)):
            one = tuple(int(k == n) for k in range(len(shape)))
            if shape[n] > 1:
                apart.append((address(one, shape, order), f"next {dimension}"))
        told = ", ".join(f"{what} +{step}" for step, what in sorted(apart))
        yield Labels("note", ((told, (x, y - SIDE - 2 * UNDER - LEADING / 2)),), "start")


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    shape: tuple[int, ...]
    sweep: Sweep
    maps: tuple[Plane, ...]
    strips: tuple[Plane, ...]
    still: tuple[Layer, ...]
    box: Box
    baseline: float

    telling = "last"

    @property
    def names(self) -> tuple[Labels, ...]:
        """No further names: every drawing contains them."""
        return ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """One part, with the places of the units in the maps, and in the strip that is written.

        Overlays have no places, for the drawings write into these cells themselves.
        """
        rows, columns = self.maps[0].height, self.maps[0].width
        cells = itertools.product(range(rows), range(columns))
        at = {cell[-len(self.shape[1:]) :]: cell for cell in cells}
        strip, count = self.strips[0], math.prod(self.shape)
        found: dict[tuple[str, Index], Place] = {
            ("input", (channel,)): EntriesPlace(plane, at)
            for channel, plane in enumerate(self.maps)
        }
        written = EntriesPlace(strip, {(n,): (0, n) for n in range(count)})
        return (Part(self.sweep, {**found, ("output", ()): written}),)

    def scene(self, n: int) -> Scene:
        """Return the drawing of a step: the units written so far, and the one written now."""
        every = units(self.shape)
        channel, *at = every[n]
        own = f"window.{COLOURS[channel]}"
        cell = two_axes(tuple(at), 0)
        lit = (
            Polygons(own, squares(self.maps[channel], [cell])),
            Labels(f"{own}.value", ((self._number(every[n]), self.maps[channel].centre(cell)),)),
        )
        return Scene(
            self.box,
            (
                *self.still,
                *self._written(every[: n + 1], ""),
                *lit,
                # In some themes the lit cells are a shade, under which colours shine through.
                *self._written(every[n : n + 1], "window."),
            ),
        )

    def at_rest(self) -> Scene:
        """Return the drawing with nothing in memory."""
        return Scene(self.box, self.still)

    def at_end(self) -> Scene:
        """Return the drawing with everything in memory."""
        return Scene(self.box, (*self.still, *self._written(units(self.shape), "")))

    def _written(self, written: Iterable[Unit], prefix: str) -> Iterator[Layer]:
        """Yield units in both strips."""
        by_channel = itertools.groupby(sorted(written), key=lambda unit: unit[0])
        for channel, group in by_channel:
            own, role = tuple(group), f"{prefix}{COLOURS[channel]}"
            for plane, order in zip(self.strips, ORDERS, strict=True):
                cells = [(0, address(unit, self.shape, order)) for unit in own]
                yield Polygons(role, squares(plane, cells))
                pairs = zip(map(self._number, own), map(plane.centre, cells), strict=True)
                yield Labels(f"{role}.value", tuple(pairs))

    def _number(self, unit: Unit) -> str:
        """Return the number of a position, counted row by row; it is that of all channels."""
        return str(address((0, *unit[1:]), (1, *self.shape[1:]), "channels first"))
