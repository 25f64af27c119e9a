"""The shapes of the tensors in a layer, and which of their numbers depend on each other."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.layout.captions import covered
from convanim.layout.layout import Beats, Layout
from convanim.layout.note import Note
from convanim.layout.view import LayerView, UnsuitedFault
from convanim.plugins.key import Key
from convanim.scene.formula import size_lines
from convanim.scene.shapes import Labels, Scene
from convanim.scene.typesetting import leading, width
from convanim.sweep.sweep import Sweep
from convanim.views.shapes.cards import card, room
from convanim.views.shapes.numbers import SMALL, ShapeRow, row_width
from convanim.views.shapes.sentences import EVERY, Sentences, has_weights
from convanim.views.shapes.tensors import DATA_FORMATS, DataFormat, stated, tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layers.summary import LayerSummary
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.views.shapes.tensors import Tensor

GAP = 18.0
"""Distance between drawings side by side, in points; a sign fits in it."""

CLEAR = 9.0
"""Distance from the drawings to their names above and to the brackets below, in points."""

MOST_AXES = 3

Letters = Annotated[
    DataFormat, Key("word", "order of the dimensions: NHWC (default) or NCHW", words=DATA_FORMATS)
]
Batch = Annotated[int | None, Key("count", "number of images in a batch; left out by default")]


@dataclass(frozen=True, slots=True)
class Shapes(LayerView):
    """Input, kernels and output as boxes; links show which numbers of their shapes depend on which.

    Attributes
    ----------
    layout : str
        The order of dimensions, one of :data:`convanim.views.shapes.tensors.DATA_FORMATS`.
    batch : int or None
        The number of images in a batch; None to leave it out.
    """

    name: ClassVar = "shapes"
    takes: ClassVar = "sizes"

    layout: Letters = "NHWC"
    batch: Batch = None

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        if len(subject.axes) > MOST_AXES:
            count = len(subject.axes)
            message = f"view '{self.name}' draws 1 to {MOST_AXES} axes; this figure has {count}"
            yield UnsuitedFault(("view",), message)
        elif subject.layer is None and subject.operation.summary() is None:
            message = f"view '{self.name}' draws layers of a network; {subject.name} is not one"
            yield UnsuitedFault(("view",), message)

    def _tensors(self, subject: Subject) -> tuple[Tensor, ...]:
        """Return the tensors of a layer as frameworks know it, or else as its summary has them."""
        if subject.layer:
            return tensors(subject.layer, self.layout, self.batch)
        summary: LayerSummary = subject.operation.summary()  # type: ignore[assignment]  # see faults
        return stated(summary.shapes, self.layout, self.batch)

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of up to three axes."""
        layer, every = subject.layer, self._tensors(subject)
        relu, groups = layer is not None and layer.relu, subject.operation.channels.groups
        cards = [tuple(card(tensor)) for tensor in every]
        boxes = [room(drawing) for drawing in cards]
        widths = [max(row_width(a), b[2] - b[0]) for a, b in zip(every, boxes, strict=True)]
        middles, gaps = _side_by_side(widths, GAP + CLEAR if relu else GAP)
        row = ShapeRow(every, middles, groups)
        half = max(top - bottom for _, bottom, _, top in boxes) / 2
        level = row.above + CLEAR + half
        names = zip(map(_name, every), middles, strict=True)
        still = (
            *row.still(),
            *_in_place(cards, boxes, middles, level),
            Labels("label", tuple((name, (x, level + half + CLEAR)) for name, x in names)),
            *_signs(every, gaps, level, relu),
        )
        lines = size_lines(subject.family, subject.axes)
        words = Sentences(every, len(subject.axes), subject.operation.channels)
        return _Layout(row, _Notes(words, lines), still)


@dataclass(frozen=True, slots=True)
class _Notes:
    """The lines below the shapes: the formula of the size, and the meaning of a link."""

    words: Sentences
    formula: tuple[str, ...]

    def lines(self, phase: str) -> tuple[str, ...]:
        """Return the lines of a phase."""
        words = self.words.of(phase)
        if phase == EVERY:
            return *self.formula, words
        return (words, *self.formula) if phase == "size" else (words,)

    def note(self, phases: Sequence[str]) -> Note:
        """Return the lines of all phases as a note, which has those of the last phase at rest."""
        every = [self.lines(phase) for phase in phases]
        lines = tuple(itertools.chain(*every))
        return Note(
            lambda beat: self.lines(beat.phase if beat else phases[-1]),
            max(map(len, every)),
            max(map(width, lines)),
            leading(lines),
            "middle",
        )


@dataclass(frozen=True)
class _Layout(Layout):
    row: ShapeRow
    notes: _Notes
    still: tuple[Layer, ...]

    sweep = Sweep((), ())
    shows = frozenset({"formula"})
    telling = "last"

    @property
    def names(self) -> tuple[Labels, ...]:
        """No further names: every drawing contains them."""
        return ()

    @property
    def beats(self) -> Beats:
        """The links one after the other, and all of them at last."""
        return Beats(1, (*self.row.links, EVERY))

    @functools.cached_property
    def footnotes(self) -> tuple[Note, ...]:
        """The formula of the size, and the meaning of the links."""
        return (self.notes.note(self.beats.phases),)

    @functools.cached_property
    def _links(self) -> tuple[tuple[Layer, ...], ...]:
        """The layers that each phase adds."""
        return tuple(
            tuple(self.row.highlight(tuple(x for x in self.row.links if phase in (EVERY, x))))
            for phase in self.beats.phases
        )

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page, which holds every drawing."""
        return covered((*self.still, *itertools.chain(*self._links)))

    def scene(self, n: int) -> Scene:
        return Scene(self.box, (*self.still, *self._links[n]))

    def at_rest(self) -> Scene:
        """Return the drawing that shows all links."""
        return self.scene(len(self.beats) - 1)


def _side_by_side(widths: Sequence[float], last: float) -> tuple[tuple[float, ...], list[float]]:
    """Return the middles of drawings side by side, from 0 on, and the middles of their gaps.

    Parameters
    ----------
    widths : sequence of float
        The width of each drawing, in points.
    last : float
        The width of the last gap, in points.
    """
    gaps = [GAP] * (len(widths) - 2) + [last]
    ends = itertools.accumulate(a + b for a, b in zip(widths, gaps, strict=False))
    lefts = [0.0, *ends]
    middles = tuple(left + width / 2 for left, width in zip(lefts, widths, strict=True))
    return middles, [left - gap / 2 for left, gap in zip(lefts[1:], gaps, strict=True)]


def _in_place(
    cards: Sequence[Sequence[Layer]], boxes: Sequence[Box], middles: Sequence[float], level: float
) -> Iterator[Layer]:
    """Yield drawings that are moved to their middles, at a height."""
    for drawing, (left, bottom, right, top), middle in zip(cards, boxes, middles, strict=True):
        by = middle - (left + right) / 2, level - (bottom + top) / 2
        yield from (layer.shifted(*by) for layer in drawing)


def _signs(
    every: Sequence[Tensor], places: Sequence[float], level: float, relu: bool
) -> Iterator[Layer]:
    """Yield the signs between the drawings."""
    *before, last = places
    signs = zip((r"$\ast$" if has_weights(every) else r"$\to$", "$+$"), before, strict=False)
    yield Labels("label", (*((sign, (x, level)) for sign, x in signs), (r"$\to$", (last, level))))
    if relu:
        yield Labels("label", (("ReLU", (last, level + CLEAR)),), scale=SMALL)


def _name(tensor: Tensor) -> str:
    count = tensor.size("O")
    if tensor.role == "kernel" and count > 1:
        return f"{count} kernels"
    return "window" if tensor.role == "kernel" and "O" not in tensor.letters else tensor.role
