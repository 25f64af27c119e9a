"""Input and output side by side, seen from above, with their values."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.decimals import texts
from convanim.layout.chain import borders
from convanim.layout.layout import Layout
from convanim.layout.maps.cell_text import CENTRE, CORNER, UPPER, Sheet, Written, cornered
from convanim.layout.maps.cell_text import written as texts_of
from convanim.layout.maps.plane import SIGN, page_box, two_axes
from convanim.layout.maps.resampling import Resampling
from convanim.layout.maps.slices import Slices, axes_faults, depth_of
from convanim.layout.maps.spread import Spread
from convanim.layout.maps.tints import current
from convanim.layout.maps.tints import window as lit
from convanim.layout.view import LayerView
from convanim.plugins.key import Key
from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Scene, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Places
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

BELOW = 0.4
"""Distance of a bias below its output, in cells; the next output and its name are below it."""

BETWEEN = 2
"""Distance from slices of the input down to slices of the output, in cells."""

BESIDE, CORNER_OF_CELLS = "beside", "corner"


@dataclass(frozen=True, slots=True)
class Flat(LayerView):
    """Inputs on the left, outputs on the right, seen from above, with the values in their cells.

    Attributes
    ----------
    weights : str
        Where the kernel's numbers are: ``"beside"`` the input, as a separate map, or in the
        ``"corner"`` of the cells that they multiply, as in the guide. Several kernels do not fit
        beside the maps and are always in the corners; the values then stand above them. The
        weights of an upsampling are always in the cells of its input, which are larger.
    keeps : int or None
        Frames the outputs that a stride of so many keeps; None for no frames.
    """

    weights: Annotated[
        str,
        Key(
            "word",
            "where the kernel's numbers are: beside the input (default), or in the corner of the "
            "cells they multiply",
            words=(BESIDE, CORNER_OF_CELLS),
        ),
    ] = BESIDE
    keeps: Annotated[
        int | None, Key("count", "frames the outputs that a stride of so many keeps")
    ] = None

    name: ClassVar = "flat"

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        return axes_faults(self.name, subject.sweep)

    def drawings(self, subjects: tuple[Subject, ...]) -> tuple[tuple[Subject, Layout], ...]:
        """Return the layouts; a layer that another one feeds has cells like those of its input."""
        every = zip(subjects, borders(subjects), strict=True)
        return tuple((each, self._lay_out(each, border)) for each, border in every)

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer of up to three axes."""
        return self._lay_out(subject)

    def _lay_out(self, subject: Subject, border: int = 0) -> Layout:
        """Return the layout of a layer; so many columns on the left of its outputs stay free."""
        sweep = subject.sweep
        inputs, outputs = sweep.maps_of("input"), sweep.maps_of("output")
        resampling = Resampling.of(subject)
        cell = resampling.cell if resampling else (1, 1)
        middle = _height(inputs, cell) / 2
        beside = _column(self._maps_beside(sweep), _width(inputs[0]) + SIGN, middle)
        has_both = self.weights == BESIDE and not beside and bool(sweep.maps_of("kernel"))
        at = UPPER if has_both and not resampling else CENTRE
        read = _column(inputs, 0, middle, at, cell=cell)
        apart = 2 if sweep.maps_of("bias") else 1
        left, height = _output_position(inputs, outputs, beside, cell)
        written = _column(outputs, left + border, height, apart=apart)
        spread = Spread.of(sweep)
        planes = (
            *_grounds("input", read, spread),
            *(layer for sheet in beside.values() for layer in sheet.plane.result("filter")),
            *_grounds("output", written, spread),
        )
        below = _biases(sweep, written)
        numbers = {"input.value": read, "filter.value": beside, "output.value": written}
        every = ((role, sheet) for role, sheets in numbers.items() for sheet in sheets.values())
        labels = (layer for role, sheet in every for layer in sheet.labels(role))
        still = (*planes, *below, *_signs(beside, middle), *labels)
        is_bare = bool(beside or resampling)
        corners = {} if is_bare else _corner_texts(sweep, below_middle=not has_both)
        box = page_box((*planes, *below, *(sheet.slices.frame() for sheet in read.values())))
        maps, height = (read, written, beside, corners), CELL * middle
        return _Layout(sweep, *maps, still, box, height, spread, self.keeps)

    def _maps_beside(self, sweep: Sweep) -> tuple[FeatureMap, ...]:
        """Return the kernel that is drawn beside the input, if any."""
        kernels = sweep.maps_of("kernel")
        maps = (*sweep.maps_of("input"), *sweep.maps_of("output"))
        fits = len(kernels) == 1 and all(depth_of(each) == 1 for each in maps)
        if not fits or self.weights != BESIDE:
            return ()
        # A step of an upsampling reads only some of its weights, so they are not a sliding kernel.
        (read,) = sweep.steps[0].read_of("kernel")
        return kernels if len(read) == math.prod(kernels[0].shape) else ()


@dataclass(frozen=True, slots=True)
class _Layout(Layout):
    sweep: Sweep
    inputs: Mapping[Index, Sheet]
    outputs: Mapping[Index, Sheet]
    beside: Mapping[Index, Sheet]
    corners: Mapping[Index, Written]
    still: tuple[Layer, ...]
    box: Box
    baseline: float
    spread: Spread | None = None
    keeps: int | None = None

    shows = frozenset({"values"})
    is_full = True
    is_resampled = True

    @property
    def places(self) -> Places:
        inputs = {("input", index): sheet.slices for index, sheet in self.inputs.items()}
        outputs = {("output", index): sheet.slices for index, sheet in self.outputs.items()}
        kernels = {("kernel", index): sheet.slices for index, sheet in self.beside.items()}
        return {**inputs, **kernels, **outputs}

    def scene(self, step: int) -> Scene:
        now = self.sweep.steps[step]
        output = self.outputs[now.writes.index]
        windows = (
            layer
            for window, kernel in itertools.zip_longest(now.read_of("input"), now.read_of("kernel"))
            for layer in self._window(window, kernel)
        )
        layers = (*self.still, *windows, *self._written(now.writes, output), *self._kept(step))
        return Scene(self.box, layers)

    def at_rest(self) -> Scene:
        return Scene(self.box, self.still)

    def _kept(self, last: int) -> Iterator[Layer]:
        """Yield the frames of the outputs so far that a larger stride keeps."""
        lines: list[Line] = []
        for step in self.sweep.steps[: last + 1] if self.keeps else ():
            if not any(n % (self.keeps or 1) for n in step.writes.first):
                shapes = self.outputs[step.writes.index].slices.cells(step.writes)
                lines += ((*shape, shape[0]) for shape in shapes)
        if lines:
            yield Strokes("stamp.kept", tuple(lines))

    def _written(self, cells: Cells, output: Sheet) -> Iterator[Layer]:
        """Yield the cells that are written."""
        if self.spread is None:
            yield from output.unit(cells)
            return
        for tint, cell in self.spread.apart(cells):
            yield from output.unit(cell, current(tint))

    def _window(self, window: Cells, kernel: Cells | None) -> Iterator[Layer]:
        """Yield the window over an input and the weights that it multiplies by."""
        sheet = self.inputs[window.index]
        if self.spread is not None:
            for tint, cell in self.spread.apart(window):
                yield from sheet.window(cell, lit(tint))
            return
        yield from sheet.window(window)
        if kernel is None:
            return
        if self.beside:
            yield from self.beside[kernel.index].window(kernel, "window.kernel")
        elif self.corners:
            weights = self._weights(window, kernel)
            yield from sheet.over_window("value", window, weights, CORNER, "end", role="kernel")

    def _weights(self, window: Cells, kernel: Cells) -> Written:
        """Return the texts of the weights, by the input cells that they multiply."""
        written = self.corners[kernel.index]
        pairs = zip(window, kernel, strict=True)
        return Written({cell: written.texts[tap] for cell, tap in pairs}, written.scale)


def _grounds(role: str, sheets: Mapping[Index, Sheet], spread: Spread | None) -> Iterator[Layer]:
    """Yield the planes of the maps of a role, without their numbers."""
    for index, sheet in sheets.items():
        if spread:
            yield from spread.ground(role, index, sheet.slices)
        else:
            yield from sheet.slices.ground() if role == "input" else sheet.slices.result()


def _output_position(
    inputs: Sequence[FeatureMap],
    outputs: Sequence[FeatureMap],
    beside: Mapping[Index, Sheet],
    cell: tuple[int, int],
) -> Point:
    """Return the left end and the middle height of the outputs, in cells; inputs are at (0, 0).

    Slices take the width of the page, so their outputs are below them, clear of names and numbers.
    """
    if depth_of(inputs[0]) == depth_of(outputs[0]) == 1:
        gaps = sum(sheet.plane.width + 2 * SIGN for sheet in beside.values()) or 1
        return cell[1] * inputs[0].shape[-1] + gaps, _height(inputs, cell) / 2
    return (_width(inputs[0]) - _width(outputs[0])) / 2, -BETWEEN - _height(outputs) / 2


def _signs(beside: Mapping[Index, Sheet], middle: float) -> Iterator[Layer]:
    """Yield the signs before and after a kernel: input times kernel is output."""
    for sheet in beside.values():
        plane, half = sheet.plane, CELL * SIGN / 2
        left, right = plane.point(0, 0)[0], plane.point(0, plane.width)[0]
        y = CELL * middle
        yield Labels("sign", ((r"$\ast$", (left - half, y)), ("$=$", (right + half, y))))


def _corner_texts(sweep: Sweep, below_middle: bool) -> dict[Index, Written]:
    """Return the numbers of the kernels at the size at which they fit into the corners of cells."""
    weights = texts_of(sweep.maps_of("kernel"), as_fractions=True)
    known = (text for each in weights.values() for text in each.texts.values())
    size = cornered(known, below_middle)
    return {index: Written(each.texts, size) for index, each in weights.items()}


def _column(
    maps: Sequence[FeatureMap],
    left: float,
    middle: float,
    at: Point = CENTRE,
    apart: int = 1,
    cell: tuple[int, int] = (1, 1),
) -> dict[Index, Sheet]:
    """Return maps one below the other, with room for a name, centred at a height; all in cells.

    Their own cells are so many cells high and wide.
    """
    written = texts_of(maps, as_fractions=any(each.role == "kernel" for each in maps))
    top, (up, across) = middle + (_height(maps, cell) + (apart - 1) * (len(maps) - 1)) / 2, cell
    sheets = {}
    for each in maps:
        height, width = two_axes(each.shape, 1)
        corner = CELL * left, CELL * (top - up * height)
        projection = Projection((CELL * across, 0), (0, CELL * up), corner)
        slices = Slices.of(each, projection, CELL * (width + 1))
        sheets[each.index] = Sheet(slices, written[each.index], at)
        top -= up * height + apart
    return sheets


def _height(maps: Sequence[FeatureMap], cell: tuple[int, int] = (1, 1)) -> int:
    return sum(cell[0] * two_axes(each.shape, 1)[0] + 1 for each in maps) - 1


def _width(each: FeatureMap) -> int:
    return depth_of(each) * (each.shape[-1] + 1) - 1


def _biases(sweep: Sweep, outputs: Mapping[Index, Sheet]) -> tuple[Labels, ...]:
    """Return the bias of each output, as a label below it."""
    biases = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    found = []
    # There are fewer biases than outputs where the layer has none.
    for value, text, sheet in zip(biases, texts(biases), outputs.values(), strict=False):
        found.append((text if value < 0 else f"$+{text}$", sheet.slices.under(BELOW)))
    return (Labels("bias.value", tuple(found)),) if found else ()
