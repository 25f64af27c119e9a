"""From plain Python data to a tree; its marks only number the values, to order the faults."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from convanim.config.text.tree import DEPTH, Item, Node
from convanim.errors import ConfigError, Mark, Report

NODES = 100_000
"""Most values in the keys of a figure."""

NO_SOURCE = ""
"""The source of marks that only order the reports."""


def from_python(value: object) -> Node:
    """Return the node of plain Python data; arrays count as lists.

    Raises
    ------
    ConfigError
        A value cannot be in a config, or there are too many values.
    """
    return _Counted().node(value, 0)


@contextlib.contextmanager
def without_places() -> Iterator[None]:
    """Remove the marks that only order the reports from any config error."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(without_counts(error.reports)) from None


def without_source(node: Node) -> Node:
    """Return a node whose marks only order its parts."""
    value = node.value
    if isinstance(value, dict):
        value = {
            key: replace(item, node=without_source(item.node), mark=_without_source(item.mark))
            for key, item in value.items()
        }
    elif isinstance(value, tuple):
        value = tuple(map(without_source, value))
    return Node(value, _without_source(node.mark))


def _without_source(mark: Mark | None) -> Mark | None:
    return replace(mark, source=NO_SOURCE) if mark else None


def without_counts(reports: Iterable[Report]) -> list[Report]:
    """Return reports, each once, without the marks that only order them."""
    kept = (
        each if each.mark and each.mark.source != NO_SOURCE else Report(each.message)
        for each in reports
    )
    return list(dict.fromkeys(kept))


@dataclass(slots=True)
class _Counted:
    """Makes nodes and counts them; the count is the line of each mark."""

    count: int = 0

    def node(self, value: object, depth: int) -> Node:
        self.count += 1
        mark = Mark(NO_SOURCE, self.count, 1, "")
        if depth > DEPTH or self.count > NODES:
            raise ConfigError(
                [Report(f"the keys contain more than {NODES} values or {DEPTH} levels")]
            )
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, Mapping):
            items = {_word(key): self._item(key, part, depth) for key, part in value.items()}
            return Node(items, mark)
        if isinstance(value, list | tuple):
            return Node(tuple(self.node(part, depth + 1) for part in value), mark)
        if value is None or isinstance(value, str | int | float):
            return Node(value, mark)
        kind = type(value).__name__
        raise ConfigError([Report(f"values must be numbers, text, lists or mappings, not {kind}")])

    def _item(self, key: str, value: object, depth: int) -> Item:
        node = self.node(value, depth + 1)
        return Item(key, node, node.mark)


def _word(key: object) -> str:
    if not isinstance(key, str):
        raise ConfigError([Report(f"keys must be text, not {key!r:.40}")])
    return key
