"""The layers of a figure: the keys each inherits, and what one passes to the next."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.values import NO_VALUES, Array
from convanim.config.figure import bounds
from convanim.config.figure.axes import Broadcast, count
from convanim.config.figure.plan import choose, plan
from convanim.config.figure.stages import FLOWING
from convanim.config.keys.checking import check
from convanim.config.keys.common import LAYER
from convanim.errors import Fault, times
from convanim.layers.subject import Subject, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.arithmetic.values import Number
    from convanim.config.figure.plan import Choice, Plan
    from convanim.config.text.tree import Item, Node
    from convanim.errors import Report
    from convanim.layers.operation import Operation
    from convanim.sweep.order import Order


@dataclass(frozen=True, slots=True)
class Flow:
    """The output of a layer as the input of the next; ``source`` names it in messages."""

    source: str
    i: tuple[int, ...]
    in_channels: int
    cells: Array | None
    before: Operation

    @classmethod
    def out_of(cls, subject: Subject, number: int, *, is_counted: bool) -> Flow:
        """Return the output of a layer.

        Parameters
        ----------
        subject : Subject
            The layer.
        number : int
            Its position, from 1.
        is_counted : bool
            Whether its numbers are computed, if it has any.
        """
        shape = subject.operation.output_shape
        count = subject.operation.channels.outputs
        known: list[Number] = []
        if is_counted and bounds.has_numbers(subject.operation):
            maps = subject.sweep.maps_of("output")
            known = [value for each in maps for _, value in each.known()]
        cells = Array(shape, tuple(known), (count,) * (count > 1)) if known else None
        return cls(f"layer {number}", shape, count, cells, subject.operation)

    def faults(self, values: Mapping[str, Any], node: Node) -> Iterator[Fault]:
        """Yield which keys of the next layer contradict it."""
        if "transpose_of" in values:
            yield Fault(
                ("transpose_of",),
                f"the input follows from {self.source}; give k, s, p, d and a instead of "
                "transpose_of",
            )
        for key in FLOWING:
            own = getattr(self, key)
            if key in values and values[key] != own:
                found, is_own = (times(x) if key == "i" else x for x in (values[key], own))
                yield Fault((key,), f"{key} is {found} but {self.source} makes {is_own}; remove it")
        numbers = node.child("values")
        if numbers is not None and numbers.child("input") is not None:
            yield Fault(("values", "input"), f"the input follows from {self.source}; remove it")


def plans(entries: Node, outer: Plan) -> tuple[list[Plan], list[Report]]:
    """Return the layers of a list, each with the outer keys it does not have itself.

    Parameters
    ----------
    entries : Node
        The list under ``layers``.
    outer : Plan
        The keys beside it.
    """
    made: list[Plan] = []
    reports: list[Report] = []
    layers = entries.value if isinstance(entries.value, tuple) else ()
    for n, layer in enumerate(layers):
        choice = choose([outer.node, layer])
        keys = (choice.operation_section, LAYER)
        label = f"{outer.label}layers[{n}]."
        inherited = _inherited(choice, outer.node, n)
        one, more = plan(layer, outer, choice, keys, inherited, label)
        made.append(one)
        reports += more
    return made, reports


def _inherited(choice: Choice, outer: Node, number: int) -> dict[str, Item]:
    """Return the outer items that a layer inherits; only the first, 0, inherits its input."""
    items = {
        key: item
        for key, item in outer.items.items()
        if key in choice.operation_section.rules and not (number and key in FLOWING)
    }
    values = items.pop("values", None)
    if values is None:
        return items
    left = dict(_numbers(values.node, choice, number))
    if left or not values.node.items:
        # What is not a mapping is kept, so that it is reported.
        node = replace(values.node, value=left) if left else values.node
        items["values"] = replace(values, node=node)
    return items


def _numbers(values: Node, choice: Choice, number: int) -> Iterator[tuple[str, Item]]:
    """Yield the outer numbers that a layer inherits; each layer has its own seed."""
    idle = {"input"} if number else set()
    if choice.operation and not choice.operation.is_weighted:
        idle |= {"kernel", "bias"}
    for key, item in values.items.items():
        seed = item.node.value
        if key == "seed" and isinstance(seed, int):
            yield key, replace(item, node=replace(item.node, value=seed + number))
        elif key not in idle:
            yield key, item


def build(
    wanted: Iterable[Plan], order: Order, *, by_cell: bool, is_whole: bool
) -> tuple[list[Subject], list[Report], list[Report]]:
    """Return the valid layers, what is wrong with the others, and why they cannot be drawn.

    After an invalid layer the keys of the others are still checked, each by itself. Of layers that
    are too large only the first is reported, since what helps is found for all of them together.

    Parameters
    ----------
    wanted : iterable of Plan
        The layers.
    order : str
        The order of their steps, one of :data:`convanim.sweep.order.ORDERS`.
    by_cell : bool
        Whether their cells and steps are drawn, so that their number is limited.
    is_whole : bool
        Whether large layers are drawn as they are, so that their numbers are needed.
    """
    layers: list[Subject] = []
    reports: list[Report] = []
    obstacles: list[Report] = []
    flow: Flow | None = None
    work, is_computed = bounds.Work(), True
    plans = list(wanted)
    for n, each in enumerate(plans):
        operation, wrong = _operation(each, flow, is_fed=n == len(layers))
        reports += wrong
        if operation is None:
            continue
        if by_cell or bounds.has_numbers(operation):
            work += bounds.Work.of(operation)
            if not obstacles:
                too_large = [*bounds.bound_faults(operation)] or [*bounds.total_faults(work)]
                obstacles += each.node.reports(too_large)
        layers.append(Subject(operation, order))
        is_computed = is_computed and not obstacles
        is_computed = is_computed and (is_whole or not bounds.is_large(operation))
        flow = Flow.out_of(layers[-1], n + 1, is_counted=is_computed)
    return _named(layers, plans), reports, obstacles


def _named(layers: Sequence[Subject], plans: Sequence[Plan]) -> list[Subject]:
    """Return valid layers with the names of the maps that they read and write."""
    if len(layers) < len(plans):
        return [*layers]
    own = [each.keys.map for each in plans]
    names = numbered([each.operation.plain_name for each in layers])
    made = [name or f"after {layer}" for name, layer in zip(own[:-1], names, strict=False)]
    pairs = itertools.pairwise(["input", *made, *(name or "output" for name in own[-1:])])
    return [each.between(*pair) for each, pair in zip(layers, pairs, strict=True)]


def _operation(
    layer: Plan, flow: Flow | None, *, is_fed: bool
) -> tuple[Operation | None, list[Report]]:
    """Return the operation if its keys are valid, else None.

    Parameters
    ----------
    layer : Plan
        The layer.
    flow : Flow or None
        The output of the layer before; None for the first.
    is_fed : bool
        Whether all layers before are valid; if not, the input is not known.
    """
    section, plugin, node = layer.choice.operation_section, layer.choice.operation, layer.node
    values, reports = check(section, node)
    off_axes = plugin.off_axes if plugin else ()
    known = [(flow.source, len(flow.i))] if flow and is_fed and ("i",) not in off_axes else []
    known += [layer.choice.framework] if layer.choice.framework else []
    axes, votes = count(section, values, node, known, off_axes, is_guess=not is_fed)
    reports += votes
    entries: dict[str, Any] = {}
    if not votes:
        broadcast = Broadcast(axes, node, is_weighted=plugin is None or plugin.is_weighted)
        entries, misfits = broadcast.values(section, values)
        reports += misfits
    if plugin is None or reports or layer.is_doubtful or not is_fed:
        return None, reports
    if flow is not None:
        reports = node.reports(flow.faults(entries, node))
        entries = plugin.fed(flow.before, _fed(entries, flow))
    operation = plugin(**plugin.named(layer.choice.name, entries))
    reports += [] if reports else node.reports(operation.faults())
    return (None if reports else operation), reports


def _fed(entries: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
    values = replace(entries.get("values", NO_VALUES), input=flow.cells)
    return {**entries, "i": flow.i, "in_channels": flow.in_channels, "values": values}
