"""From the tree of a config to a :class:`FigureSpec`, with every fault on the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convanim.config.figure import panels, verdicts
from convanim.config.figure.chosen import choose
from convanim.config.figure.outputs import Output, named_theme, outputs
from convanim.config.figure.plan import Plan
from convanim.config.keys.checking import check
from convanim.config.keys.common import COMMON
from convanim.config.keys.fold import fold
from convanim.config.keys.paths import figure_name
from convanim.config.keys.rules import Refused
from convanim.config.keys.themes import theme
from convanim.config.text.settings import SOURCE
from convanim.config.text.tree import Node, merge
from convanim.errors import ConfigError, Report
from convanim.layout.arrangement import drawing_count, order_faults
from convanim.layout.panel import Page
from convanim.scene.timeline import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convanim.config.figure.chosen import Chosen
    from convanim.config.text.settings import Setting
    from convanim.layout.panel import Panel
    from convanim.scene.theme import Theme

MOST_REPORTS = 100
"""After so many faults the rest are only counted."""

USUAL_THEME = "clear"

PAGE = ("columns", "advance", "order", "title", "caption")
"""Keys of the page."""


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """All that a config says of a figure, checked.

    Attributes
    ----------
    name : str
        Stem of its files.
    panels : tuple of Panel
        What is drawn; most figures have one.
    page : Page
        How panels stand, and go through their steps.
    theme : Theme
        Colours and line widths.
    timing : Timing
        How long frames last.
    frames : tuple of int, or None
        Steps to show, in this order; None for all.
    filmstrip : tuple of int, or None
        Rows and columns of a still picture.
    outputs : tuple of Output
        Empty when the config names none.
    obstacles : tuple of Report
        Why it cannot be drawn, though its arithmetic is sound; empty for most.
    """

    name: str
    panels: tuple[Panel, ...]
    page: Page
    theme: Theme
    timing: Timing
    frames: tuple[int, ...] | None
    filmstrip: tuple[int, int] | None
    outputs: tuple[Output, ...]
    obstacles: tuple[Report, ...] = ()

    def drawable(self) -> FigureSpec:
        """Return itself.

        Raises
        ------
        ConfigError
            It is too large, or its view cannot show it.
        """
        if self.obstacles:
            raise ConfigError(self.obstacles)
        return self

    @property
    def layers(self) -> tuple[Any, ...]:
        """The operations of all panels."""
        return tuple(layer for panel in self.panels for layer in panel.layers)

    @property
    def view(self) -> Any:
        """The view of the first panel."""
        return self.panels[0].view

    @property
    def operation(self) -> Any:
        """The last layer, which makes the figure's output."""
        return self.layers[-1]


def build(
    root: Node, settings: Sequence[Setting], reports: Iterable[Report], name: str
) -> FigureSpec:
    """Return the figure of a config.

    Parameters
    ----------
    root : Node
        The config's mapping.
    settings : sequence of Setting
        They outweigh it, and each those before it.
    reports : iterable of Report
        What is already known to be wrong.
    name : str
        The figure's, unless the config gives one.

    Raises
    ------
    ConfigError
        With every fault, in the order of the file. What is sound but cannot be drawn is
        returned, with its obstacles.
    """
    chosen = choose([root, *(setting.node for setting in settings)])
    builder = _Builder(chosen, root, list(reports))
    builder.fold(root, settings)
    spec = builder.build(name)
    if spec is None:
        raise ConfigError(_in_order([*builder.reports, *builder.obstacles], settings))
    return replace(spec, obstacles=tuple(_in_order(spec.obstacles, settings)))


def _in_order(reports: Iterable[Report], settings: Sequence[Setting]) -> list[Report]:
    """Return each report once: the file's from top to bottom, then those of each setting."""
    texts = [setting.node.mark.text for setting in settings if setting.node.mark]

    def position(report: Report) -> tuple[int, int, int]:
        mark = report.mark
        if mark is None:
            return len(texts), 0, 0
        is_setting = mark.source == SOURCE and mark.text in texts
        return texts.index(mark.text) if is_setting else -1, mark.line, mark.column

    ordered = sorted(dict.fromkeys(reports), key=position)
    more = len(ordered) - MOST_REPORTS
    return ordered[:MOST_REPORTS] + [Report(f"and {more} more")] * (more > 0)


@dataclass(slots=True)
class _Builder:
    """Makes the parts of a figure one after the other, and goes on after a fault."""

    chosen: Chosen
    node: Node
    reports: list[Report]
    obstacles: list[Report] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)

    def fold(self, root: Node, settings: Sequence[Setting]) -> None:
        parts = [(root, 0), *((setting.node, setting.levels) for setting in settings)]
        self.node = Node({}, root.mark)
        for part, levels in parts:
            folded = fold(part, self.chosen.sections, self.chosen.stranger)
            self.node = merge(self.node, folded.node, levels) if levels else folded.node
            self.reports += folded.reports
            self.doubts |= folded.doubts

    def build(self, name: str) -> FigureSpec | None:
        common, reports = check(COMMON, self.node)
        self.reports += [*reports, *self.chosen.reports(common, self.node)]
        name = self._name(common, name)
        its_theme, reports = named_theme(common.get("theme"), self.node)
        self.reports += reports
        listed = self.node.child("outputs") if "outputs" in common else None
        its_outputs, reports = outputs(listed or Node(None), name, "filmstrip" in common)
        self.reports += reports
        found = self._panels(common)
        page = self._page(common)
        if found:
            self._judge(found, page, common)
        if self.reports:
            return None
        return FigureSpec(
            name,
            tuple(found),
            page,
            its_theme or theme(USUAL_THEME),
            Timing(**common.get("timing", {})),
            common.get("frames"),
            common.get("filmstrip"),
            its_outputs,
            tuple(self.obstacles),
        )

    def _name(self, common: Mapping[str, Any], default: str) -> str:
        if "name" in self.node.items:
            return str(common.get("name", default))
        try:
            return figure_name(default)
        except Refused as refused:
            message = f"the file's own name {refused.faults[0].message}; or give a name"
            self.reports.append(Report(message, self.node.mark))
            return default

    def _panels(self, common: Mapping[str, Any]) -> list[Panel]:
        """Return the panels if all are sound: those listed, or the figure itself as the only."""
        sections = self.chosen.operation_section, self.chosen.view_section
        known = {key for section in sections for key in section.rules}
        doubtful = bool(self.doubts & {*known, "layers", "panels"})
        own = {key: value for key, value in common.items() if key not in panels.OWN}
        plans = [Plan(self.chosen, self.node, doubtful, own)]
        listed = self.node.child("panels")
        if listed is not None:
            plans, reports = panels.plans(listed, plans[0]) if "panels" in common else ([], [])
            self.reports += reports
        found = []
        for plan in plans:
            panel, reports, obstacles = panels.build(plan)
            self.reports += reports
            self.obstacles += obstacles
            found += [panel] if panel else []
        return found if len(found) == len(plans) else []

    def _page(self, common: Mapping[str, Any]) -> Page:
        given = {key: common[key] for key in PAGE if key in common}
        return Page(**given)

    def _judge(self, found: Sequence[Panel], page: Page, common: Mapping[str, Any]) -> None:
        """Hold the drawings that all panels make together against what the config asks for."""
        is_moved = common.get("frames") or common.get("timing", {}).get("tween")
        if self.obstacles or not (is_moved or "order" in common):
            return
        count = drawing_count(found, page)
        faults = [
            *order_faults(found, page),
            *verdicts.selection_faults(common.get("frames", ()), count),
            *verdicts.film_faults(common, count),
            *verdicts.motion_faults(common, [panel.view for panel in found]),
        ]
        self.reports += [Report(fault.message, self.node.mark_of(fault.where)) for fault in faults]
