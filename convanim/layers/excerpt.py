"""A small layer that keeps the nature of a large one: fewer positions, fewer channels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from convanim.arithmetic.axis import Axis
from convanim.layers.channel_excerpt import fewer_channels
from convanim.layers.pooling import GlobalPooling
from convanim.layers.transposed import Transposed
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.resized import Resized
    from convanim.layers.operation import Operation

MOST_POSITIONS, LEAST_POSITIONS = 5, 3
"""Positions along an axis, unless a config says how many."""

FEW_CHANNELS = 2
"""Channels kept, unless a config says how many, or a single one of them is large enough."""

MOST_CHANNELS = 10**6
"""More channels than any layer has."""

MOST_KEPT = 256
"""Most positions and channels that a config can ask for."""

WIDEST = {1: 40, 2: 48}
"""Cells of all inputs together along each of so many axes, beyond which less is kept."""

MOST_STEPS = 100
"""Steps of several layers together, beyond which less of them is kept."""

WIDEST_KERNEL = 32
"""The widest effective kernel for which the input is kept long enough to hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of a large layer is kept.

    Attributes
    ----------
    positions : int or None
        The least number of inputs and outputs along each axis; None for 3 to 5.
    channels : int or None
        Of the input and of the output; where there are groups, so many of them; None for 2, and for
        one where the inputs of two would not fit on a page.
    card : bool
        Whether the sizes of the whole layer are drawn below it.
    """

    positions: Annotated[
        int | None,
        Key("count", "positions kept along each axis, 3 to 5 by default", maximum=MOST_KEPT),
    ] = None
    channels: Annotated[
        int | None,
        Key("count", "channels kept, 2 or fewer by default", maximum=MOST_KEPT),
    ] = None
    card: Annotated[
        bool, Key("flag", "whether the sizes of the whole layer are drawn, true by default")
    ] = True


def excerpt(layers: Sequence[Operation], amount: Amount) -> tuple[Operation, ...] | None:
    """Return small layers with the keys of large ones; None where none are valid.

    Kernel, stride, padding and dilation are those of the layers, and so are the padding at each
    end and what is left over, since the input is shorter by whole strides. Literal numbers are
    those of the first cells.

    Parameters
    ----------
    layers : sequence of Operation
        Valid, each fed by the one before.
    amount : Amount
        How much to keep.

    Returns
    -------
    tuple of Operation, or None
        Those after the first have no numbers for their inputs.
    """
    directs = directs_of(layers)
    if directs is None:
        return None
    whole = tuple(map(_by_input, directs))
    for positions, channels in _candidates(amount, len(whole[0].sizes)):
        sizes = tuple(_shortest(whole, n, positions) for n in range(len(whole[0].sizes)))
        small = fewer_channels(whole, channels, sizes)
        if _is_small(small):
            break
    return valid(around(layers, small))


def directs_of(layers: Sequence[Operation]) -> tuple[Operation, ...] | None:
    """Return the layers that decide how large others are; None where they cannot feed each other.

    The way back of a layer is cut as that layer is; in a row of layers it stays as it is.
    """
    directs = tuple(layer.direct for layer in layers)
    are_own = all(one is other for one, other in zip(directs, layers, strict=True))
    return directs if are_own or len(layers) == 1 else None


def around(layers: Sequence[Operation], small: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return layers for excerpts of those that decide how large they are."""
    return tuple(
        each if layer.direct is layer else layer.around(each)
        for layer, each in zip(layers, small, strict=True)
    )


def valid(layers: tuple[Operation, ...]) -> tuple[Operation, ...] | None:
    """Return layers unless some of them are not valid."""
    return None if any(fault for layer in layers for fault in layer.faults()) else layers


def _is_small(layers: Sequence[Operation]) -> bool:
    first, axes = layers[0], len(layers[0].sizes)
    across = max(first.padded_shape) * (first.channels.inputs if axes > 1 else 1)
    steps = sum(math.prod((layer.channels.outputs, *layer.output_shape)) for layer in layers)
    return across <= WIDEST.get(axes, 0) and (len(layers) == 1 or steps <= MOST_STEPS)


def _candidates(amount: Amount, axes: int) -> Iterator[tuple[int, int]]:
    """Yield the positions and the channels to try, the last of which are taken in any case."""
    most = MOST_POSITIONS if axes in WIDEST else LEAST_POSITIONS
    least = amount.positions or LEAST_POSITIONS
    channels = amount.channels or FEW_CHANNELS
    for positions in range(amount.positions or most, least - 1, -1):
        yield positions, channels
    if amount.channels is None and axes in WIDEST:
        yield least, 1


def _by_input(layer: Operation) -> Operation:
    """Return a layer that is given by the size of its input."""
    if not (isinstance(layer, Transposed) and layer.transpose_of):
        return layer
    direct = [axis.direct for axis in layer.axes]
    return replace(
        layer,
        transpose_of=(),
        i=layer.sizes,
        k=tuple(axis.k for axis in direct),
        s=tuple(axis.s for axis in direct),
        p=tuple((axis.p_before, axis.p_after) for axis in direct),
        d=tuple(axis.d for axis in direct),
        a=tuple(axis.a for axis in layer.axes),
    )


def _shortest(layers: Sequence[Operation], axis: int, positions: int) -> int:
    """Return the size of the shortest input that shows what happens along an axis."""
    i, o = layers[0].sizes[axis], layers[-1].axes[axis].o
    natures = [_nature(layer, axis, layer.sizes[axis]) for layer in layers]
    holds = _holds(layers[0].axes[axis])
    for size in range(max(min(positions, i), _least(layers, axis, min(positions, o))), i):
        made = _made(layers, axis, size, natures)
        is_enough = made is not None and made >= min(positions, o)
        if is_enough and (not holds or _holds(_along(layers[0], axis, size))):
            return size
    return i


def _least(layers: Sequence[Operation], axis: int, made: int) -> int:
    """Return a size that an input must have at least for an output of so many units."""
    for layer in reversed(layers):
        along = layer.axes[axis]
        if not isinstance(along, Axis):
            made = made * layer.sizes[axis] // along.o
        elif isinstance(layer, GlobalPooling):
            made = 1
        else:
            spare = along.p_before + along.p_after + along.a + along.overhang
            stretched = (made - 1) * along.s + along.k_hat - spare
            made = -(-(stretched - 1) // along.stretch) + 1
        made = max(1, made)
    return made


def _made(layers: Sequence[Operation], axis: int, size: int, natures: Sequence[Any]) -> int | None:
    """Return the output size of layers whose natures stay; None where one does not."""
    for layer, nature in zip(layers, natures, strict=True):
        if _nature(layer, axis, size) != nature:
            return None
        size = _along(layer, axis, size).o
        if size < 1:
            return None
    return size


def _along(layer: Operation, axis: int, size: int) -> Axis | Resized:
    """Return an axis of a layer whose input has another size along it."""
    sizes = layer.sizes
    return replace(layer, i=(*sizes[:axis], size, *sizes[axis + 1 :])).axes[axis]


def _nature(layer: Operation, axis: int, size: int) -> Any:
    """Return what happens at the ends of an axis: the padding, and what is left over."""
    along = _along(layer, axis, size)
    if isinstance(along, Axis):
        return along.p_before, along.p_after, along.leftover, along.overhang
    return size % layer.stride(axis)


def _holds(along: Axis | Resized) -> bool:
    """Return whether some window lies in the units alone, none of them in the padding."""
    if not isinstance(along, Axis) or along.stretch > 1 or along.k_hat > WIDEST_KERNEL:
        return False
    first = -(-max(0, along.p_before) // along.s) * along.s - along.p_before
    return first + along.k_hat <= along.i


def picked(count: int, ends: int) -> frozenset[int]:
    """Return the positions to show of many along an axis: some at both ends, and the middle."""
    return frozenset((*range(ends), count // 2, *range(count - ends, count)))
