"""What helps where layers are too large to draw; each way is tried before it is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.arithmetic.values import NO_VALUES
from convanim.config.figure import bounds
from convanim.config.figure.draft import TO_EXCERPT
from convanim.config.figure.excerpt import subjects
from convanim.errors import either
from convanim.layers.channel_excerpt import fewer_channels
from convanim.layers.excerpt import (
    LEAST_POSITIONS,
    MOST_CHANNELS,
    Amount,
    around,
    directs_of,
    excerpt,
    valid,
)
from convanim.layers.operation import Operation
from convanim.layers.subject import Subject
from convanim.layers.window import Window
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.layout.panel import Panel

SMALL_KERNEL = 3

OTHER_VIEWS = ("flat", "shapes")
"""The views that draw almost every layer, the one that shows more first."""

Changes = Iterator[Sequence[Operation] | None]
"""Layers that are drawn instead of others; None where there are none."""


def ways_out(panel: Panel, to_excerpt: str) -> str:
    """Return what helps where layers are too large to draw, for the end of a message.

    Parameters
    ----------
    panel : Panel
        All layers, each fed by the one before, and their view.
    to_excerpt : str
        What makes an excerpt of them, such as ``"remove excerpt: false"``.
    """
    layers = panel.layers
    found = [to_excerpt] if _has_excerpt(panel, panel.subjects) else []
    if other := other_view(panel):
        found.append(f"use view: {other}")
    tried = {
        "use fewer channels": [_with_one_channel(layers)],
        f"use a smaller {_size_key(layers[0])}": _shorter(layers),
        "use a smaller i and k": _with_small_kernels(layers),
        "use a larger s": [_with_long_strides(layers)],
        "remove values": [_without_values(layers)],
    }
    found += [
        way
        for way, changes in tried.items()
        if any(changed and _is_drawn(changed, panel.view) for changed in changes)
    ]
    if "use a smaller i" in found and "use a smaller i and k" in found:
        found.remove("use a smaller i and k")
    if len(layers) > 1:
        is_cut = to_excerpt == TO_EXCERPT and _has_excerpt(panel, panel.subjects[:1])
        found += ["use fewer layers"] * (is_cut or _is_drawn(layers[:1], panel.view))
    return f": {either(found)}" if found else ""


def _has_excerpt(panel: Panel, whole: Sequence[Subject]) -> bool:
    return subjects(whole, panel.view, Amount(), panel.order) is not None


def other_view(panel: Panel) -> str | None:
    """Return a view that draws the layers of a panel whole; None if there is none."""
    for name in OTHER_VIEWS:
        if _is_drawn(panel.layers, registry.find(View, name)()):
            return name
    return None


def _is_drawn(layers: Sequence[Operation], view: View) -> bool:
    """Return whether a view draws layers, which may be of any size if it draws sizes alone."""
    if view.takes == "sizes":
        fits = len(layers) == 1 and not bounds.has_numbers(layers[0])
    else:
        fits = bounds.fits(layers)
    return fits and not any(view.obstacles(tuple(map(Subject, layers))))


def _size_key(layer: Operation) -> str:
    """Return the key that gives the size of a layer, and the others that it grows with."""
    keys = [key for key in layer.grows_with if getattr(layer, key, None)]
    return keys[0] if keys else "i"


def _with_one_channel(layers: Sequence[Operation]) -> Sequence[Operation] | None:
    directs = directs_of(layers)
    if directs is None:
        return None
    return valid(around(layers, fewer_channels(directs, 1, directs[0].sizes)))


def _shorter(layers: Sequence[Operation]) -> Changes:
    """Return layers with shorter inputs, first those that show more positions."""
    for positions in (None, LEAST_POSITIONS):
        yield excerpt(layers, Amount(positions=positions, channels=MOST_CHANNELS))


def _with_small_kernels(layers: Sequence[Operation]) -> Changes:
    if len(layers) > 1 or not isinstance(layers[0], Window) or layers[0].values != NO_VALUES:
        return iter(())
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
