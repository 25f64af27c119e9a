"""What a layer with kernels writes, taken apart: a sum for each input map, their sum, the bias."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

from convanim.arithmetic import Cell
from convanim.sweep import FeatureMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.channels import Channels
    from convanim.layer import Layer
    from convanim.sweep import Cells, Sweep
    from convanim.values import Grid, Number

SLIDE, SUM, BIAS, RELU = "slide", "sum", "bias", "relu"


@dataclass(frozen=True, slots=True)
class Addends:
    """How each output comes about.

    Attributes
    ----------
    phases : tuple of str
        One after the other: the kernels slide over their maps, the maps are summed, the bias is
        added, what is negative becomes zero; those of them that the layer has.
    sums : tuple of FeatureMap
        What each kernel makes of its input map, role ``sum``; the index is that of the kernel:
        output channel, input channel within the group.
    stages : tuple of tuple of FeatureMap
        For each phase after the first the output maps as it leaves them; the last are those of
        the sweep. A layer of one phase has those alone.
    """

    phases: tuple[str, ...]
    sums: tuple[FeatureMap, ...]
    stages: tuple[tuple[FeatureMap, ...], ...]

    @classmethod
    def of(cls, sweep: Sweep, layer: Layer) -> Addends:
        """Take the outputs of a layer apart; without numbers its maps have none either."""
        channels, outputs = layer.channels, sweep.maps_of("output")
        phases = tuple(_phases(layer))
        if not outputs[0].values:
            count = channels.group_inputs
            pairs = itertools.product(range(channels.outputs), range(count))
            sums = tuple(FeatureMap("sum", outputs[0].axes, None, pair) for pair in pairs)
            return cls(phases, sums, (outputs,) * max(1, len(phases) - 1))
        sums = tuple(_sums(sweep, channels))
        return cls(phases, sums, tuple(_stages(phases, sums, sweep, channels)))


def _phases(layer: Layer) -> Iterator[str]:
    yield SLIDE
    if layer.channels.group_inputs > 1:
        yield SUM
    if layer.bias:
        yield BIAS
    if layer.relu:
        yield RELU


def _sums(sweep: Sweep, channels: Channels) -> Iterator[FeatureMap]:
    outputs = sweep.maps_of("output")
    known = {(each.role, each.index): each for each in sweep.maps}
    found: list[list[Number]] = [[] for _ in range(channels.outputs * channels.group_inputs)]
    count = len(sweep.steps) // channels.outputs
    for step in sweep.steps:
        first = step.index // count * channels.group_inputs
        pairs = zip(step.read_of("input"), step.read_of("kernel"), strict=True)
        for n, (window, kernel) in enumerate(pairs, first):
            values = (_read(known[each.role, each.index], each) for each in (window, kernel))
            found[n].append(sum(map(mul, *values)))
    for n, values in enumerate(found):
        index = divmod(n, channels.group_inputs)
        yield FeatureMap("sum", outputs[0].axes, tuple(values), index)


def _read(feature_map: FeatureMap, cells: Cells) -> list[Number]:
    return [feature_map.value(cell) or 0 for cell in cells]


def _stages(
    phases: tuple[str, ...], sums: tuple[FeatureMap, ...], sweep: Sweep, channels: Channels
) -> Iterator[tuple[FeatureMap, ...]]:
    """Yield what stands in the outputs after each phase."""
    outputs = sweep.maps_of("output")
    count = channels.group_inputs
    now: list[Grid] = []
    for n in range(0, len(sums), count):
        rows = zip(*(each.values or () for each in sums[n : n + count]), strict=True)
        now.append(tuple(map(sum, rows)))
    for phase in phases[1:-1]:
        if phase == BIAS:
            added = [value for each in sweep.maps_of("bias") for _, value in each.known()]
            now = [tuple(v + b for v in values) for values, b in zip(now, added, strict=True)]
        yield tuple(
            FeatureMap("output", each.axes, values, each.index)
            for each, values in zip(outputs, now, strict=True)
        )
    yield outputs


def tile(shape: tuple[int, ...], role: str, index: tuple[int, ...]) -> FeatureMap:
    """Return a map of units without numbers."""
    return FeatureMap(role, tuple((Cell.REAL,) * size for size in shape), None, index)
