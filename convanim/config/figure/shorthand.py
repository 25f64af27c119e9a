"""The key ``figure``: a layer in one line, which the keys beside it override."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.config.text.lines import printable
from convanim.config.text.one_line import parse_within
from convanim.config.text.scalars import shown
from convanim.config.text.settings import Setting
from convanim.config.text.tree import Item, Node
from convanim.errors import ConfigError, Mark, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config.text.one_line import Line
    from convanim.config.text.tokens import MarkAt

KEY = "figure"

_NOWHERE = Mark("", 1, 1, "")

DOUBTS = frozenset({"i"})
"""Keys in doubt where others could not be read; nothing is then said to be missing."""

_INPUT = {"i", "input_size", "values", "layers", "panels", "transpose_of"}
"""Keys that give the input's size, or say where it is given."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The mappings that a figure's keys come from.

    Attributes
    ----------
    root : Node
        The figure's own keys; without any of them its mark is where they would stand.
    settings : tuple of Setting
        Each overrides those before it, and the root.
    reports : tuple of Report
        What is already known to be wrong.
    doubts : frozenset of str
        Keys that those reports are about.
    inherited : tuple of Node
        Mappings that the root overrides, each of which overrides those before it. Their keys
        that only other operations or views have are left out.
    suffix : str
        What comes after the figure's name.
    """

    root: Node
    settings: tuple[Setting, ...] = ()
    reports: tuple[Report, ...] = ()
    doubts: frozenset[str] = frozenset()
    inherited: tuple[Node, ...] = ()
    suffix: str = ""

    @property
    def mappings(self) -> list[Node]:
        """All of them, the lowest first."""
        return [*self.inherited, self.root, *(setting.node for setting in self.settings)]


def parts(root: Node, settings: Sequence[Setting], inherited: Sequence[Node] = ()) -> Parts:
    """Return the parts of a figure, with the line under ``figure`` beneath the keys it is among.

    A line among the settings is beneath the root. Of several lines the last one counts.
    """
    above = [Setting(root, 1), *settings]
    lines = [node.items[KEY].node for node in inherited if KEY in node.items]
    own = [each.node.items[KEY].node for each in above if KEY in each.node.items]
    if not lines and not own:
        return Parts(root, tuple(settings), inherited=tuple(inherited))
    rest = [_without_line(node) for node in inherited]
    others = [replace(each, node=_without_line(each.node)) for each in above]
    plain = Parts(others[0].node, tuple(others[1:]), inherited=tuple(rest))
    try:
        line = _line([*lines, *own][-1])
    except ConfigError as error:
        return replace(plain, reports=error.reports, doubts=DOUBTS)
    made = _beneath(line, others, rest)
    return (
        made
        if own
        else replace(plain, reports=made.reports, doubts=made.doubts, inherited=(line.node, *rest))
    )


def line_mapping(line: str) -> Node:
    """Return the mapping of a figure whose only key is a line.

    Raises
    ------
    ConfigError
        The line contains a control character, or is far too long.
    """
    mark = printable(line, "line").mark(0, 0)
    return Node({KEY: Item(KEY, Node(line, mark), mark)}, mark)


def _beneath(line: Line, settings: Sequence[Setting], inherited: Sequence[Node] = ()) -> Parts:
    """Return the parts of a figure whose lowest is a line, but for what it inherits."""
    made = Parts(line.node, tuple(settings), inherited=tuple(inherited))
    words = {word for each in made.mappings for word in each.items}
    if line.framework is None or words & _INPUT:
        return made
    message = f"a layer of {line.framework} does not say the size of its input; append ', i = 5'"
    return replace(made, reports=(Report(message, line.node.mark),), doubts=DOUBTS)


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
