"""What helps where layers are too large to draw; each way is tried before it is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.arithmetic.values import NO_VALUES
from convanim.config.figure import bounds
from convanim.config.figure.excerpt import card
from convanim.errors import either
from convanim.layers.channel_excerpt import fewer_channels
from convanim.layers.excerpt import MOST_CHANNELS, Amount, around, directs_of, excerpt, valid
from convanim.layers.subject import Subject
from convanim.layers.window import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.errors import Report
    from convanim.layers.operation import Operation

SMALL_KERNEL = 3


def with_ways(
    obstacles: Sequence[Report], layers: Sequence[Operation], to_excerpt: str
) -> list[Report]:
    """Return why layers cannot be drawn, and what helps.

    Parameters
    ----------
    obstacles : sequence of Report
        Why.
    layers : sequence of Operation
        All layers of the panel, each fed by the one before.
    to_excerpt : str
        What makes an excerpt of them, such as ``"remove excerpt: false"``.
    """
    if not obstacles:
        return []
    ways = either(_ways(layers, to_excerpt) or ["use less of everything"])
    return [replace(each, message=f"{each.message}: {ways}") for each in obstacles]


def _ways(layers: Sequence[Operation], to_excerpt: str) -> list[str]:
    tried = [
        (to_excerpt, excerpt(layers, Amount())),
        ("use fewer channels", _with_one_channel(layers)),
        (f"use a smaller {_size_key(layers[0])}", _shorter(layers)),
        ("use a smaller i and k", _with_small_kernels(layers)),
        ("use a larger s", _with_long_strides(layers)),
        ("remove values", _without_values(layers)),
    ]
    found = [way for way, changed in tried if changed is not None and bounds.fits(changed)]
    if "use a smaller i" in found:
        found = [way for way in found if way != "use a smaller i and k"]
    if len(layers) == 1 and not bounds.has_numbers(layers[0]) and card([Subject(layers[0])]):
        found.insert(found[:1] == [to_excerpt], "use view: shapes")
    return found or [f"use a smaller {_size_key(layer)}" for layer in layers[:1]]


def _size_key(layer: Operation) -> str:
    """Return the key that gives the size of a layer, and the others that it grows with."""
    keys = [key for key in layer.grows_with if getattr(layer, key, None)]
    return keys[0] if keys else "i"


def _with_one_channel(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    directs = directs_of(layers)
    if directs is None:
        return None
    return valid(around(layers, fewer_channels(directs, 1, directs[0].sizes)))


def _shorter(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    return excerpt(layers, Amount(channels=MOST_CHANNELS))


def _with_small_kernels(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    if len(layers) > 1 or not isinstance(layers[0], Window) or layers[0].values != NO_VALUES:
        return None
    small = replace(layers[0], k=tuple(min(SMALL_KERNEL, k) for k in layers[0].k))
    return _shorter([small])


def _with_long_strides(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    if len(layers) > 1 or "s" not in layers[0].shrinks_with:
        return None
    longest = max(1, *layers[0].sizes)
    changed = replace(layers[0], s=(longest,) * len(layers[0].sizes))  # type: ignore[call-arg]
    return valid((changed,))


def _without_values(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    if not any(map(bounds.has_numbers, layers)):
        return None
    return valid(tuple(replace(each, i=each.sizes, values=NO_VALUES) for each in layers))
