"""The plan of a layer or a panel: its plug-ins, and its keys with those it inherits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.config.keys import names, plugins
from convanim.config.keys.checking import check, fold
from convanim.config.keys.common import COMMON, FILE, PanelKeys
from convanim.config.keys.other_words import KEYS
from convanim.config.keys.plugins import instance
from convanim.config.text.scalars import shown
from convanim.errors import Report, listed
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.config.keys.rules import Section
    from convanim.config.text.tree import Item, Node
    from convanim.plugins.registry import Plugin

USUAL_OPERATION = "conv"
WITH_VALUES, WITHOUT_VALUES = "flat", "isometric"
"""The views of a config that names none."""

SEVERAL = ("values", "in_channels", "out_channels", "groups", "r")
"""Keys of figures with numbers or with several maps."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The plug-ins of a figure; they decide which other keys it may have.

    Attributes
    ----------
    operation, view : class or None
        None when the config names none that exists.
    framework : tuple of str and int, or None
        A framework's name for the operation, and the number of axes in it.
    name : str
        The operation as the config names it.
    """

    operation: type[Operation] | None
    view: type[View] | None
    framework: tuple[str, int] | None = None
    name: str = USUAL_OPERATION

    @property
    def operation_section(self) -> Section:
        """The operation's keys; those of all operations when it is not known."""
        return _section(Operation, self.operation)

    @property
    def view_section(self) -> Section:
        """The view's keys; those of all views when it is not known."""
        return _section(View, self.view)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All keys the config may have."""
        return self.view_section, self.operation_section, COMMON

    def applicable(self, mapping: Node) -> Node:
        """Return a mapping without the keys that only other operations or views have."""
        known = {word for section in self.sections for word in section.spellings}
        strange = [word for word in mapping.items if word not in known]
        others = {word for word in strange if _owners(Operation, word) or _owners(View, word)}
        items = {word: item for word, item in mapping.items.items() if word not in others}
        return replace(mapping, value=items) if others else mapping

    def stranger(self, word: str) -> str | None:
        """Return the message for a key that another operation or view has, or only a file."""
        if word in FILE.rules:
            return f"{shown(word)} cannot be given here; it belongs at the top of a config file"
        is_meant = word.lower() not in KEYS
        if self.operation and is_meant and (owners := _owners(Operation, word)):
            return f"{shown(word)} belongs to {listed(owners)}; this is {self.operation.name}"
        if self.view and (owners := _owners(View, word)):
            return f"{shown(word)} belongs to the view {listed(owners)}; this is {self.view.name}"
        return None

    def reports(self, keys: PanelKeys, node: Node) -> Iterator[Report]:
        """Yield what is wrong with the names under ``operation`` and ``view``.

        Parameters
        ----------
        keys : PanelKeys
            The checked keys.
        node : Node
            The folded config.
        """
        if self.operation is None and keys.operation is not None:
            operations = registry.scan(Operation)
            known = names.operation_names()
            sentence = names.unknown("operation", keys.operation, known, operations)
            yield Report(sentence, node.mark_of(("operation",)))
        if self.view is None and keys.view is not None:
            views = registry.scan(View)
            sentence = names.unknown("view", keys.view, views, views)
            yield Report(sentence, node.mark_of(("view",)))


def choose(roots: Sequence[Node]) -> Choice:
    """Return the plug-ins that a config and its settings name; the last one wins."""
    operation, framework = None, None
    name = _last(roots, "operation", USUAL_OPERATION)
    if isinstance(name, str) and (found := names.operation(name)):
        operation, axes = found
        framework = (name, axes) if axes else None
    has_layers = any("layers" in root.items for root in roots)
    spellings = _section(Operation, None if has_layers else operation).spellings
    keys = {spellings.get(word) for root in roots for word in _words(root)}
    default = WITH_VALUES if keys & set(SEVERAL) else WITHOUT_VALUES
    view = _last(roots, "view", default)
    views = registry.scan(View)
    chosen = views.get(view) if isinstance(view, str) else None
    return Choice(operation, chosen, framework, name if isinstance(name, str) else "")


def _section(base: type[Plugin], plugin: type[Plugin] | None) -> Section:
    return plugins.section(plugin) if plugin else plugins.union(base)


def _words(root: Node) -> Iterator[str]:
    """Yield the keys of a config and of its layers."""
    yield from root.items
    layers = root.child("layers")
    for layer in layers.value if layers and isinstance(layers.value, tuple) else ():
        yield from layer.items


def _last(roots: Sequence[Node], key: str, default: str) -> object:
    for root in reversed(roots):
        for spelling in (key, *COMMON.rules[key].also):
            if spelling in root.items:
                return root.items[spelling].node.value
    return default


def _owners(base: type[Plugin], word: str) -> list[str]:
    return [name for name, keys in plugins.sections(base).items() if word in keys.spellings]


@dataclass(frozen=True, slots=True)
class Plan:
    """A layer or a panel that is going to be built.

    Attributes
    ----------
    choice : Choice
        Its plug-ins.
    node : Node
        Its keys in one spelling.
    is_doubtful : bool
        Whether some are in doubt.
    keys : PanelKeys
        The checked keys that belong to no plug-in.
    label : str
        What comes before a key's name in messages.
    """

    choice: Choice
    node: Node
    is_doubtful: bool = False
    keys: PanelKeys = field(default_factory=PanelKeys)
    label: str = ""


def plan(
    entry: Node,
    outer: Plan,
    choice: Choice,
    sections: tuple[Section, ...],
    inherited: Mapping[str, Item],
    label: str,
) -> tuple[Plan, list[Report]]:
    """Return the plan of an entry of a list, and what is wrong with its keys.

    Parameters
    ----------
    entry : Node
        A mapping as written.
    outer : Plan
        The plan it is part of.
    choice : Choice
        Its plug-ins.
    sections : tuple of Section
        The keys it may have; those of the last belong to no plug-in and are checked here.
    inherited : mapping
        Items of ``outer`` that apply where the entry gives none.
    label : str
        Of the entry, for messages.
    """
    folded = fold(entry, sections, choice.stranger)
    own, wrong = check(sections[-1], folded.node, label)
    node = replace(folded.node, value={**inherited, **folded.node.items})
    keys, _ = check(sections[-1], node)
    doubtful = bool(folded.doubts & set(choice.operation_section.rules))
    reports = [*folded.reports, *wrong, *choice.reports(instance(PanelKeys, own), folded.node)]
    return Plan(
        choice, node, doubtful or outer.is_doubtful, instance(PanelKeys, keys), label
    ), reports
