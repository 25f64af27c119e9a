"""Shape cards: what goes into a layer and comes out of it, and which numbers make which."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.errors import Fault
from convanim.layout.captions import covered
from convanim.layout.layout import Beats, Layout
from convanim.layout.view import LayerView
from convanim.plugins.key import Key
from convanim.scene.formula import size_lines
from convanim.scene.shapes import Labels, Scene
from convanim.scene.typesetting import LEADING, leading
from convanim.sweep.sweep import Sweep
from convanim.views.shapes.cards import card, room
from convanim.views.shapes.numbers import FIRST_BELOW, SMALL, Row, row_width
from convanim.views.shapes.tensors import AXIS_ORDERS, AxisOrder, tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.subject import Subject
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.views.shapes.tensors import Tensor

GAP = 18.0
"""Between what stands beside each other; a sign lies in it."""

CLEAR = 9.0
"""Between the drawings, their names above and the brackets below."""

EVERY = "shapes"
"""The phase that shows all links."""


Letters = Annotated[
    AxisOrder, Key("word", "order of the shapes: NHWC unless given, or NCHW", words=AXIS_ORDERS)
]
Batch = Annotated[int | None, Key("count", "images in a batch; not shown unless given")]


@dataclass(frozen=True, slots=True)
class Shapes(LayerView):
    """Boxes of cells for input, kernels and output, their shapes below, and links between.

    Attributes
    ----------
    layout : str
        One of :data:`convanim.views.shapes.tensors.AXIS_ORDERS`.
    batch : int or None
        Images in a batch.
    """

    name: ClassVar = "shapes"
    takes: ClassVar = "sizes"

    layout: Letters = "NHWC"
    batch: Batch = None

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be shown."""
        if subject.layer is None:
            message = f"view '{self.name}' draws layers of networks; {subject.name} is none"
            yield Fault(("view",), message)
        elif len(subject.axes) > 2:
            count = len(subject.axes)
            message = f"view '{self.name}' draws 1 or 2 axes; this figure has {count}"
            yield Fault(("view",), message)

    def lay_out(self, subject: Subject) -> Layout:
        """Lay a layer of one or two axes on a page."""
        layer: NetworkLayer = subject.layer  # type: ignore[assignment]  # see faults
        every = tensors(layer, self.layout, self.batch)
        cards = [tuple(card(tensor)) for tensor in every]
        boxes = [room(drawing) for drawing in cards]
        widths = [max(row_width(a), b[2] - b[0]) for a, b in zip(every, boxes, strict=True)]
        middles, gaps = _side_by_side(widths, GAP + CLEAR if layer.relu else GAP)
        row = Row(every, middles)
        half = max(top - bottom for _, bottom, _, top in boxes) / 2
        level = row.above + CLEAR + half
        names = zip(map(_name, every), middles, strict=True)
        still = (
            *row.still(),
            *_centred(cards, boxes, middles, level),
            Labels("label", tuple((name, (x, level + half + CLEAR)) for name, x in names)),
            *_signs(layer, gaps, level),
        )
        lines = size_lines(subject.family, subject.axes)
        told = _Told(layer, every[1], lines, (middles[-1] + widths[-1] / 2) / 2)
        return _Layout(row, told, still)


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines below the shapes: the formula of the size, and what a link means."""

    layer: NetworkLayer
    kernel: Tensor
    formula: tuple[str, ...]
    middle: float

    def lines(self, phase: str) -> Layer:
        """Return the lines of a phase."""
        lines = [self.sentence(phase)]
        if phase == "size":
            lines = [*lines, *self.formula]
        if phase == EVERY:
            lines = [*self.formula, *lines]
        top = -FIRST_BELOW - 1.25 * LEADING
        apart = leading(self.formula)
        texts = ((line, (self.middle, top - n * apart)) for n, line in enumerate(lines))
        return Labels("note", tuple(texts))

    def sentence(self, phase: str) -> str:
        """Return what the link of a phase means; of all the parameters."""
        layer, channels = self.layer, self.layer.channels
        if phase == "size":
            which = "the width" if len(layer.axes) == 1 else "height and width"
            return f"{which} from $i$, $k$, $s$ and $p$"
        if phase == EVERY:
            return _parameters(layer, self.kernel)
        if phase == "kernels":
            return f"output depth = number of kernels = {channels.outputs}"
        if not layer.has_weights:
            return f"output depth = input depth = {channels.inputs}"
        depth = f"kernel depth = input depth = {channels.inputs}"
        if channels.groups > 1:
            return f"{depth} / {channels.groups} groups = {channels.group_inputs}"
        return depth


@dataclass(frozen=True)
class _Layout(Layout):
    row: Row
    told: _Told
    still: tuple[Layer, ...]

    sweep = Sweep((), ())
    shows = frozenset({"formula"})

    @property
    def names(self) -> tuple[Labels, ...]:
        """Nothing to add: they are written in every drawing."""
        return ()

    @property
    def beats(self) -> Beats:
        """All links, then one after the other."""
        return Beats(1, (EVERY, *self.row.links))

    @functools.cached_property
    def _moving(self) -> tuple[tuple[Layer, ...], ...]:
        """What is added for each phase."""
        return tuple(
            (
                *self.row.linked(tuple(x for x in self.row.links if phase in (EVERY, x))),
                self.told.lines(phase),
            )
            for phase in self.beats.phases
        )

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page that holds every drawing."""
        return covered((*self.still, *itertools.chain(*self._moving)))

    def scene(self, n: int) -> Scene:
        """Return the drawing of a phase."""
        return Scene(self.box, (*self.still, *self._moving[n]))

    def at_rest(self) -> Scene:
        """Return the drawing that shows all links."""
        return self.scene(0)


def _side_by_side(widths: Sequence[float], last: float) -> tuple[tuple[float, ...], list[float]]:
    """Return the middles of what stands beside each other from 0 on, and those of the gaps.

    Parameters
    ----------
    widths : sequence of float
        Of each, in points.
    last : float
        Width of the last gap.
    """
    gaps = [GAP] * (len(widths) - 2) + [last]
    ends = itertools.accumulate(a + b for a, b in zip(widths, gaps, strict=False))
    lefts = [0.0, *ends]
    middles = tuple(left + width / 2 for left, width in zip(lefts, widths, strict=True))
    return middles, [left - gap / 2 for left, gap in zip(lefts[1:], gaps, strict=True)]


def _centred(
    cards: Sequence[Sequence[Layer]], boxes: Sequence[Box], middles: Sequence[float], level: float
) -> Iterator[Layer]:
    """Yield drawings around their middles, at a height."""
    for drawing, (left, bottom, right, top), middle in zip(cards, boxes, middles, strict=True):
        by = middle - (left + right) / 2, level - (bottom + top) / 2
        yield from (layer.shifted(*by) for layer in drawing)


def _signs(layer: NetworkLayer, places: Sequence[float], level: float) -> Iterator[Layer]:
    """Yield what stands between the drawings: how the one before goes into the next."""
    *before, last = places
    signs = zip((r"$\ast$" if layer.has_weights else r"$\to$", "$+$"), before, strict=False)
    yield Labels("label", (*((sign, (x, level)) for sign, x in signs), (r"$\to$", (last, level))))
    if layer.relu:
        yield Labels("label", (("ReLU", (last, level + CLEAR)),), scale=SMALL)


def _name(tensor: Tensor) -> str:
    count = tensor.size("O")
    if tensor.role == "kernel" and count > 1:
        return f"{count} kernels"
    return "window" if tensor.role == "kernel" and len(tensor.dimensions) < 3 else tensor.role


def _parameters(layer: NetworkLayer, kernel: Tensor) -> str:
    """Return how many numbers a layer learns."""
    if not layer.has_weights:
        return "no weights"
    biases = layer.bias * layer.channels.outputs
    product = r" \times ".join(map(str, kernel.shape))
    told = f"${product}$ = {layer.parameters - biases:,} weights"
    if layer.channels.groups > 1:
        told += f" in {layer.channels.groups} groups"
    return f"{told} + {biases:,} biases" if biases else told
