"""From plain Python data to a tree; its marks only number the values, to order the faults."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from convanim.config.text.tree import DEPTH, Item, Node
from convanim.errors import ConfigError, Mark, Report

NODES = 100_000
"""Most values in the keys of a figure."""


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
    """Remove the marks, which only order the faults, from any config error."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(without_marks(error.reports)) from None


def without_marks(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Return reports without marks, each message once."""
    return tuple(map(Report, dict.fromkeys(report.message for report in reports)))


@dataclass(slots=True)
class _Counted:
    """Makes nodes and counts them; the count is the line of each mark."""

    count: int = 0

    def node(self, value: object, depth: int) -> Node:
        self.count += 1
        mark = Mark("", self.count, 1, "")
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
        raise ConfigError([Report(f"keys take numbers, text, lists and mappings, not {kind}")])

    def _item(self, key: str, value: object, depth: int) -> Item:
        node = self.node(value, depth + 1)
        return Item(key, node, node.mark)


def _word(key: object) -> str:
    if not isinstance(key, str):
        raise ConfigError([Report(f"keys must be text, not {key!r:.40}")])
    return key
