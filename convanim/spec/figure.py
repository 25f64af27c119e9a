"""From the tree of a config to a :class:`FigureSpec`, with every fault on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim.errors import ConfigError, Fault, Report
from convanim.spec import verdicts
from convanim.spec.checking import check
from convanim.spec.chosen import choose
from convanim.spec.common import COMMON
from convanim.spec.fold import fold
from convanim.spec.layers import Plan, plans
from convanim.spec.layers import build as build_layers
from convanim.spec.outputs import Output, named_theme, outputs
from convanim.spec.paths import figure_name
from convanim.spec.rules import Refused
from convanim.spec.settings import SOURCE
from convanim.spec.themes import theme
from convanim.spec.tree import Node, merge
from convanim.timeline import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convanim.spec.chosen import Chosen
    from convanim.spec.layers import Layer
    from convanim.spec.settings import Setting
    from convanim.theme import Theme

MOST_REPORTS = 100
"""After so many faults the rest are only counted."""

USUAL_THEME = "guide"


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """All that a config says of a figure, checked.

    Attributes
    ----------
    name : str
        Stem of its files.
    layers : tuple of object
        Instances of operations, each fed by the one before; most figures have one.
    view : object
        Instance of a view.
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
    """

    name: str
    layers: tuple[Any, ...]
    view: Any
    theme: Theme
    timing: Timing
    frames: tuple[int, ...] | None
    filmstrip: tuple[int, int] | None
    outputs: tuple[Output, ...]

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
        With every fault, in the order of the file.
    """
    chosen = choose([root, *(setting.node for setting in settings)])
    builder = _Builder(chosen, root, list(reports))
    builder.fold(root, settings)
    spec = builder.build(name)
    if spec is None:
        raise ConfigError(_in_order(builder.reports, settings))
    return spec


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
        its_outputs, reports = outputs(self.node.child("outputs") or Node(None), name)
        self.reports += reports
        layers, view = self._layers(common), self._view()
        if layers:
            self._judge(layers, view, common)
        if self.reports:
            return None
        return FigureSpec(
            name,
            tuple(layer.operation for layer in layers),
            view,
            its_theme or theme(USUAL_THEME),
            Timing(**common.get("timing", {})),
            common.get("frames"),
            common.get("filmstrip"),
            its_outputs,
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

    def _layers(self, common: Mapping[str, Any]) -> list[Layer]:
        """Return the layers that are sound: those listed, or the figure itself as the only one."""
        section = self.chosen.operation_section
        doubtful = bool(self.doubts & {*section.rules, "layers"})
        planned = [Plan(self.chosen, self.node, doubtful)]
        listed = self.node.child("layers")
        if listed is not None:
            planned, reports = plans(listed, planned[0]) if "layers" in common else ([], [])
            self.reports += reports
        layers, reports = build_layers(planned)
        self.reports += reports
        return layers if len(layers) == len(planned) else []

    def _view(self) -> Any:
        section, plugin = self.chosen.view_section, self.chosen.view
        values, reports = check(section, self.node)
        self.reports += reports
        return None if plugin is None or reports else plugin(**values)

    def _judge(self, layers: Sequence[Layer], view: Any, common: Mapping[str, Any]) -> None:
        """Hold sound layers against the view and what the config expects."""
        last = layers[-1].operation
        self._place(verdicts.expectation_faults(last, common.get("expect", {})))
        steps = sum(len(layer.sweep.steps) for layer in layers)
        self._place(verdicts.selection_faults(common.get("frames", ()), steps))
        for layer in layers if view is not None else ():
            self._place(Fault(f.where or ("view",), f.message) for f in view.faults(layer.sweep))

    def _place(self, faults: Iterable[Fault]) -> bool:
        """Note faults where they stand in the config, and return whether there were any."""
        found = [Report(fault.message, self.node.mark_of(fault.where)) for fault in faults]
        self.reports += found
        return bool(found)
