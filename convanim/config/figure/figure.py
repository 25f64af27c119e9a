"""From the tree of a config to a :class:`~convanim.config.figure.draft.Draft`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from convanim.config.figure import panels
from convanim.config.figure.draft import Draft
from convanim.config.figure.outputs import chosen_theme, outputs
from convanim.config.figure.plan import Plan, choose
from convanim.config.figure.recent import Recent
from convanim.config.figure.spec import FigureSpec
from convanim.config.keys.checking import check, fold
from convanim.config.keys.common import COMMON, FILE, FigureKeys, PanelKeys
from convanim.config.keys.languages import chosen as chosen_language
from convanim.config.keys.paths import figure_name
from convanim.config.keys.plugins import instance
from convanim.config.keys.rules import Refusal
from convanim.config.keys.themes import USUAL, theme
from convanim.config.text.scalars import shown
from convanim.config.text.tree import Node, merge
from convanim.errors import Report, did_you_mean, nearest
from convanim.film.page_setup import PageSetup
from convanim.layout.panel import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.config.figure.draft import PanelDraft
    from convanim.config.figure.plan import Choice
    from convanim.config.figure.shorthand import Parts


def build(
    parts: Parts, reports: Iterable[Report], name: str, recent: Recent | None = None
) -> Draft:
    """Return the figure of a config, and every fault of its keys.

    Parameters
    ----------
    parts : Parts
        The mappings that its keys come from.
    reports : iterable of Report
        Faults found so far.
    name : str
        The figure's name, unless the config gives one.
    recent : Recent or None
        The panels of other figures of the config, to share them.
    """
    choice = choose(parts.mappings)
    node = Node({}, parts.root.mark)
    reports = [*reports, *parts.reports]
    builder = _Builder(choice, node, reports, recent or Recent(), set(parts.doubts))
    builder.fold(parts)
    marks = (setting.node.mark for setting in parts.settings)
    return builder.build(name, parts.suffix, tuple(mark.text for mark in marks if mark))


@dataclass(slots=True)
class _Builder:
    """Builds the parts of a figure one by one, and continues after a fault."""

    choice: Choice
    node: Node
    reports: list[Report]
    recent: Recent
    doubts: set[str]

    def fold(self, parts: Parts) -> None:
        for each in parts.inherited:
            self._add(self.choice.applicable(each), 1)
        self._add(parts.root, 1)
        for setting in parts.settings:
            self._add(setting.node, setting.levels)

    def _add(self, mapping: Node, levels: int) -> None:
        folded = fold(mapping, self.choice.sections, self._stranger)
        self.node = merge(self.node, folded.node, levels)
        self.reports += folded.reports
        self.doubts |= folded.doubts

    def _stranger(self, word: str) -> str | None:
        """Return the message for a key of a file, or a misspelling of one."""
        known = (word for section in self.choice.sections for word in section.spellings)
        hint = "" if nearest(word, known) else did_you_mean(word, FILE.rules)
        return self.choice.stranger(word) or (f"unknown key {shown(word)}{hint}" if hint else None)

    def build(self, name: str, suffix: str, settings: tuple[str, ...]) -> Draft:
        common, reports = check(COMMON, self.node)
        keys, page = instance(FigureKeys, common), instance(Page, common)
        panel = instance(PanelKeys, common)
        self.reports += [*reports, *self.choice.reports(panel, self.node)]
        name = self._name(keys, name, suffix)
        its_theme, reports = chosen_theme(keys.theme, self.node)
        self.reports += reports
        its_language, reports = chosen_language(keys.lang, self.node.child("lang"))
        self.reports += reports
        entries = self.node.child("outputs") if keys.outputs else None
        its_outputs, reports = outputs(entries or Node(None), name, keys.filmstrip is not None)
        self.reports += reports
        dark, reports = chosen_theme(common.pop("dark", None), self.node, "dark")
        self.reports += reports
        setup = replace(instance(PageSetup, common), dark=dark)
        if fault := setup.fault():
            key, message = fault
            self.reports.append(Report(f"{key} {message}", self.node.mark_of((key,))))
        drafts = self._panels(keys, panel)
        valid = [draft.panel for draft in drafts if draft.panel and not draft.reports]
        figure = FigureSpec(
            name,
            tuple(valid) if len(valid) == len(drafts) else (),
            page,
            its_theme or theme(USUAL),
            keys.timing,
            keys.frames,
            keys.poster,
            keys.filmstrip,
            its_outputs,
            setup,
            font=keys.font,
            language=its_language,
            alt=keys.alt,
            keys=self.node,
        )
        return Draft(figure, drafts, tuple(self.reports), settings)

    def _name(self, keys: FigureKeys, default: str, suffix: str) -> str:
        is_given = "name" in self.node.items
        name = (keys.name or default if is_given else default) + suffix
        if is_given and not suffix:
            return name
        try:
            return figure_name(name)
        except Refusal as refused:
            whose, way = "the file's own name", "rename the file, or give a name"
            if suffix:
                whose, way = "the name of a figure", "give a shorter name, or other values"
            message = f"{whose} {refused.faults[0].message}; {way}"
            self.reports.append(Report(message, self.node.mark))
            return name

    def _panels(self, keys: FigureKeys, panel: PanelKeys) -> tuple[PanelDraft, ...]:
        """Return the panels listed, or the figure as the only one."""
        sections = self.choice.operation_section, self.choice.view_section
        known = {key for section in sections for key in section.rules}
        doubtful = bool(self.doubts & {*known, "layers", "panels"})
        own = replace(panel, title=None, caption=None, frames=None)
        plan = Plan(self.choice, self.node, doubtful, own)
        are_listed, selects = bool(keys.panels), keys.frames is not None
        drafts, reports = self.recent.panels(
            self.node,
            (self.choice, doubtful, are_listed, selects),
            partial(_drafts, plan, are_listed=are_listed, selects=selects),
        )
        self.reports += reports
        return drafts


def _drafts(
    figure: Plan, *, are_listed: bool, selects: bool
) -> tuple[tuple[PanelDraft, ...], list[Report]]:
    """Return the panels of a figure, and what is wrong with those that are listed.

    Parameters
    ----------
    figure : Plan
        The figure as its only panel.
    are_listed : bool
        Whether it has a valid list of panels.
    selects : bool
        Whether it says which steps it shows.
    """
    plans: list[Plan] = [figure]
    reports: list[Report] = []
    listed = figure.node.child("panels")
    if listed is not None:
        plans, reports = panels.plans(listed, figure) if are_listed else ([], [])
    drafts = [panels.build(plan, selects=selects) for plan in plans]
    if listed is None and "view" not in figure.node.items:
        drafts += panels.cards(drafts[0], figure.keys.excerpt)
    return tuple(drafts), reports
