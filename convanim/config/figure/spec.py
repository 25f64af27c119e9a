"""From the tree of a config to a :class:`FigureSpec`, collecting every fault."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convanim.config.figure import panels, verdicts
from convanim.config.figure.outputs import Output, named_theme, outputs
from convanim.config.figure.plan import Plan, choose
from convanim.config.keys.checking import check, fold
from convanim.config.keys.common import COMMON, FigureKeys, PanelKeys
from convanim.config.keys.paths import figure_name
from convanim.config.keys.plugins import instance
from convanim.config.keys.rules import Refusal
from convanim.config.keys.themes import theme
from convanim.config.text.settings import SOURCE
from convanim.config.text.tree import Node, merge
from convanim.errors import ConfigError, Report
from convanim.layout.arrangement import drawing_count, order_faults
from convanim.layout.panel import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.config.figure.plan import Choice
    from convanim.config.figure.shorthand import Parts
    from convanim.config.text.settings import Setting
    from convanim.layers.operation import Operation
    from convanim.layout.panel import Panel
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timing

MOST_REPORTS = 100
"""Reports listed one by one; the rest are only counted."""

USUAL_THEME = "clear"


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure as its config describes it, checked.

    Attributes
    ----------
    name : str
        Name of its files, without suffix.
    panels : tuple of Panel
        Drawings; most figures have one.
    page : Page
        How the panels are arranged and advance.
    theme : Theme
        Colours and line widths.
    timing : Timing
        How long frames last.
    frames : tuple of int, or None
        Steps to show, in this order; None for all.
    filmstrip : tuple of int, or None
        Rows and columns of frames in a still picture.
    outputs : tuple of Output
        Empty when the config names none.
    obstacles : tuple of Report
        Why it cannot be drawn although its arithmetic is valid; empty for most.
    keys : Node
        The keys themselves, which make no difference to whether two figures are equal.
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
    keys: Node = field(default=Node({}), compare=False, repr=False)

    def drawable(self) -> FigureSpec:
        """Return the figure itself if it can be drawn.

        Raises
        ------
        ConfigError
            The figure is too large, or its view cannot show it.
        """
        if self.obstacles:
            raise ConfigError(self.obstacles)
        return self

    @property
    def layers(self) -> tuple[Operation, ...]:
        """The operations of all panels."""
        return tuple(layer for panel in self.panels for layer in panel.layers)

    @property
    def view(self) -> Any:
        """The view of the first panel."""
        return self.panels[0].view

    @property
    def operation(self) -> Operation:
        """The last layer, whose output is the figure's."""
        return self.layers[-1]


def build(parts: Parts, reports: Iterable[Report], name: str) -> FigureSpec:
    """Return the figure of a config.

    Parameters
    ----------
    parts : Parts
        The mappings that its keys come from.
    reports : iterable of Report
        Faults found so far.
    name : str
        The figure's name, unless the config gives one.

    Raises
    ------
    ConfigError
        With every fault, in the order of the file. A valid figure that cannot be drawn is
        returned with its obstacles.
    """
    root, settings = parts.root, parts.settings
    choice = choose([root, *(setting.node for setting in settings)])
    builder = _Builder(choice, root, [*reports, *parts.reports], doubts=set(parts.doubts))
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
    """Builds the parts of a figure one by one, and continues after a fault."""

    choice: Choice
    node: Node
    reports: list[Report]
    obstacles: list[Report] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)

    def fold(self, root: Node, settings: Sequence[Setting]) -> None:
        parts = [(root, 0), *((setting.node, setting.levels) for setting in settings)]
        self.node = Node({}, root.mark)
        for part, levels in parts:
            folded = fold(part, self.choice.sections, self.choice.stranger)
            self.node = merge(self.node, folded.node, levels) if levels else folded.node
            self.reports += folded.reports
            self.doubts |= folded.doubts

    def build(self, name: str) -> FigureSpec | None:
        common, reports = check(COMMON, self.node)
        keys, page = instance(FigureKeys, common), instance(Page, common)
        panel = instance(PanelKeys, common)
        self.reports += [*reports, *self.choice.reports(panel, self.node)]
        name = self._name(keys, name)
        its_theme, reports = named_theme(keys.theme, self.node)
        self.reports += reports
        entries = self.node.child("outputs") if keys.outputs else None
        its_outputs, reports = outputs(entries or Node(None), name, keys.filmstrip is not None)
        self.reports += reports
        found = self._panels(keys, panel, page)
        if found:
            self._judge(found, page, keys)
        if self.reports:
            return None
        return FigureSpec(
            name,
            tuple(found),
            page,
            its_theme or theme(USUAL_THEME),
            keys.timing,
            keys.frames,
            keys.filmstrip,
            its_outputs,
            tuple(self.obstacles),
            self.node,
        )

    def _name(self, keys: FigureKeys, default: str) -> str:
        if "name" in self.node.items:
            return keys.name or default
        try:
            return figure_name(default)
        except Refusal as refused:
            message = (
                f"the file's own name {refused.faults[0].message}; rename the file, or give a name"
            )
            self.reports.append(Report(message, self.node.mark))
            return default

    def _panels(self, keys: FigureKeys, panel: PanelKeys, page: Page) -> list[Panel]:
        """Return the panels if all are valid: those listed, or the figure as the only one."""
        sections = self.choice.operation_section, self.choice.view_section
        known = {key for section in sections for key in section.rules}
        doubtful = bool(self.doubts & {*known, "layers", "panels"})
        plans = [Plan(self.choice, self.node, doubtful, replace(panel, title=None))]
        listed = self.node.child("panels")
        if listed is not None:
            plans, reports = panels.plans(listed, plans[0]) if keys.panels else ([], [])
            self.reports += reports
        found = []
        for plan in plans:
            drawing, reports, obstacles = panels.build(plan, page.order)
            self.reports += reports
            self.obstacles += obstacles
            found += [drawing] if drawing else []
        return found if len(found) == len(plans) else []

    def _judge(self, found: Sequence[Panel], page: Page, keys: FigureKeys) -> None:
        """Check the drawings that all panels make together against what the config asks for."""
        is_moved = keys.frames or keys.timing.tween
        if self.obstacles or not (is_moved or page.order != "raster"):
            return
        count = drawing_count(found, page)
        faults = [
            *order_faults(found, page),
            *verdicts.selection_faults(keys.frames or (), count),
            *verdicts.film_faults(keys, count),
            *verdicts.motion_faults(keys, [panel.view for panel in found]),
        ]
        self.reports += [Report(fault.message, self.node.mark_of(fault.where)) for fault in faults]
