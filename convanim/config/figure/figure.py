"""From the tree of a config to a :class:`~convanim.config.figure.draft.Draft`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.config.figure import panels
from convanim.config.figure.draft import Draft
from convanim.config.figure.outputs import named_theme, outputs
from convanim.config.figure.plan import Plan, choose
from convanim.config.figure.spec import FigureSpec
from convanim.config.keys.checking import check, fold
from convanim.config.keys.common import COMMON, FigureKeys, PanelKeys
from convanim.config.keys.paths import figure_name
from convanim.config.keys.plugins import instance
from convanim.config.keys.rules import Refusal
from convanim.config.keys.themes import theme
from convanim.config.text.tree import Node, merge
from convanim.errors import Report
from convanim.layout.panel import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.config.figure.draft import PanelDraft
    from convanim.config.figure.plan import Choice
    from convanim.config.figure.shorthand import Parts
    from convanim.config.text.settings import Setting

USUAL_THEME = "clear"


def build(parts: Parts, reports: Iterable[Report], name: str) -> Draft:
    """Return the figure of a config, and every fault of its keys.

    Parameters
    ----------
    parts : Parts
        The mappings that its keys come from.
    reports : iterable of Report
        Faults found so far.
    name : str
        The figure's name, unless the config gives one.
    """
    root, settings = parts.root, parts.settings
    choice = choose([root, *(setting.node for setting in settings)])
    builder = _Builder(choice, root, [*reports, *parts.reports], doubts=set(parts.doubts))
    builder.fold(root, settings)
    texts = tuple(setting.node.mark.text for setting in settings if setting.node.mark)
    return builder.build(name, texts)


@dataclass(slots=True)
class _Builder:
    """Builds the parts of a figure one by one, and continues after a fault."""

    choice: Choice
    node: Node
    reports: list[Report]
    doubts: set[str] = field(default_factory=set)

    def fold(self, root: Node, settings: Sequence[Setting]) -> None:
        parts = [(root, 0), *((setting.node, setting.levels) for setting in settings)]
        self.node = Node({}, root.mark)
        for part, levels in parts:
            folded = fold(part, self.choice.sections, self.choice.stranger)
            self.node = merge(self.node, folded.node, levels) if levels else folded.node
            self.reports += folded.reports
            self.doubts |= folded.doubts

    def build(self, name: str, settings: tuple[str, ...]) -> Draft:
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
        drafts = self._panels(keys, panel, page)
        valid = [draft.panel for draft in drafts if draft.panel and not draft.reports]
        figure = FigureSpec(
            name,
            tuple(valid) if len(valid) == len(drafts) else (),
            page,
            its_theme or theme(USUAL_THEME),
            keys.timing,
            keys.frames,
            keys.filmstrip,
            its_outputs,
            keys=self.node,
        )
        return Draft(figure, drafts, tuple(self.reports), settings)

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

    def _panels(self, keys: FigureKeys, panel: PanelKeys, page: Page) -> tuple[PanelDraft, ...]:
        """Return the panels listed, or the figure as the only one."""
        sections = self.choice.operation_section, self.choice.view_section
        known = {key for section in sections for key in section.rules}
        doubtful = bool(self.doubts & {*known, "layers", "panels"})
        plans = [Plan(self.choice, self.node, doubtful, replace(panel, title=None))]
        listed = self.node.child("panels")
        if listed is not None:
            plans, reports = panels.plans(listed, plans[0]) if keys.panels else ([], [])
            self.reports += reports
        selects = keys.frames is not None
        drafts = [panels.build(plan, page.order, selects=selects) for plan in plans]
        if listed is None and "view" not in self.node.items:
            drafts += panels.cards(drafts[0], panel.excerpt)
        return tuple(drafts)
