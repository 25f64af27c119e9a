"""Which plug-ins a config speaks of; they decide which other keys it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.config.keys import plugins
from convanim.config.keys.common import COMMON
from convanim.config.text.scalars import shown
from convanim.errors import Report, listed
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.config.keys.rules import Section
    from convanim.config.text.tree import Node
    from convanim.plugins.registry import Plugin

USUAL_OPERATION = "conv"
WITH_VALUES, WITHOUT_VALUES = "flat", "isometric"
"""The plug-ins of a config that names none."""

SEVERAL = ("values", "in_channels", "out_channels", "groups", "r")
"""Keys of figures with numbers or with several maps."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plug-ins of a figure.

    Attributes
    ----------
    operation, view : class or None
        None when the config names none that exists.
    framework : tuple of str and int, or None
        A framework's name for the operation, and the number of axes in it.
    """

    operation: type[Any] | None
    view: type[Any] | None
    framework: tuple[str, int] | None = None

    @property
    def operation_section(self) -> Section:
        """The operation's keys; all there are when it is not known."""
        return _section(Operation, self.operation)

    @property
    def view_section(self) -> Section:
        """The view's keys; all there are when it is not known."""
        return _section(View, self.view)

    @property
    def sections(self) -> tuple[Section, ...]:
        """All keys the config may have."""
        return self.view_section, self.operation_section, COMMON

    def stranger(self, word: str) -> str | None:
        """Return the sentence for a key that another operation or view has."""
        if self.operation and (owners := _owners(Operation, word)):
            return f"{shown(word)} belongs to {listed(owners)}; this is {self.operation.name}"
        if self.view and (owners := _owners(View, word)):
            return f"{shown(word)} belongs to the view {listed(owners)}; this is {self.view.name}"
        return None

    def reports(self, named: Mapping[str, Any], node: Node) -> Iterator[Report]:
        """Yield what is wrong with the names under ``operation`` and ``view``.

        Parameters
        ----------
        named : mapping
            The checked common keys.
        node : Node
            The folded config.
        """
        operations = registry.scan(Operation)
        if self.operation is None and "operation" in named:
            names = plugins.operation_names()
            sentence = plugins.unknown("operation", named["operation"], names, operations)
            yield Report(sentence, node.mark_of(("operation",)))
        if self.view is None and "view" in named:
            views = registry.scan(View)
            sentence = plugins.unknown("view", named["view"], views, views)
            yield Report(sentence, node.mark_of(("view",)))


def choose(roots: Sequence[Node]) -> Chosen:
    """Return the plug-ins that a config and its settings name, the last outweighing."""
    operation, framework = None, None
    name = _last(roots, "operation", USUAL_OPERATION)
    if isinstance(name, str) and (found := plugins.operation(name)):
        operation, axes = found
        framework = (name, axes) if axes else None
    has_layers = any("layers" in root.items for root in roots)
    spellings = _section(Operation, None if has_layers else operation).spellings
    keys = {spellings.get(word) for root in roots for word in _words(root)}
    default = WITH_VALUES if keys & set(SEVERAL) else WITHOUT_VALUES
    view = _last(roots, "view", default)
    views = registry.scan(View)
    return Chosen(operation, views.get(view) if isinstance(view, str) else None, framework)


def _section(base: type[Plugin], plugin: type[Any] | None) -> Section:
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
