"""The panels of a figure: the keys each inherits, its layers, its view and its overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.config.figure import verdicts
from convanim.config.figure.draft import PanelDraft
from convanim.config.figure.layers import build as build_layers
from convanim.config.figure.layers import plans as layer_plans
from convanim.config.figure.plan import choose, plan
from convanim.config.keys.checking import check
from convanim.config.keys.common import PANEL
from convanim.layout.overlay import Overlay
from convanim.layout.panel import Panel
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.config.figure.plan import Plan
    from convanim.config.keys.common import PanelKeys
    from convanim.config.text.tree import Node
    from convanim.errors import Report
    from convanim.layers.subject import Subject

OWN = {"title", "caption"}
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
        choice = choose([outer.node, entry])
        sections = (choice.view_section, choice.operation_section, PANEL)
        keys = {key for section in sections for key in section.rules} - OWN
        inherited = {key: item for key, item in outer.node.items.items() if key in keys}
        label = f"panels[{n}]."
        one, more = plan(entry, outer, choice, sections, inherited, label)
        made.append(one)
        reports += more
    return made, reports


def build(panel: Plan) -> PanelDraft:
    """Return a panel, what is wrong with its keys, and why its layers are too large to draw."""
    layers, reports, obstacles = _layers(panel)
    values, wrong = check(panel.choice.view_section, panel.node, panel.label)
    reports += wrong
    view = None if panel.choice.view is None or wrong else panel.choice.view(**values)
    if layers:
        faults = verdicts.expectation_faults(layers[-1].operation, panel.keys.expect)
        reports += panel.node.reports(faults)
    made = None
    if layers and view is not None:
        made = Panel.of(
            tuple(layers), view, _overlays(panel.keys), panel.keys.title, panel.keys.caption
        )
    return PanelDraft(made, panel.node, tuple(reports), tuple(obstacles))


def _layers(panel: Plan) -> tuple[list[Subject], list[Report], list[Report]]:
    """Return the layers if all are valid, what is wrong, and why they cannot be drawn.

    They are those listed, or the panel itself as the only one.
    """
    each: list[Plan] = [panel]
    reports: list[Report] = []
    listed = panel.node.child("layers")
    if listed is not None:
        each, reports = layer_plans(listed, panel) if panel.keys.layers else ([], [])
    view = panel.choice.view
    by_cell = view is None or view.takes != "sizes"
    layers, wrong, obstacles = build_layers(each, panel.keys.order, by_cell=by_cell)
    return (layers if len(layers) == len(each) else []), [*reports, *wrong], obstacles


def _overlays(keys: PanelKeys) -> tuple[Overlay, ...]:
    known = registry.scan(Overlay)
    return tuple(known[name]() for name in keys.show)
