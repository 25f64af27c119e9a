"""From YAML to a tree, event by event, so that limits apply before anything is built."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convanim.config.text import scalars
from convanim.config.text.broken import sentence
from convanim.config.text.lines import Lines, printable
from convanim.config.text.tree import DEPTH, Item, Node
from convanim.errors import ConfigError, Mark, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

NODES = 20_000
"""Most values in a text, with each alias counted as all its values; half a second to read."""

_STANDARD = {f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str")}


def compose(text: str, source: str, lines: Lines | None = None) -> tuple[Node, list[Report]]:
    """Return the tree of a text with one YAML document, and what is wrong with its keys.

    Parameters
    ----------
    text : str
        The document.
    source : str
        Its name in messages.
    lines : Lines or None
        Lines to show in messages, if not those of the text itself.

    Raises
    ------
    ConfigError
        The text cannot be read any further: broken YAML, too deep, too large, or a second
        document.
    """
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    reader = _Reader(lines or printable(text, source))
    root = reader.read(_events(text, reader.lines))
    return root, reader.reports


def _events(text: str, lines: Lines) -> Iterator[Any]:
    """Yield the parser's events; its exceptions become one message with a position."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    line = column = 0
    try:
        # Without a list of plug-ins the parser searches the disk for them, for each text.
        for event in YAML(typ="safe", pure=True, plug_ins=[]).parse(text):
            line, column = event.end_mark.line, event.end_mark.column
            yield event
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = error.context_mark
        above, left = (start.line, start.column) if start else _above(lines, mark.line)
        if hint := scalars.colon_hint(lines.lines[above][left:]):
            raise lines.refuse(above, left, hint) from None
        before = lines.lines[mark.line][: mark.column] if mark.line < len(lines.lines) else ""
        raise lines.refuse(mark.line, mark.column, sentence(error, before)) from None
    # For the next two faults the parser has no error of its own.
    except ValueError:
        message = "not valid YAML: an escape sequence after this point is not a character"
        raise lines.refuse(line, column, message) from None
    except AssertionError:
        message = "not valid YAML: unknown version; remove the %YAML line"
        raise lines.refuse(line, column, message) from None


def _above(lines: Lines, line: int) -> tuple[int, int]:
    """Return where the text above a line begins: to the parser ``i:5`` goes on in the next line."""
    written = (n for n in range(line - 1, -1, -1) if lines.lines[n].strip())
    number = next(written, line)
    text = lines.lines[number]
    return number, len(text) - len(text.lstrip(" -"))


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read."""

    mark: Mark
    anchor: str | None
    is_mapping: bool
    nodes: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 0


@dataclass(slots=True)
class _Reader:
    """Builds the tree from events without recursion, and counts values and levels."""

    lines: Lines
    reports: list[Report] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int, int]] = field(default_factory=dict)
    visited: int = 0
    root: Node | None = None

    def read(self, events: Iterator[Any]) -> Node:
        for event in events:
            kind = type(event).__name__
            mark = self.lines.mark(event.start_mark.line, event.start_mark.column)
            if kind == "DocumentStartEvent" and self.root is not None:
                raise ConfigError(
                    [Report("a second document starts here; keep one per file", mark)]
                )
            if kind == "AliasEvent":
                self._alias(event.anchor, mark)
            elif kind == "ScalarEvent":
                self._scalar(event, mark)
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._check_tag(event.tag, mark)
                self.stack.append(_Open(mark, event.anchor, kind == "MappingStartEvent"))
                self._bound(1, len(self.stack), mark)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._close(self.stack.pop())
        if self.root is None:
            raise self.lines.refuse(0, 0, "the config is empty; start with 'operation: conv'")
        return self.root

    def _scalar(self, event: Any, mark: Mark) -> None:
        self._bound(1, 0, mark)
        self._check_tag(event.tag, mark)
        is_plain = event.style is None and event.tag not in _STANDARD
        if is_plain and not event.value:
            mark = self._key_mark() or mark
        node = Node(scalars.resolve(event.value) if is_plain else event.value, mark)
        self._add(node, event.anchor, 1, 0)

    def _key_mark(self) -> Mark | None:
        """Return the position of a key without a value, where a missing value is reported."""
        parent = self.stack[-1] if self.stack else None
        waits = parent is not None and parent.is_mapping and len(parent.nodes) % 2 == 1
        return parent.nodes[-1].mark if parent and waits else None

    def _alias(self, anchor: str, mark: Mark) -> None:
        if anchor not in self.anchors:
            raise ConfigError([Report(f"alias '*{anchor}' is not defined above", mark)])
        node, size, depth = self.anchors[anchor]
        self._bound(size, len(self.stack) + depth, mark)
        self._add(replace(node, mark=mark), None, size, depth)

    def _check_tag(self, tag: str | None, mark: Mark) -> None:
        if tag is not None and tag not in _STANDARD:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.reports.append(Report(f"YAML tags are not supported; remove '{short:.40}'", mark))

    def _bound(self, size: int, depth: int, mark: Mark) -> None:
        self.visited += size
        if self.visited > NODES:
            raise ConfigError([Report(f"more than {NODES} values; the limit is {NODES}", mark)])
        if depth > DEPTH:
            raise ConfigError([Report(f"more than {DEPTH} levels; the limit is {DEPTH}", mark)])

    def _close(self, done: _Open) -> None:
        value = self._items(done.nodes) if done.is_mapping else tuple(done.nodes)
        self._add(Node(value, done.mark), done.anchor, done.size, done.depth + 1)

    def _add(self, node: Node, anchor: str | None, size: int, depth: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, depth)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.nodes.append(node)
        parent.size += size
        parent.depth = max(parent.depth, depth)

    def _items(self, nodes: list[Node]) -> dict[str, Item]:
        items: dict[str, Item] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key.value, str):
                message = f"keys must be text, not {scalars.shown(key.plain())}"
                self.reports.append(Report(message, key.mark))
            elif key.value in items:
                self.reports.append(self._twice(key, items[key.value]))
            else:
                items[key.value] = Item(key.value, value, key.mark)
        return items

    def _twice(self, key: Node, first: Item) -> Report:
        lines = (first.mark.line, key.mark.line) if first.mark and key.mark else (0, 0)
        where = f"on lines {lines[0]} and {lines[1]}" if lines[0] != lines[1] else "on this line"
        return Report(
            f"{scalars.shown(first.spelling)} is given twice, {where}; keep one", key.mark
        )
