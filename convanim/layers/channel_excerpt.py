"""Fewer channels of large layers, with the numbers that belong to them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.values import Array
from convanim.layers.transposed import Transposed
from convanim.layers.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.values import Range
    from convanim.layers.operation import Operation


def fewer_channels(
    layers: Sequence[Operation], most: int, sizes: tuple[int, ...]
) -> tuple[Operation, ...]:
    """Return layers with few channels, and with an input of other sizes.

    Parameters
    ----------
    layers : sequence of Operation
        Each fed by the one before.
    most : int
        Channels to keep; with groups, groups, and input channels of each.
    sizes : tuple of int
        Of the first input, at most those that it has.

    Returns
    -------
    tuple of Operation
        Those after the first have no numbers for their inputs.
    """
    asked = [_outputs(layers[-1], most)]
    for layer in reversed(layers):
        asked.insert(0, _inputs(layer, asked[0], most))
    made: list[Operation] = []
    count = asked[0]
    for layer, outputs in zip(layers, asked[1:], strict=True):
        kept = _kept(layer, count, outputs, most)
        made.append(_cut(layer, kept, made[-1].output_shape if made else sizes, not made))
        count = made[-1].channels.outputs
    return tuple(made)


def _few(count: int, most: int) -> int:
    """Return how many of some channels are kept: never all but one."""
    return count if count <= most + 1 else most


def _is_mixed(layer: Operation) -> bool:
    """Return whether every output is made of all inputs, as many as there are."""
    return layer.is_matrix or (isinstance(layer, Weighted) and layer.channels.groups == 1)


def _outputs(layer: Operation, most: int) -> int:
    """Return how many output channels are kept of the last layer."""
    whole = layer.channels
    if _is_mixed(layer):
        return _few(whole.outputs, most)
    if not isinstance(layer, Weighted):
        most = most if whole.inputs == whole.outputs or whole.takes_turns else 1
        return _few(whole.groups, most) * whole.group_outputs
    of_group = min(whole.group_outputs, most) if whole.group_inputs == 1 else 1
    return min(whole.groups, most) * of_group


def _inputs(layer: Operation, outputs: int, most: int) -> int:
    """Return how many input channels a layer needs for so many outputs."""
    whole = layer.channels
    if _is_mixed(layer):
        return _few(whole.inputs, most)
    if not isinstance(layer, Weighted):
        return max(1, outputs * whole.inputs // whole.outputs)
    if whole.group_inputs == 1:
        return outputs // math.gcd(whole.group_outputs, outputs)
    return math.gcd(min(whole.groups, most), outputs) * min(whole.group_inputs, most)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which channels of a layer are kept, and in how many groups.

    Without weights the outputs follow from the inputs.
    """

    inputs: tuple[int, ...]
    outputs: tuple[int, ...] = ()
    groups: int = 1


def _kept(layer: Operation, inputs: int, outputs: int, most: int) -> _Kept:
    whole = layer.channels
    if not isinstance(layer, Weighted):
        if whole.takes_turns:
            count = inputs // whole.group_inputs
            return _Kept(_turns(whole.group_inputs, count, whole.groups))
        return _Kept(tuple(range(inputs)))
    if whole.groups == 1:
        return _Kept(tuple(range(inputs)), tuple(range(outputs)))
    groups = inputs
    if whole.group_inputs > 1:
        groups = math.gcd(min(whole.groups, most), math.gcd(inputs, outputs))
    made = max(1, min(whole.group_outputs, outputs // groups))
    return _Kept(
        first_of_each(groups, inputs // groups, whole.group_inputs),
        first_of_each(groups, made, whole.group_outputs),
        groups,
    )


def _turns(rounds: int, count: int, groups: int) -> tuple[int, ...]:
    """Return the numbers of the channels of the first groups, where these take turns."""
    return tuple(n * groups + group for n in range(rounds) for group in range(count))


def first_of_each(groups: int, count: int, of: int) -> tuple[int, ...]:
    """Return the numbers of the first ``count`` channels of each group of so many."""
    return tuple(group * of + n for group in range(groups) for n in range(count))


def _cut(layer: Operation, kept: _Kept, sizes: tuple[int, ...], is_first: bool) -> Operation:
    given = layer.values
    along = tuple(map(range, sizes))
    values = replace(given, input=part(given.input, (kept.inputs,), along) if is_first else None)
    changes: dict[str, Any] = {"i": sizes, "in_channels": len(kept.inputs)}
    if isinstance(layer, Weighted):
        kernel = given.kernel
        taps = tuple(map(range, kernel.shape)) if isinstance(kernel, Array) else ()
        values = replace(
            values,
            kernel=part(kernel, _kernels(layer, kept), taps),
            bias=part(given.bias, (), (kept.outputs,)),
        )
        changes |= {"out_channels": len(kept.outputs), "groups": kept.groups}
    return replace(layer, **changes, values=values)


def _kernels(layer: Weighted, kept: _Kept) -> tuple[Sequence[int], Sequence[int]]:
    """Return the rows and columns of the kernels, in the order in which the layer lists them."""
    if isinstance(layer, Transposed):
        return kept.inputs, range(len(kept.outputs) // kept.groups)
    return kept.outputs, range(len(kept.inputs) // kept.groups)


def part(
    source: Array | Range | None, channels: Sequence[Sequence[int]], along: Sequence[Sequence[int]]
) -> Array | Range | None:
    """Return the literal numbers of some channels and places; ranges are for any size.

    Parameters
    ----------
    source : Array, Range or None
        The numbers of a layer.
    channels : sequence of sequence of int
        Which of them are kept of each level of its channels, where it has some.
    along : sequence of sequence of int
        The places that are kept along each axis.
    """
    if not isinstance(source, Array):
        return source
    return source.part((*(channels if source.channels else ()), *along))
