"""The layers of a figure: the keys each inherits, and what flows from one into the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.channels import ONE
from convanim.arithmetic.values import NO_VALUES, Array
from convanim.config.figure import verdicts
from convanim.config.figure.axes import Broadcast, count
from convanim.config.figure.chosen import choose
from convanim.config.figure.plan import planned
from convanim.config.keys.checking import check
from convanim.config.keys.common import COMMON
from convanim.config.keys.rules import Section
from convanim.errors import Fault, Report, times
from convanim.layout.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.arithmetic.values import Number
    from convanim.config.figure.chosen import Chosen
    from convanim.config.figure.plan import Plan
    from convanim.config.text.tree import Item, Node

LAYER = Section("a layer", {"operation": COMMON.rules["operation"]})

FLOWING = ("i", "in_channels")
"""Keys that follow from the layer before."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What a layer makes, as the next one takes it; ``source`` names it in messages."""

    source: str
    i: tuple[int, ...]
    in_channels: int
    cells: Array | None

    @classmethod
    def out_of(cls, subject: Subject, number: int, *, is_counted: bool) -> Flow:
        """Return what a layer makes.

        Parameters
        ----------
        subject : Subject
            The layer.
        number : int
            Its place, from 1.
        is_counted : bool
            Whether its steps are gone through for its numbers, where it has any.
        """
        shape = subject.operation.output_shape
        count = getattr(subject.operation, "channels", ONE).outputs
        known: list[Number] = []
        if is_counted and verdicts.has_numbers(subject.operation):
            maps = subject.sweep.maps_of("output")
            known = [value for each in maps for _, value in each.known()]
        cells = Array(shape, tuple(known), (count,) * (count > 1)) if known else None
        return cls(f"layer {number}", shape, count, cells)

    def faults(self, made: Mapping[str, Any], node: Node) -> Iterator[Fault]:
        """Yield which keys of the next layer say otherwise."""
        if "transpose_of" in made:
            yield Fault(
                ("transpose_of",),
                f"the input follows from {self.source}; give k, s, p, d and a in place of "
                "transpose_of",
            )
        for key in FLOWING:
            own = getattr(self, key)
            if key in made and made[key] != own:
                found, is_own = (times(x) if key == "i" else x for x in (made[key], own))
                yield Fault((key,), f"{key} is {found} but {self.source} makes {is_own}; drop it")
        values = node.child("values")
        if values is not None and values.child("input") is not None:
            yield Fault(("values", "input"), f"the input follows from {self.source}; drop it")


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
        chosen = choose([outer.node, layer])
        keys = (chosen.operation_section, LAYER)
        label = f"{outer.label}layers[{n}]."
        plan, more = planned(layer, outer, chosen, keys, _inherited(chosen, outer.node, n), label)
        made.append(plan)
        reports += more
    return made, reports


def _inherited(chosen: Chosen, outer: Node, number: int) -> dict[str, Item]:
    """Return the outer items that the n-th layer, from 0, takes; of its input only the first."""
    items = {
        key: item
        for key, item in outer.items.items()
        if key in chosen.operation_section.rules and not (number and key in FLOWING)
    }
    values = items.pop("values", None)
    if values is None:
        return items
    left = dict(_numbers(values.node, chosen, number))
    if left or not values.node.items:
        # What is no mapping stays as it is, to be refused.
        node = replace(values.node, value=left) if left else values.node
        items["values"] = replace(values, node=node)
    return items


def _numbers(values: Node, chosen: Chosen, number: int) -> Iterator[tuple[str, Item]]:
    """Yield the outer numbers that a layer takes; each layer has a seed of its own."""
    idle = {"input"} if number else set()
    if not getattr(chosen.operation, "is_weighted", True):
        idle |= {"kernel", "bias"}
    for key, item in values.items.items():
        seed = item.node.value
        if key == "seed" and isinstance(seed, int):
            yield key, replace(item, node=replace(item.node, value=seed + number))
        elif key not in idle:
            yield key, item


def build(
    wanted: Iterable[Plan], *, by_cell: bool
) -> tuple[list[Subject], list[Report], list[Report]]:
    """Return the layers as far as they are sound, what is wrong, and what keeps from drawing.

    After a layer that is not sound the keys of the others are still checked, each for itself.

    Parameters
    ----------
    wanted : iterable of Plan
        The layers.
    by_cell : bool
        Whether their cells and steps are drawn, so that there must not be too many.
    """
    layers: list[Subject] = []
    reports: list[Report] = []
    obstacles: list[Report] = []
    flow: Flow | None = None
    work = verdicts.Work()
    for n, plan in enumerate(wanted):
        operation, wrong = _operation(plan, flow, is_fed=n == len(layers))
        reports += wrong
        if operation is None:
            continue
        if by_cell or verdicts.has_numbers(operation):
            work += verdicts.Work.of(operation)
            too_large = [*verdicts.bound_faults(operation)]
            if not (too_large or obstacles):
                too_large += verdicts.total_faults(work)
            obstacles += _placed(too_large, plan.node)
        layers.append(Subject(operation))
        flow = Flow.out_of(layers[-1], n + 1, is_counted=not obstacles)
    return layers, reports, obstacles


def _operation(plan: Plan, flow: Flow | None, *, is_fed: bool) -> tuple[Any, list[Report]]:
    """Return the operation when its keys are sound, else None.

    Parameters
    ----------
    plan : Plan
        The layer.
    flow : Flow or None
        What the layer before makes; None for the first.
    is_fed : bool
        Whether all layers before were sound; if not, the input is not known.
    """
    section, plugin, node = plan.chosen.operation_section, plan.chosen.operation, plan.node
    values, reports = check(section, node)
    off_axes = getattr(plugin, "off_axes", ())
    said = [(flow.source, len(flow.i))] if flow and is_fed and ("i",) not in off_axes else []
    said += [plan.chosen.framework] if plan.chosen.framework else []
    axes, votes = count(section, values, node, said, off_axes, is_guess=not is_fed)
    reports += votes
    made: dict[str, Any] = {}
    if not votes:
        broadcast = Broadcast(axes, node, getattr(plugin, "is_weighted", True))
        made, misfits = broadcast.values(section, values)
        reports += misfits
    if plugin is None or reports or plan.is_doubtful or not is_fed:
        return None, reports
    if flow is not None:
        reports = _placed(flow.faults(made, node), node)
        made = _fed(made, flow)
    operation = plugin(**made)
    reports += [] if reports else _placed(operation.faults(), node)
    return (None if reports else operation), reports


def _fed(made: Mapping[str, Any], flow: Flow) -> dict[str, Any]:
    values = replace(made.get("values", NO_VALUES), input=flow.cells)
    return {**made, "i": flow.i, "in_channels": flow.in_channels, "values": values}


def _placed(faults: Iterable[Fault], node: Node) -> list[Report]:
    return [Report(fault.message, node.mark_of(fault.where)) for fault in faults]
