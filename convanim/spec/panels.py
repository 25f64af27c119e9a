"""The panels of a figure: the keys each inherits, its layers, its view and what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim import registry
from convanim.arrangement import overlay_faults
from convanim.errors import Fault, Report
from convanim.panel import Panel, takes
from convanim.spec import verdicts
from convanim.spec.checking import check
from convanim.spec.chosen import choose
from convanim.spec.common import PANEL
from convanim.spec.layers import build as build_layers
from convanim.spec.layers import plans as layer_plans
from convanim.spec.plan import planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.spec.plan import Plan
    from convanim.spec.tree import Node
    from convanim.subject import Subject

OWN = {"title"}
"""Keys of a figure that its panels do not inherit."""


def plans(entries: Node, outer: Plan) -> tuple[list[Plan], list[Report]]:
    """Return the panels of a list, each with the outer keys it does not have itself.

    Parameters
    ----------
    entries : Node
        The list under ``panels``.
    outer : Plan
        The keys beside it.
    """
    made: list[Plan] = []
    reports: list[Report] = []
    for n, entry in enumerate(entries.value if isinstance(entries.value, tuple) else ()):
        chosen = choose([outer.node, entry])
        sections = (chosen.view_section, chosen.operation_section, PANEL)
        keys = {key for section in sections for key in section.rules} - OWN
        inherited = {key: item for key, item in outer.node.items.items() if key in keys}
        label = f"panels[{n}]."
        plan, more = planned(entry, outer, chosen, sections, inherited, label)
        made.append(plan)
        reports += more
    return made, reports


def build(plan: Plan) -> tuple[Panel | None, list[Report]]:
    """Return a panel if it is sound, and what is wrong with it."""
    layers, reports = _layers(plan)
    values, wrong = check(plan.chosen.view_section, plan.node, plan.label)
    reports += wrong
    view = None if plan.chosen.view is None or wrong else plan.chosen.view(**values)
    if layers:
        reports += _placed(_verdicts(layers, view, plan), plan.node)
    if not layers or view is None or reports:
        return None, reports
    operations = tuple(layer.operation for layer in layers)
    overlays = _overlays(plan) if "show" in plan.named else ()
    panel = Panel(operations, view, overlays, plan.named.get("title"))
    faults = overlay_faults(panel) if overlays else ()
    return panel, _placed((Fault(("show",), fault.message) for fault in faults), plan.node)


def _layers(plan: Plan) -> tuple[list[Subject], list[Report]]:
    """Return the layers if all are sound: those listed, or the panel itself as the only one."""
    each: list[Plan] = [plan]
    reports: list[Report] = []
    listed = plan.node.child("layers")
    if listed is not None:
        each, reports = layer_plans(listed, plan) if "layers" in plan.named else ([], [])
    layers, wrong = build_layers(each, by_cell=takes(plan.chosen.view) != "sizes")
    return (layers if len(layers) == len(each) else []), [*reports, *wrong]


def _verdicts(layers: Sequence[Subject], view: Any, plan: Plan) -> Iterator[Fault]:
    """Yield what the config expects otherwise, and why the view cannot show the layers."""
    yield from verdicts.expectation_faults(layers[-1].operation, plan.named.get("expect", {}))
    if view is None:
        return
    if takes(view) == "stack":
        found = list(view.faults(tuple(layers)))
    else:
        found = [fault for layer in layers for fault in view.faults(layer)]
    yield from (Fault(fault.where or ("view",), fault.message) for fault in found)


def _overlays(plan: Plan) -> tuple[Any, ...]:
    known = registry.scan("overlays")
    return tuple(known[name]() for name in plan.named.get("show", ()))


def _placed(faults: Iterable[Fault], node: Node) -> list[Report]:
    return [Report(fault.message, node.mark_of(fault.where)) for fault in faults]
