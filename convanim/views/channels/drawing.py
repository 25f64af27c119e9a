"""The drawings of a layer with its channels: what is lit, known and written at each of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.layout import Beats, Layout
from convanim.layout.maps.cell_text import Written, written
from convanim.layout.maps.plane import MARGIN, page_box, two_axes
from convanim.layout.maps.tints import current
from convanim.scene.shapes import Labels, Polygons, Scene
from convanim.views.channels.columns import Columns, covers
from convanim.views.channels.multiplication import multiplied, windows
from convanim.views.channels.partial_sums import BIAS, SLIDE, SUM, products
from convanim.views.channels.progress import Progress, number
from convanim.views.channels.running_sum import Ledger, equations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.layout import Beat, Places
    from convanim.layout.maps.cell_text import Sheet
    from convanim.layout.maps.plane import Plane
    from convanim.scene.geometry import Box, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Step, Sweep
    from convanim.views.channels.flow import Flow
    from convanim.views.channels.progress import OutputUnit

AT_ONCE, EACH_STEP, IN_ACTS = "at_once", "each_step", "in_acts"
MODES = (AT_ONCE, EACH_STEP, IN_ACTS)
"""How the phases of steps are drawn."""


@dataclass(frozen=True)
class ChannelsLayout(Layout):
    """A layer with its channels on a page.

    Attributes
    ----------
    sweep : Sweep
        The steps.
    phases : tuple of str
        The phases of a step; drawn at once, or one by one, as ``mode`` says.
    mode : str
        One of :data:`MODES`.
    layer : Layer
        The layer.
    columns : Columns
        Its maps.
    marks : tuple of Labels
        Their names.
    is_filled : bool
        Whether outputs are full before the first step.
    """

    sweep: Sweep
    phases: tuple[str, ...]
    mode: str
    layer: NetworkLayer
    columns: Columns
    marks: tuple[Labels, ...]
    is_filled: bool = False
    shows: ClassVar = frozenset({"values"})

    @property
    def names(self) -> tuple[Labels, ...]:
        """The name of each map."""
        return self.marks

    @functools.cached_property
    def still(self) -> tuple[Layer, ...]:
        """What is the same in every drawing."""
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
        """The lines of the running sum."""
        columns, count = self.columns, self.layer.channels.group_inputs
        sums, biases = (
            [text for sheet in sheets.values() for text in sheet.written.texts.values()]
            for sheets in (columns.sums, columns.biases)
        )
        stages = [text for each in columns.stages.values() for text in each.texts.values()]
        return Ledger.of(self.phases[1:], count, sums, biases, stages)

    @functools.cached_property
    def progress(self) -> Progress:
        """The order in which outputs are computed."""
        units = tuple((step.writes.index, step.writes.first) for step in self.sweep.steps)
        return Progress(units, len(self.phases), self.mode == IN_ACTS, self.is_filled)

    def in_full(self) -> Layout:
        """Return the layout with full outputs from the start."""
        return replace(self, is_filled=True)

    @property
    def baseline(self) -> float:  # type: ignore[override]
        """The middle of the maps."""
        return (self.maps[1] + self.maps[3]) / 2

    @property
    def beats(self) -> Sequence[Beat]:
        """One drawing for each step, or one for each phase of each step."""
        if self.mode == AT_ONCE:
            return Beats(len(self.sweep.steps))
        return Beats(len(self.sweep.steps), self.phases, self.mode == IN_ACTS)

    @property
    def poster(self) -> int:
        """The drawing that tells most: where a step has phases, that in which results are added."""
        n = super().poster
        if self.mode != EACH_STEP or SUM not in self.phases:
            return n
        return n - n % len(self.phases) + self.phases.index(SUM)

    @property
    def places(self) -> Places:
        """Every input, kernel and output; the filters of a group share the places of their sums."""
        columns, filters = self.columns, self.layer.channels.group_outputs
        sums = {pair: sheet for pair, sheet in columns.sums.items() if pair[0] % filters == 0}
        roles = {"input": columns.inputs, "kernel": columns.kernels}
        if columns.keeps_results:
            roles["sum"] = sums
        return {
            (role, index): sheet.plane
            for role, sheets in {**roles, "output": columns.outputs}.items()
            for index, sheet in sheets.items()
        }

    def at_rest(self) -> Scene:
        """Return the drawing before any step."""
        outputs = self._outputs_so_far(dict(self.progress.phases_at(-1, 0)))
        return Scene(self.box, (*self.still, *outputs, *self._nodes()))

    def at_end(self) -> Scene:
        """Return the drawing after all steps: outputs are full."""
        outputs = self._outputs_so_far(self.progress.last_phases())
        return Scene(self.box, (*self.still, *outputs, *self._nodes()))

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        now, phase = self.beats[n]
        step, at = self.sweep.steps[now], self.phases.index(phase or self.phases[-1])
        progress = dict(self.progress.phases_at(now, at))
        latest = self.progress.outputs_shown(now, at, self.layer.channels.group_outputs)
        layers = [*self.still, *self._sums(latest, progress), *self._outputs_so_far(progress)]
        if phase in ("", SLIDE):
            kernels = self._of_output(number(step.writes.index), self.columns.kernels)
            layers += windows(self.columns, step, kernels)
            layers += multiplied(self.columns, step, self.products)
        layers += self._nodes()
        if self.columns.sums:
            layers += self._sum_marks(step, phase)
        if at or not self.columns.sums:
            layers += self._output_marks(step, at)
        return Scene(self.box, (*layers, *self._running_sum(step, at)))

    def _sums(self, outputs: Sequence[int], progress: Mapping[OutputUnit, int]) -> Iterator[Layer]:
        """Yield the partial sums of these outputs that are known so far."""
        for output in outputs if self.columns.sums and self.columns.keeps_results else ():
            cells = [cell for index, cell in progress if number(index) == output]
            for place in range(self.layer.channels.group_inputs):
                sheet = self.columns.sums[output, place]
                role = self.columns.tint_of_result(self.layer.channels.read_by(output)[place])
                if cells:
                    yield from sheet.plane.result(role)
                    yield from covers(sheet.plane, cells)
                    yield from sheet.labels(f"{role}.value", cells)

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
        known = [unit for unit, at in progress.items() if at or not self.columns.sums]
        for index, sheet in self.columns.outputs.items():
            yield from covers(sheet.plane, [cell for at, cell in known if at == index])
        yield from self._outputs(progress)

    def _text(self, unit: OutputUnit, at: int) -> str:
        """Return the text in a unit of an output after a phase."""
        (index, cell), stage = unit, at - bool(self.columns.sums)
        return self.columns.stages[stage, *index].texts.get(cell, "") if stage >= 0 else ""

    @functools.cached_property
    def products(self) -> dict[Index, Written]:
        """The texts of the products of each step; none where they are not drawn."""
        return written(tuple(products(self.sweep))) if self.columns.products else {}

    @functools.cached_property
    def flows(self) -> list[Flow]:
        """The node of each group; none where nothing is added."""
        return self.columns.flows(self.layer.channels)

    def _nodes(self) -> Iterator[Layer]:
        for flow in self.flows:
            yield from flow.sign()

    def _sum_marks(self, step: Step, phase: str) -> Iterator[Layer]:
        """Yield the results of a step: highlighted, and joined to the output if they are added."""
        output, channels = number(step.writes.index), self.layer.channels
        count = channels.group_inputs
        indices = [(output, place) for place in range(count)]
        is_read = phase in ("", SUM) or (count == 1 and phase == BIAS)
        starts = []
        for index in indices if is_read or phase == SLIDE else ():
            tint = self.columns.tint_of_result(channels.read_by(output)[index[1]])
            sheet, cells = self.columns.result(index, step.writes)
            yield from sheet.unit(cells, current(tint))
            starts.append(_corner(sheet.plane, cells.first, right=1))
        biases = self.columns.biases if phase in ("", BIAS) else {}
        lit = [biases[index] for index in biases if index == step.writes.index]
        for sheet in lit:
            yield from sheet.window(role="window.bias")
        if is_read or lit:
            yield from self.flows[output // channels.group_outputs].layers(
                starts if is_read else (),
                [sheet.plane for sheet in lit],
                _corner(self.columns.outputs[step.writes.index].plane, step.writes.first),
            )

    def _output_marks(self, step: Step, at: int) -> Iterator[Layer]:
        """Yield the highlighted output unit, with its number."""
        output = self.columns.outputs[step.writes.index].plane
        role = current(self.columns.tints.outputs[number(step.writes.index)])
        yield Polygons(role, output.cells(step.writes))
        unit = step.writes.index, step.writes.first
        yield from self._outputs({unit: at}, role)

    def _running_sum(self, step: Step, at: int) -> Iterator[Layer]:
        """Yield the lines of the running sum that are known so far."""
        if not self.ledger.names:
            return
        unit = step.writes.index, step.writes.first
        sheets = self._of_output(number(step.writes.index), self.columns.sums)
        sums = [sheet.written.texts[unit[1]] for sheet in sheets]
        biases = self.columns.biases
        bias = biases[unit[0]].written.texts[0,] if biases else ""
        stages = [self._text(unit, n) for n in range(1, at + 1)]
        lines = list(equations(self.phases[1 : at + 1], sums, bias, stages))
        left, bottom, right, _ = self.maps
        # The margin below the maps is free for the numbers of their columns.
        corner = (left + right - self.ledger.width) / 2, bottom
        yield self.ledger.labels(lines, corner)


def _corner(plane: Plane, cell: tuple[int, ...], right: int = 0) -> Point:
    """Return a lower corner of a cell: lines between rows lie on no number.

    A map of one cell has no rows; a line ends in the middle of its side.
    """
    row, column = two_axes(cell, 0)
    return plane.point(row + (0.5 if plane.height == 1 else 1), column + right)
