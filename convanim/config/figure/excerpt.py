"""What is drawn of layers that are large: small layers of the same nature, and a shape card."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.config.figure import bounds
from convanim.config.figure.layers import Flow
from convanim.config.keys.selection import LONG
from convanim.layers.excerpt import LEAST_POSITIONS, Amount, excerpt
from convanim.layers.subject import Subject
from convanim.layout.excerpt_mark import Omitted
from convanim.layout.panel import Panel
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.layers.operation import Operation
    from convanim.sweep.order import Order

CARD = "shapes"
"""The view that draws layers of any size."""

WIDEST, WIDEST_ROW = 100, 80
"""Cells along each of several axes of an excerpt, or along its only one, beyond which a layer is
drawn as its shape card alone where a config names no view."""

WIDEST_EVER = 1000
"""Cells along an axis of an excerpt beyond which there is none."""


def is_wanted(amount: Amount | bool | None, view: View, layers: Sequence[Subject]) -> bool:
    """Return whether an excerpt of valid layers is drawn.

    Parameters
    ----------
    amount : Amount, bool or None
        What the config says: None where convanim decides.
    view : View
        How they are drawn. Views of stacks and of sizes draw layers of any size.
    layers : sequence of Subject
        The whole layers.
    """
    if amount is None:
        is_large = any(bounds.is_large(each.operation, view) for each in layers)
        return view.takes == "layer" and is_large
    return isinstance(amount, Amount)


def subjects(
    layers: Sequence[Subject], view: View, amount: Amount, order: Order
) -> tuple[Subject, ...] | None:
    """Return the excerpt of layers; None where it is the layers themselves, or none can be drawn.

    Parameters
    ----------
    layers : sequence of Subject
        The whole layers.
    view : View
        How they are drawn; where it cannot show as much, less is kept: a single channel, or fewer
        positions.
    amount : Amount
        How much to keep.
    order : str
        The order of their steps.
    """
    whole = [each.operation for each in layers]
    for positions, channels in itertools.product(
        dict.fromkeys((amount.positions, amount.positions or LEAST_POSITIONS)),
        dict.fromkeys((amount.channels, 1)),
    ):
        small = excerpt(whole, replace(amount, positions=positions, channels=channels))
        if small is None or not bounds.fits(small) or _cells(small) > WIDEST_EVER:
            continue
        made = _chained(small, layers, order)
        if not any(view.obstacles(made)):
            is_long = any(view.step_count(layer) > LONG for layer in small)
            return made if is_long or _differ(whole, small) else None
    return None


def _differ(whole: Sequence[Operation], small: Sequence[Operation]) -> bool:
    return any(
        (one.sizes, one.channels) != (other.sizes, other.channels)
        for one, other in zip(whole, small, strict=True)
    )


def _chained(
    layers: Sequence[Operation], whole: Sequence[Subject], order: Order
) -> tuple[Subject, ...]:
    """Return layers that feed one another, with the numbers that one hands to the next.

    Their maps have the names of those of the whole layers.
    """
    made: list[Subject] = []
    flow: Flow | None = None
    for layer, named in zip(layers, whole, strict=True):
        fed = layer
        if flow is not None and flow.cells is not None:
            fed = replace(layer, values=replace(layer.values, input=flow.cells))
        made.append(Subject(fed, order, named.reads, named.writes))
        flow = Flow.out_of(made[-1], len(made), is_counted=True)
    return tuple(made)


def mark(whole: Sequence[Subject]) -> Omitted:
    """Return the overlay that counts the maps of whole layers."""
    channels = [each.operation.channels for each in whole]
    return Omitted(channels[0].inputs, channels[-1].outputs)


def card(whole: Sequence[Subject]) -> Panel | None:
    """Return the panel that shows the sizes of a layer; None where the view cannot."""
    view = registry.find(View, CARD)()
    if len(whole) > 1 or any(view.obstacles(tuple(whole))):
        return None
    return Panel.of(tuple(whole), view)


def is_wide(layers: Sequence[Subject]) -> bool:
    """Return whether an excerpt has too many cells to be looked at one by one."""
    widest = WIDEST if len(layers[0].axes) > 1 else WIDEST_ROW
    return _cells([layer.operation for layer in layers]) > widest


def _cells(layers: Sequence[Operation]) -> int:
    """Return the cells along the longest axis of any map."""
    return max(max((*layer.padded_shape, *layer.output_shape)) for layer in layers)
