"""The key ``figure``: a layer in one line, which the keys beside it override."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.config.text.one_line import parse_within
from convanim.config.text.scalars import shown
from convanim.config.text.settings import Setting
from convanim.errors import ConfigError, Mark, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config.text.one_line import Line
    from convanim.config.text.tokens import MarkAt
    from convanim.config.text.tree import Node

KEY = "figure"

_NOWHERE = Mark("", 1, 1, "")

_INPUT = {"i", "input_size", "values", "layers", "panels", "transpose_of"}
"""Keys that give the input's size, or say where it is given."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The mappings that a figure's keys come from.

    Attributes
    ----------
    root : Node
        The lowest, which the others override.
    settings : tuple of Setting
        The others; each overrides those before it.
    reports : tuple of Report
        What is already known to be wrong.
    doubts : frozenset of str
        Keys that those reports are about.
    """

    root: Node
    settings: tuple[Setting, ...] = ()
    reports: tuple[Report, ...] = ()
    doubts: frozenset[str] = frozenset()


def parts(root: Node, settings: Sequence[Setting]) -> Parts:
    """Return the parts of a config, with the line under ``figure`` as the lowest of them.

    Raises
    ------
    ConfigError
        The line cannot be read.
    """
    every = [Setting(root, 1), *settings]
    lines = [each.node.items[KEY].node for each in every if KEY in each.node.items]
    if not lines:
        return Parts(root, tuple(settings))
    others = [replace(each, node=_without_line(each.node)) for each in every]
    return beneath(_line(lines[-1]), others)


def beneath(line: Line, settings: Sequence[Setting]) -> Parts:
    """Return the parts of a figure whose lowest is a line."""
    words = {word for each in settings for word in each.node.items} | set(line.node.items)
    if line.framework is None or words & _INPUT:
        return Parts(line.node, tuple(settings))
    message = f"a layer of {line.framework} does not say the size of its input; append ', i = 5'"
    return Parts(line.node, tuple(settings), (Report(message, line.node.mark),), frozenset({"i"}))


def _without_line(node: Node) -> Node:
    return replace(node, value={k: item for k, item in node.items.items() if k != KEY})


def _line(node: Node) -> Line:
    if not isinstance(node.value, str):
        message = f"{KEY} must be a layer in one line, such as 'conv i=5 k=3', not "
        raise ConfigError([Report(message + shown(node.plain()), node.mark)])
    return parse_within(node.value, _marks(node.value, node.mark))


def _marks(text: str, mark: Mark | None) -> MarkAt:
    """Return the marks of a text's characters: those of its value, where they are not its own."""
    whole = mark if mark is not None else _NOWHERE
    start = whole.column - 1
    start += whole.text[start : start + 1] in ("'", '"')
    if whole.text[start : start + len(text)] != text:
        return lambda _: whole
    return lambda index: replace(whole, column=start + index + 1)
