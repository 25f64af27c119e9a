"""``--set key=value``: a key that overrides the config."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.config.text.lines import Lines, printable
from convanim.config.text.reader import compose
from convanim.config.text.tree import DEPTH, Item, Node
from convanim.errors import ConfigError, Report

if TYPE_CHECKING:
    from convanim.errors import Mark

SOURCE = "--set"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as a small config.

    Attributes
    ----------
    node : Node
        A mapping with the one key.
    levels : int
        Depth of the value: 2 for ``values.seed``.
    """

    node: Node
    levels: int

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to its value, as they are spelled."""
        node, words = self.node, []
        for _ in range(self.levels):
            ((word, item),) = node.items.items()
            words.append(word)
            node = item.node
        return tuple(words)

    @property
    def value(self) -> Node:
        """Its value."""
        node = self.node
        for word in self.path:
            node = node.items[word].node
        return node


def setting(text: str) -> tuple[Setting, list[Report]]:
    """Return a setting, and what is wrong with the keys in its value.

    Raises
    ------
    ConfigError
        The text is not ``key=value``, or its value is not YAML.
    """
    lines = printable(text, SOURCE)
    path, equals, value = text.partition("=")
    parts = [part.strip() for part in path.split(".")]
    if not equals or not all(parts) or len(parts) > DEPTH:
        message = "a setting must be key=value, such as k=5 or values.seed=3"
        raise ConfigError([Report(message, lines.mark(0, 0))])
    node, reports = _value(" " * (len(path) + 1) + value, lines)
    return nested(".".join(parts), node, lines.mark(0, 0)), reports


def nested(path: str, node: Node, mark: Mark | None) -> Setting:
    """Return the setting of a key such as ``values.seed``, given its value and its position."""
    parts = path.split(".")
    for part in reversed(parts):
        node = Node({part: Item(part, node, mark)}, node.mark)
    return Setting(node, len(parts))


def _value(padded: str, lines: Lines) -> tuple[Node, list[Report]]:
    """Return the node of a value that is padded with spaces to its column in the setting."""
    if not padded.strip():
        return Node(None, _end(lines)), []
    return compose(padded, SOURCE, lines)


def _end(lines: Lines) -> Mark:
    return lines.mark(0, len(lines.lines[0]))
