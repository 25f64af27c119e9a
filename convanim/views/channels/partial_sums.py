"""The outputs of a layer with kernels in parts: a sum for each input map, their total, the bias."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from operator import mul
from typing import TYPE_CHECKING

from convanim.sweep.sweep import FeatureMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.arithmetic.channels import Channels
    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.values import Grid, Number
    from convanim.sweep.sweep import Cells, Sweep

SLIDE, SUM, BIAS, RELU = "slide", "sum", "bias", "ReLU"


@dataclass(frozen=True, slots=True)
class Addends:
    """The parts that the outputs are the sums of.

    Attributes
    ----------
    phases : tuple of str
        The phases that the layer has, in order: kernels slide over their maps, the results are
        summed, the bias is added, and negative numbers become zero.
    sums : tuple of FeatureMap
        The partial sum of each kernel and its input map, with role ``sum``; the index is that of
        the kernel: output channel, input channel within the group.
    stages : tuple of tuple of FeatureMap
        The output maps after each phase but the first; their index starts with the number of the
        stage. The last stage equals the outputs of the sweep, and is the only one where a layer
        has one phase.
    """

    phases: tuple[str, ...]
    sums: tuple[FeatureMap, ...]
    stages: tuple[tuple[FeatureMap, ...], ...]

    @classmethod
    def of(cls, sweep: Sweep, layer: Layer) -> Addends:
        """Return the parts of a layer's outputs, without values if the sweep has none."""
        channels, outputs = layer.channels, sweep.maps_of("output")
        phases = tuple(_phases(layer))
        if not outputs[0].values:
            count = channels.group_inputs
            pairs = itertools.product(range(channels.outputs), range(count))
            sums = tuple(FeatureMap("sum", outputs[0].axes, None, pair) for pair in pairs)
            blank = (tuple(_with_stage(n, outputs)) for n in range(max(1, len(phases) - 1)))
            return cls(phases, sums, tuple(blank))
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
    found: list[list[Number]] = [[] for _ in range(channels.outputs * channels.group_inputs)]
    count = len(sweep.steps) // channels.outputs
    for product in products(sweep):
        step, place = product.index
        total = sum(value for _, value in product.known())
        found[step // count * channels.group_inputs + place].append(total)
    for n, values in enumerate(found):
        index = divmod(n, channels.group_inputs)
        yield FeatureMap("sum", outputs[0].axes, tuple(values), index)


def products(sweep: Sweep) -> Iterator[FeatureMap]:
    """Yield the products of each window and its kernel; the index is a step and a place in it."""
    known = {(each.role, each.index): each for each in sweep.maps}
    for step in sweep.steps:
        pairs = zip(step.read_of("input"), step.read_of("kernel"), strict=True)
        for place, (window, kernel) in enumerate(pairs):
            read, weights = (_values(known[x.role, x.index], x) for x in (window, kernel))
            axes = known[kernel.role, kernel.index].axes
            yield FeatureMap("product", axes, tuple(map(mul, read, weights)), (step.index, place))


def _values(feature_map: FeatureMap, cells: Cells) -> list[Number]:
    return [feature_map.value(cell) or 0 for cell in cells]


def _stages(
    phases: tuple[str, ...], sums: tuple[FeatureMap, ...], sweep: Sweep, channels: Channels
) -> Iterator[tuple[FeatureMap, ...]]:
    """Yield the output maps after each phase."""
    outputs = sweep.maps_of("output")
    count = channels.group_inputs
    now: list[Grid] = []
    for n in range(0, len(sums), count):
        rows = zip(*(each.values or () for each in sums[n : n + count]), strict=True)
        now.append(tuple(map(sum, rows)))
    biases = [value for each in sweep.maps_of("bias") for _, value in each.known()]
    for n, phase in enumerate(phases[1:-1]):
        if phase == BIAS:
            now = [tuple(v + b for v in values) for values, b in zip(now, biases, strict=True)]
        pairs = zip(outputs, now, strict=True)
        yield tuple(_with_stage(n, [replace(each, values=values) for each, values in pairs]))
    yield tuple(_with_stage(max(0, len(phases) - 2), outputs))


def _with_stage(stage: int, maps: Iterable[FeatureMap]) -> Iterator[FeatureMap]:
    return (replace(each, index=(stage, *each.index)) for each in maps)
