"""Several channels: a kernel over each input map, the partial sums, the bias and the outputs."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.errors import Fault
from convanim.layout.filled import COVER
from convanim.layout.layout import Beats, Layout
from convanim.layout.plane import MARGIN, page_box, two_axes
from convanim.layout.slices import axes_faults
from convanim.layout.table import squares
from convanim.layout.view import LayerView
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels, Polygons, Scene, Strokes
from convanim.views.channels.columns import Columns, in_group
from convanim.views.channels.partial_sums import BIAS, SLIDE, Addends
from convanim.views.channels.progress import Progress, number
from convanim.views.channels.running_sum import Ledger, equations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layers.subject import Subject
    from convanim.layout.cell_text import Sheet
    from convanim.layout.layout import Beat, Places
    from convanim.layout.plane import Plane
    from convanim.scene.geometry import Box, Line
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Step, Sweep
    from convanim.views.channels.progress import OutputUnit

AT_ONCE, EACH_STEP, IN_ACTS = "at_once", "each_step", "in_acts"


@dataclass(frozen=True, slots=True)
class Channels(LayerView):
    """Input maps with the kernel over each of them, their partial sums, and the outputs.

    Attributes
    ----------
    phases : str
        ``at_once`` draws a step once; ``each_step`` draws it once for each phase: slide, sum, bias.
        ``in_acts`` shows the first phase for all steps before it shows the second one.
    """

    name: ClassVar = "channels"

    phases: Annotated[
        str,
        Key(
            "word",
            "whether slide, sum and bias are shown at_once, in turn in each_step, or in_acts",
            words=(AT_ONCE, EACH_STEP, IN_ACTS),
        ),
    ] = AT_ONCE

    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""
        yield from axes_faults(self.name, subject.sweep, most=2)
        if subject.layer is None or not subject.layer.has_weights:
            yield Fault(
                ("view",),
                f"view '{self.name}' draws layers with kernels; {subject.name} has none: "
                "use view: flat",
            )

    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a convolution of one or two axes."""
        layer = subject.layer
        if layer is None:
            raise TypeError(f"{subject.name} has no kernels")
        addends = Addends.of(subject.sweep, layer)
        columns = Columns.of(subject.sweep, layer, addends)
        return _Layout(subject.sweep, addends.phases, self.phases, layer, columns)


@dataclass(frozen=True)
class _Layout(Layout):
    sweep: Sweep
    phases: tuple[str, ...]
    mode: str
    layer: NetworkLayer
    columns: Columns
    shows: ClassVar = frozenset({"values"})

    @functools.cached_property
    def still(self) -> tuple[Layer, ...]:
        return tuple(self.columns.ground(self.layer.channels))

    @functools.cached_property
    def maps(self) -> Box:
        """The part of the page that the maps and its margin cover."""
        frames = (sheet.plane.frame() for sheet in self.columns.inputs.values())
        return page_box((*self.still, *frames))

    @functools.cached_property
    def box(self) -> Box:  # type: ignore[override]
        """The page: the maps, and the running sum below them if there is one."""
        left, bottom, right, top = self.maps
        middle, half = (left + right) / 2, self.ledger.width / 2 + MARGIN
        below = self.ledger.height + MARGIN / 2 if self.ledger.names else 0.0
        return min(left, middle - half), bottom - below, max(right, middle + half), top

    @functools.cached_property
    def ledger(self) -> Ledger:
        columns, count = self.columns, self.layer.channels.group_inputs
        sums, biases = (
            [text for sheet in sheets.values() for text in sheet.written.texts.values()]
            for sheets in (columns.sums, columns.biases)
        )
        stages = [text for each in columns.stages.values() for text in each.texts.values()]
        return Ledger.of(self.phases[1:], count, sums, biases, stages)

    @functools.cached_property
    def progress(self) -> Progress:
        units = tuple((step.writes.index, step.writes.first) for step in self.sweep.steps)
        return Progress(units, len(self.phases), self.mode == IN_ACTS)

    @property
    def baseline(self) -> float:  # type: ignore[override]
        return (self.maps[1] + self.maps[3]) / 2

    @property
    def beats(self) -> Sequence[Beat]:
        """One drawing for each step, or one for each phase of each step."""
        if self.mode == AT_ONCE:
            return Beats(len(self.sweep.steps))
        return Beats(len(self.sweep.steps), self.phases, self.mode == IN_ACTS)

    @property
    def places(self) -> Places:
        """Every input, kernel and output; the filters of a group share the places of their sums."""
        columns, filters = self.columns, self.layer.channels.group_outputs
        sums = {pair: sheet for pair, sheet in columns.sums.items() if pair[0] % filters == 0}
        roles = {"input": columns.inputs, "kernel": columns.kernels, "sum": sums}
        return {
            (role, index): sheet.plane
            for role, sheets in {**roles, "output": columns.outputs}.items()
            for index, sheet in sheets.items()
        }

    def at_rest(self) -> Scene:
        """Return the drawing without any step: all maps, and the final outputs."""
        return Scene(self.box, (*self.still, *self._outputs(self.progress.last_phases())))

    def scene(self, n: int) -> Scene:
        now, phase = self.beats[n]
        step, at = self.sweep.steps[now], self.phases.index(phase or self.phases[-1])
        progress = dict(self.progress.phases_at(now, at))
        latest = self.progress.outputs_shown(now, at, self.layer.channels.group_outputs)
        layers = [*self.still, *self._sums(latest, progress), *self._outputs_so_far(progress)]
        if phase in ("", SLIDE):
            layers += self._windows(step)
        if self.columns.sums:
            layers += self._sum_marks(step, is_read=not phase or at == 1, is_result=phase == SLIDE)
        if self.columns.biases and phase in ("", BIAS):
            layers += self.columns.biases[step.writes.index].window(role="window.bias")
        if at or not self.columns.sums:
            layers += self._output_marks(step, at)
        return Scene(self.box, (*layers, *self._running_sum(step, at)))

    def _sums(self, outputs: Sequence[int], progress: Mapping[OutputUnit, int]) -> Iterator[Layer]:
        """Yield the partial sums of these outputs that are known so far."""
        for output in outputs:
            cells = [cell for index, cell in progress if number(index) == output]
            for sheet in self._of_output(output, self.columns.sums):
                yield from _covers(sheet.plane, cells)
                yield from sheet.labels("sum.value", cells)

    def _of_output(self, output: int, sheets: Mapping[Index, Sheet]) -> list[Sheet]:
        """Return those of the kernels or sums that belong to an output."""
        count = self.layer.channels.group_inputs
        return list(sheets.values())[count * output : count * (output + 1)]

    def _outputs(
        self, progress: Mapping[OutputUnit, int], role: str = "output"
    ) -> tuple[Layer, ...]:
        """Return the numbers in the outputs after these phases."""
        known = tuple(
            (text, self.columns.outputs[index].plane.centre(cell))
            for (index, cell), at in progress.items()
            if (text := self._text((index, cell), at))
        )
        return (Labels(f"{role}.value", known, scale=self.columns.scale),) if known else ()

    def _outputs_so_far(self, progress: Mapping[OutputUnit, int]) -> Iterator[Layer]:
        """Yield the numbers in the outputs after these phases, and covers over the other cells."""
        for index, sheet in self.columns.outputs.items():
            yield from _covers(sheet.plane, [cell for at, cell in progress if at == index])
        yield from self._outputs(progress)

    def _text(self, unit: OutputUnit, at: int) -> str:
        """Return the text in a unit of an output after a phase."""
        (index, cell), stage = unit, at - bool(self.columns.sums)
        return self.columns.stages[stage, *index].texts.get(cell, "") if stage >= 0 else ""

    def _windows(self, step: Step) -> Iterator[Layer]:
        """Yield the window over each input, and highlight the kernels that it applies."""
        kernels = self._of_output(number(step.writes.index), self.columns.kernels)
        for cells, kernel in zip(step.read_of("input"), kernels, strict=True):
            group = number(cells.index) // self.layer.channels.group_inputs
            role = in_group("window", self.layer.channels, group)
            yield from self.columns.inputs[cells.index].window(cells, role)
            yield from kernel.window(role="window.kernel")

    def _sum_marks(self, step: Step, is_read: bool, is_result: bool) -> Iterator[Layer]:
        """Yield the sums of a step: highlighted and joined to the output if read, or as results."""
        sheets = self._of_output(number(step.writes.index), self.columns.sums)
        if is_result:
            for sheet in sheets:
                yield from sheet.unit(step.writes)
        elif is_read:
            for sheet in sheets:
                yield from sheet.window(step.writes, "window.sum")
            yield Strokes("connector", tuple(self._connectors(step, sheets)))

    def _connectors(self, step: Step, sheets: Sequence[Sheet]) -> Iterator[Line]:
        """Yield a line from each sum to the output unit, at the heights of their cells."""
        cell = step.writes.first
        output = self.columns.outputs[step.writes.index].plane
        end, height = output.point(0, 0)[0], output.centre(cell)[1]
        start = sheets[0].plane.point(0, sheets[0].plane.width)[0]
        turn = (start + end) / 2
        heights = [sheet.plane.centre(cell)[1] for sheet in sheets]
        yield from (((start, y), (turn, y)) for y in heights)
        yield (turn, min(*heights, height)), (turn, max(*heights, height))
        yield (turn, height), (end, height)

    def _output_marks(self, step: Step, at: int) -> Iterator[Layer]:
        """Yield the highlighted output unit, with its number."""
        output = self.columns.outputs[step.writes.index].plane
        group = number(step.writes.index) // self.layer.channels.group_outputs
        role = in_group("window.output", self.layer.channels, group)
        yield Polygons(role, output.cells(step.writes))
        unit = step.writes.index, step.writes.first
        yield from self._outputs({unit: at}, role)

    def _running_sum(self, step: Step, at: int) -> Iterator[Layer]:
        """Yield the lines of the running sum that are known so far."""
        if not self.ledger.names:
            return
        unit = step.writes.index, step.writes.first
        sums = [
            s.written.texts[unit[1]]
            for s in self._of_output(number(step.writes.index), self.columns.sums)
        ]
        biases = self.columns.biases
        bias = biases[unit[0]].written.texts[0,] if biases else ""
        stages = [self._text(unit, n) for n in range(1, at + 1)]
        lines = list(equations(self.phases[1 : at + 1], sums, bias, stages))
        left, bottom, right, _ = self.maps
        # The margin below the maps is free for the numbers of their columns.
        corner = (left + right - self.ledger.width) / 2, bottom
        yield self.ledger.labels(lines, corner)


def _covers(plane: Plane, known: Iterable[tuple[int, ...]]) -> Iterator[Layer]:
    """Yield a cover over the cells of a map that are not known yet."""
    seen = {two_axes(cell, 0) for cell in known}
    cells = itertools.product(range(plane.height), range(plane.width))
    if left := [cell for cell in cells if cell not in seen]:
        shapes = squares(plane, left)
        yield Polygons(COVER, shapes)
        yield Strokes(f"{COVER}.grid", tuple((*shape, shape[0]) for shape in shapes))
