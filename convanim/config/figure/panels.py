"""The panels of a figure: the keys each inherits, its layers, its view and its overlays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.config.figure import excerpt, verdicts
from convanim.config.figure.draft import TO_EXCERPT, PanelDraft
from convanim.config.figure.layers import build as build_layers
from convanim.config.figure.layers import plans as layer_plans
from convanim.config.figure.plan import choose, plan
from convanim.config.figure.stages import apart
from convanim.config.figure.ways_out import ways_out
from convanim.config.keys.checking import check
from convanim.config.keys.common import PANEL
from convanim.layers.excerpt import Amount
from convanim.layers.subject import Subject
from convanim.layout.overlay import Overlay
from convanim.layout.panel import Panel
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.config.figure.plan import Plan
    from convanim.config.keys.common import PanelKeys
    from convanim.config.text.tree import Node
    from convanim.errors import Report

OWN = {"title", "caption", "frames"}
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


def build(panel: Plan, *, selects: bool) -> PanelDraft:
    """Return a panel, what is wrong with its keys, and why its layers are too large to draw.

    Parameters
    ----------
    panel : Plan
        Its keys.
    selects : bool
        Whether the figure says which steps it shows, so that they are those of the whole layers.
    """
    amount = False if selects and panel.keys.excerpt is None else panel.keys.excerpt
    layers, reports, obstacles = _layers(panel, is_whole=amount is False)
    values, wrong = check(panel.choice.view_section, panel.node, panel.label)
    reports += wrong
    view = None if panel.choice.view is None or wrong else panel.choice.view(**values)
    if layers:
        faults = verdicts.expectation_faults(layers[-1].operation, panel.keys.expect)
        reports += panel.node.reports(faults)
    if not layers or view is None:
        return PanelDraft(None, panel.node, tuple(reports), tuple(obstacles))
    keys = panel.keys
    made = Panel.of(tuple(layers), view, _overlays(keys), keys.title, keys.caption, keys.frames)
    is_usual = bool(obstacles) or excerpt.is_wanted(None, view, layers)
    to_excerpt = _to_excerpt(keys.excerpt, selects) if is_usual else TO_EXCERPT
    if not reports and (obstacles or excerpt.is_wanted(amount, view, layers)):
        shown = made if "show" in panel.node.items else replace(made, overlays=_usual())
        part = _excerpt(shown, amount, is_free="view" not in panel.node.items)
        made, obstacles = (part, []) if part else (made, obstacles)
    ways = ways_out(made, to_excerpt) if obstacles else ""
    told = tuple(replace(each, message=f"{each.message}{ways}") for each in obstacles)
    return PanelDraft(made, panel.node, tuple(reports), told, to_excerpt)


def _to_excerpt(amount: Amount | bool | None, selects: bool) -> str:
    """Return what makes an excerpt of layers that are drawn so unless a config says otherwise."""
    if amount is False:
        return "remove excerpt: false"
    return "remove frames" if selects and amount is None else TO_EXCERPT


def cards(draft: PanelDraft, amount: Amount | bool | None) -> list[PanelDraft]:
    """Return the panel with the sizes of the layer that a panel is an excerpt of, if there is one.

    Parameters
    ----------
    draft : PanelDraft
        The only panel of a figure, whose config names no view.
    amount : Amount, bool or None
        What its config says of excerpts.
    """
    is_wanted = not isinstance(amount, Amount) or amount.card
    if draft.panel is None or draft.reports or not (draft.panel.whole and is_wanted):
        return []
    card = excerpt.card(tuple(Subject(each) for each in draft.panel.whole))
    return [PanelDraft(replace(card, is_card=True), draft.keys)] if card else []


def _excerpt(whole: Panel, amount: Amount | bool | None, *, is_free: bool) -> Panel | None:
    """Return the panel of an excerpt; None where a config forbids it, or nothing is left out.

    If the view is free to choose, a layer that is large even so is drawn as its shape card.
    """
    if amount is False:
        return None
    kept = amount if isinstance(amount, Amount) else Amount()
    subjects = excerpt.subjects(whole.subjects, whole.view, kept, whole.order)
    is_unclear = subjects is None or excerpt.is_wide(subjects)
    card = excerpt.card(whole.subjects) if is_free and is_unclear else None
    if subjects is None or card:
        return card
    overlays = (*whole.overlays, excerpt.mark(whole.subjects))
    part = Panel.of(subjects, whole.view, overlays, whole.title, whole.caption)
    return replace(part, whole=whole.layers)


def _layers(panel: Plan, *, is_whole: bool) -> tuple[list[Subject], list[Report], list[Report]]:
    """Return the layers if all are valid, what is wrong, and why they cannot be drawn.

    They are those listed, or the panel itself as the only one.
    """
    each: list[Plan] = [panel]
    reports: list[Report] = []
    listed = panel.node.child("layers")
    if listed is not None:
        each, reports = layer_plans(listed, panel) if panel.keys.layers else ([], [])
        each = _named(each, panel.keys.map)
    each, several = apart(each)
    reports += several
    view = panel.choice.view
    by_cell = view is None or view.takes != "sizes"
    layers, wrong, obstacles = build_layers(
        each, panel.keys.order, by_cell=by_cell, is_whole=is_whole
    )
    return (layers if len(layers) == len(each) else []), [*reports, *wrong], obstacles


def _named(layers: list[Plan], name: str | None) -> list[Plan]:
    """Return layers of which the last makes the map that a panel names, unless it does itself."""
    if not (layers and name) or layers[-1].keys.map:
        return layers
    *others, last = layers
    return [*others, replace(last, keys=replace(last.keys, map=name))]


def _usual() -> tuple[Overlay, ...]:
    """Return what is shown of an excerpt where a config does not say: the names of its maps."""
    return (registry.find(Overlay, "labels")(),)


def _overlays(keys: PanelKeys) -> tuple[Overlay, ...]:
    known = registry.scan(Overlay)
    return tuple(known[name]() for name in keys.show)
