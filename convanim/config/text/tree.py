"""A config as a tree of plain data that knows the line and column of each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.errors import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.errors import Fault, Mark, Where

Scalar = str | int | float | bool | None

DEPTH = 50
"""Deepest nesting of mappings and lists."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its position.

    Attributes
    ----------
    value : scalar, tuple of Node, or dict of str to Item
        The value; a mapping's keys have the user's spelling until they are folded.
    mark : Mark or None
        Its position; None for values that do not come from a text.
    """

    value: Scalar | tuple[Node, ...] | dict[str, Item]
    mark: Mark | None = None

    @property
    def items(self) -> dict[str, Item]:
        """The items of a mapping; empty for other values."""
        return self.value if isinstance(self.value, dict) else {}

    def child(self, part: str | int) -> Node | None:
        """Return the value of a key or at an index, or None."""
        if isinstance(part, str):
            return self.items[part].node if part in self.items else None
        entries = self.value if isinstance(self.value, tuple) else ()
        return entries[part] if part < len(entries) else None

    def mark_of(self, where: Where) -> Mark | None:
        """Return the position of the deepest part of a path that exists."""
        node = self
        for part in where:
            child = node.child(part)
            if child is None:
                break
            node = child
        return node.mark

    def reports(self, faults: Iterable[Fault]) -> list[Report]:
        """Return faults of these keys with their positions."""
        return [Report(fault.message, self.mark_of(fault.where)) for fault in faults]

    def label(self, where: Where) -> str:
        """Return a path in the user's spelling: ``transpose_of.stride[1]``."""
        words, node = "", self
        for part in where:
            if isinstance(part, int):
                words += f"[{part}]"
            else:
                item = node.items.get(part)
                words += f".{item.spelling if item else part}"
            node = node.child(part) or Node(None)
        return words.removeprefix(".")

    def as_spelled(self) -> object:
        """Return the plain value with every key in the spelling that the user chose."""
        if isinstance(self.value, dict):
            return {item.spelling: item.node.as_spelled() for item in self.value.values()}
        if isinstance(self.value, tuple):
            return [node.as_spelled() for node in self.value]
        return self.value

    def plain(self) -> object:
        """Return the value without its marks, as numbers, strings, lists and dicts."""
        if isinstance(self.value, dict):
            return {key: item.node.plain() for key, item in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(frozen=True, slots=True)
class Item:
    """A key of a mapping as the user spells it, its position, and its value."""

    spelling: str
    node: Node
    mark: Mark | None = None


def merge(old: Node, new: Node, levels: int) -> Node:
    """Return ``old`` with the keys of ``new`` instead of its own.

    Mappings are merged key by key down to that many levels; below, the new value replaces the
    old one as a whole.
    """
    if not (levels and isinstance(old.value, dict) and isinstance(new.value, dict)):
        return new
    items = dict(old.value)
    for key, item in new.value.items():
        before = items.get(key)
        node = merge(before.node, item.node, levels - 1) if before else item.node
        items[key] = Item(item.spelling, node, item.mark)
    return Node(items, old.mark)
