"""Layers that a framework has under one name, such as Keras's SeparableConv2D."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.config.text.scalars import shown
from convanim.config.text.tree import Item, Node
from convanim.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.config.figure.plan import Plan
    from convanim.errors import Report
    from convanim.layers.operation import Stage

FLOWING = ("i", "in_channels")
"""Keys whose values follow from the layer before."""


def apart(plans: Iterable[Plan]) -> tuple[list[Plan], list[Report]]:
    """Return layers with those that are several as these, and why some cannot be taken apart."""
    made: list[Plan] = []
    reports: list[Report] = []
    for plan in plans:
        operation, name = plan.choice.operation, plan.choice.name
        stages = operation.stages(name) if operation else ()
        if stages:
            reports += plan.node.reports(_faults(plan, len(stages)))
        last = len(stages) - 1
        made += [_plan(plan, stage, n, last) for n, stage in enumerate(stages)] or [plan]
    return made, reports


def _faults(plan: Plan, count: int) -> Iterable[Fault]:
    values = plan.node.child("values")
    if values is not None and values.child("kernel") is not None:
        yield Fault(
            ("values", "kernel"),
            f"{shown(plan.choice.name)} has {count} kernels; give each its numbers under layers, "
            "or a seed",
        )
    if "groups" in plan.node.items:
        yield Fault(
            ("groups",), f"{shown(plan.choice.name)} has a group for each channel; remove groups"
        )


def _plan(plan: Plan, stage: Stage, number: int, last: int) -> Plan:
    """Return the plan of one of several layers.

    Only the first takes the input as it is given, and only the last makes the map that is named.
    """
    dropped = {*stage.without, *(FLOWING if number else ())}
    items = {key: item for key, item in plan.node.items.items() if key not in dropped}
    for key, value in stage.fixed.items():
        mark = plan.node.mark_of((key,))
        items[key] = Item(key, Node(value, mark), mark)
    if number and "values" in items:
        items["values"] = _later_numbers(items["values"], number)
    axes = plan.choice.framework[1] if plan.choice.framework else 0
    choice = replace(plan.choice, name=stage.name, framework=(stage.name, axes) if axes else None)
    keys = replace(plan.keys, map=None) if number < last else plan.keys
    return replace(plan, choice=choice, node=replace(plan.node, value=items), keys=keys)


def _later_numbers(values: Item, number: int) -> Item:
    """Return the numbers of a layer after the first: without an input, and with another seed."""
    items = {key: item for key, item in values.node.items.items() if key != "input"}
    seed = items.get("seed")
    if seed is not None and isinstance(seed.node.value, int):
        items["seed"] = replace(seed, node=replace(seed.node, value=seed.node.value + number))
    return replace(values, node=replace(values.node, value=items))
