"""Checks a figure against itself: the size formula, the counted positions, the computed values."""

from __future__ import annotations

import itertools
import math
import weakref
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell
from convanim.errors import ConvanimError, times
from convanim.sweep.sweep import map_name
from convanim.sweep.terms import cell_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.operation import Operation
    from convanim.layers.subject import Subject
    from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep
    from convanim.sweep.terms import CellTerms

MOST_STEPS = 256
"""The most steps that are checked; of more, so many at equal distances with both ends."""

MOST_READ = 5_000
"""The most cells that the checked steps read together, so that checking stays cheap."""

MOST_KNOWN = 256
"""The most layers that are known to agree: figures of a matrix may share theirs."""

_checked: dict[int, weakref.ref[Subject]] = {}

NEARLY = 1e-9
"""The tolerance of sums of floats, as a fraction of the sum of their magnitudes."""


class SelfCheckError(ConvanimError):
    """A figure whose formula, positions and values contradict each other, which is a bug.

    The text names the figure, the step and the cell, and the numbers that disagree.
    """


def check(figure: str, panels: Sequence[Sequence[Subject]]) -> None:
    """Check every layer of a figure that is drawn cell by cell.

    Parameters
    ----------
    figure : str
        Its name; panels and layers are named where there are several.
    panels : sequence of sequence of Subject
        The layers of each panel; none where only sizes are drawn.

    Raises
    ------
    SelfCheckError
        With the first disagreement.
    """
    for n, layers in enumerate(panels, start=1):
        panel = f", panel {n}" if len(panels) > 1 else ""
        for m, layer in enumerate(layers, start=1):
            name = f"{figure}{panel}, layer {m}" if len(layers) > 1 else f"{figure}{panel}"
            if not _is_known(layer):
                checked(name, layer.operation, layer.sweep)
                _know(layer)


def _is_known(layer: Subject) -> bool:
    """Return whether this very layer has been checked; an equal one may hold other numbers."""
    known = _checked.get(id(layer))
    return known is not None and known() is layer


def _know(layer: Subject) -> None:
    if len(_checked) >= MOST_KNOWN:
        _checked.clear()
    _checked[id(layer)] = weakref.ref(layer)


def checked(figure: str, operation: Operation, sweep: Sweep) -> Sweep:
    """Return a sweep that agrees with its operation and with itself.

    Parameters
    ----------
    figure : str
        Its name, for the message.
    operation : object
        Its ``axes`` hold the size formula.
    sweep : Sweep
        What it says that it does.

    Raises
    ------
    SelfCheckError
        With the first disagreement.
    """
    seen = _Seen(operation, sweep)
    faults = itertools.chain(_size_faults(seen), _step_faults(seen), _cover_faults(seen))
    for fault in itertools.chain(faults, _value_faults(seen)):
        raise SelfCheckError(
            f"{figure}: {operation.name} contradicts itself: {fault}; nothing is drawn, as this is "
            "a bug in the operation, not in the config"
        )
    return sweep


class _Seen:
    """A sweep, with its output cells by formula, as written and as in the maps."""

    def __init__(self, operation: Operation, sweep: Sweep) -> None:
        self.operation, self.sweep = operation, sweep
        self.outputs = sweep.maps_of("output")
        looked_at = _looked_at(sweep.steps)
        self.is_all = len(looked_at) == len(sweep.steps)
        self.steps = [*sweep.steps] if self.is_all else [sweep.steps[n] for n in looked_at]
        self.is_placed = not self.steps[0].reduction.writes_each_cell_once
        self.formula = operation.channels.outputs
        self.formula *= math.prod(operation.output_shape)
        self.drawn = sum(math.prod(each.shape) for each in self.outputs)
        found = [len(step.writes) for step in self.steps]
        # Of a long film as if the others wrote as many.
        self.written = sum(found) if self.is_all else len(sweep.steps) * max(found)

    @property
    def agrees(self) -> bool:
        return self.formula == self.drawn and (self.is_placed or self.written == self.formula)

    def __str__(self) -> str:
        return (
            f"the formula gives {self.formula} output cells, the steps write {self.written}, and "
            f"the maps have {self.drawn}"
        )


def _looked_at(steps: Sequence[Step]) -> Sequence[int]:
    """Return the steps to look at: all, or some at equal distances."""
    count, reads = len(steps), sum(map(len, steps[0].reads))
    most = max(2, min(MOST_STEPS, MOST_READ // max(1, reads)))
    if count <= most:
        return range(count)
    return [n * (count - 1) // (most - 1) for n in range(most)]


def _size_faults(seen: _Seen) -> Iterator[str]:
    """Yield differences in size between the formula, the counted windows and the maps."""
    inputs, formula = seen.sweep.maps_of("input"), seen.operation.output_shape
    for n, axis in enumerate(seen.operation.axes):
        fitting = _positions(axis, inputs[0].axes[n]) if isinstance(axis, Axis) else axis.o
        if fitting != axis.o:
            drawn = times(seen.outputs[0].shape)
            yield (
                f"on axis {n} the formula gives {axis.o} positions, {fitting} are counted in the "
                f"input, and the output is {drawn}"
            )
    for each in seen.outputs:
        if each.shape != formula:
            yield f"{map_name(each)} is {times(each.shape)}, not {times(formula)}: {seen}"


def _positions(axis: Axis, kinds: Sequence[Cell]) -> int:
    """Return the number of windows that fit into the drawn input, by trying one after the other."""
    reached = [n for n, kind in enumerate(kinds) if kind not in (Cell.CROPPED, Cell.OUTSIDE)]
    starts = range(reached[0], reached[-1] + 1, axis.s)
    return sum(1 for start in starts if start + axis.k_hat <= reached[-1] + 1)


def _step_faults(seen: _Seen) -> Iterator[str]:
    """Yield steps that leave their maps, or write a cell that another has written."""
    sizes = {(each.role, each.index): each.shape for each in seen.sweep.maps}
    writers: dict[tuple[Any, ...], int] = {}
    for step in seen.steps:
        for cells in (*step.reads, step.writes):
            if not _lies_in(cells, sizes.get((cells.role, cells.index), ())):
                place = f"{map_name(cells)} {cells.first}"
                yield f"step {step.index} is at {place}, which is outside the map: {seen}"
        for cell in () if seen.is_placed else step.writes:
            before = writers.setdefault((step.writes.index, cell), step.index)
            if before != step.index:
                place = f"{map_name(step.writes)} {cell}"
                yield f"steps {before} and {step.index} both write {place}: {seen}"


def _lies_in(cells: Cells, shape: tuple[int, ...]) -> bool:
    if len(cells.along) != len(shape):
        return False
    for along, size in zip(cells.along, shape, strict=True):
        if not (along and along[0] >= 0 and along[-1] < size):
            return False
    return True


def _cover_faults(seen: _Seen) -> Iterator[str]:
    """Yield the surplus or lack of written cells, and one that is left out."""
    left = next(_unwritten(seen), None) if seen.is_placed or not seen.agrees else None
    if left is not None:
        of, cell = left
        held = f", which holds {of.value(cell)}" if seen.is_placed else ""
        yield f"no step writes {map_name(of)} {cell}{held}: {seen}"
    elif not seen.agrees:
        yield str(seen)


def _unwritten(seen: _Seen) -> Iterator[tuple[FeatureMap, tuple[int, ...]]]:
    """Yield the cells that no step writes, but none that may be left at zero."""
    if seen.is_all:
        written = {(step.writes.index, cell) for step in seen.steps for cell in step.writes}
        for each in seen.outputs:
            for cell in each.cells():
                is_zero = seen.is_placed and not each.value(cell)
                if not is_zero and (each.index, cell) not in written:
                    yield each, cell


def _value_faults(seen: _Seen) -> Iterator[str]:
    """Yield values that differ from those computed from the cells that are read."""
    known = {each.index for each in seen.outputs if each.values is not None}
    for step in seen.steps if known else ():
        place = f"step {step.index} writes {map_name(step.writes)}"
        read, weights = (sum(map(len, step.read_of(role))) for role in ("input", "kernel"))
        pairs = len(step.writes) if step.reduction.is_cell_by_cell else weights or read
        if read != pairs:
            yield f"{place} {step.writes.first} from {read} cells and {pairs} to go with them"
            return
        for each in cell_terms(seen.sweep, step):
            if not _agrees(each):
                yield (
                    f"{place} {each.target.cell}, which holds {each.target.value}, but the "
                    f"{step.reduction.name} of the {len(each.terms)} cells read is {each.result}"
                )


def _agrees(working: CellTerms) -> bool:
    held, found = working.target.value, working.result
    if held == found or held is None or found is None:
        return held == found
    if math.isnan(held) or math.isnan(found):
        return math.isnan(held) and math.isnan(found)
    if not (isinstance(held, float) or isinstance(found, float)):
        return False
    return abs(float(held - found)) <= NEARLY * sum(abs(float(value)) for value in working.values)
