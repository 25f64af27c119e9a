"""A layer in one line, as captions and frameworks write it, to a tree that knows its places.

``"conv i=5 k=3 s=2"``, ``"i = 5, k = 3, s = 2 and p = 1"``, ``"nn.Conv2d(3, 8, 3, stride=2)"`` and
``"layers.Conv2D(8, 3, strides=2, padding='same')"`` are read; nothing is ever evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.config.text import scalars
from convanim.config.text.call import Call
from convanim.config.text.tokens import Token, tokens
from convanim.config.text.tree import DEPTH, Item, Node
from convanim.errors import ConfigError, Report

if TYPE_CHECKING:
    from typing import NoReturn

    from convanim.config.text.tokens import MarkAt
    from convanim.errors import Mark

LONGEST = 2000
"""Characters of a line."""

EXAMPLE = "conv i=5 k=3 s=2"

_JOINTS = {"and", "with", "&", ",", ";"}
"""What may stand between two keys."""

_LIKE_A_LINE = re.compile(r"[=(]")
_CONFIG = re.compile(r"\.ya?ml$", re.IGNORECASE)
_LETTER_AND_NUMBER = re.compile(r"([ikspda])(\d+)")
_CLOSING = {"[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class Line:
    """A layer written in one line.

    Attributes
    ----------
    node : Node
        Its keys; the mark of the whole is the end of the line, where more can be added.
    framework : str or None
        Whose layer it is, where it is a call.
    """

    node: Node
    framework: str | None = None


def is_line(text: str) -> bool:
    """Return whether a text is a layer in one line rather than the path of a file."""
    return bool(_LIKE_A_LINE.search(text)) and not _CONFIG.search(text)


def file_stem(text: str) -> str:
    """Return what a figure is called that has no file of its own: ``conv_i5_k3_s2``."""
    short = re.sub(r"\s*[=:]\s*|\band\b", "", text)
    return re.sub(r"[^A-Za-z0-9_.]+", "_", short).strip("_.")[:100].rstrip(".") or "figure"


def parse_within(text: str, mark_at: MarkAt) -> Line:
    """Return the keys of a line that is part of a larger text.

    Parameters
    ----------
    text : str
        The line.
    mark_at : callable
        Returns the mark of a character in that text, given its index in the line.

    Raises
    ------
    ConfigError
        It cannot be read; a caret shows where.
    """
    if len(text) > LONGEST:
        message = f"the line has {len(text)} characters; the limit is {LONGEST}"
        raise ConfigError([Report(message, mark_at(0))])
    if not text.strip():
        raise ConfigError([Report(f"empty; write a layer such as '{EXAMPLE}'", mark_at(0))])
    return _Parser(list(tokens(text, mark_at)), mark_at(len(text.rstrip()))).line()


@dataclass(slots=True)
class _Parser:
    """Reads tokens from left to right."""

    tokens: list[Token]
    end: Mark
    at: int = 0
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def follows(self, text: str, after: int = 1) -> bool:
        """Return whether a later token is this sign."""
        place = self.at + after
        return place < len(self.tokens) and self.tokens[place].text == text

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def line(self) -> Line:
        framework = self._layer()
        while True:
            while self.next.text in _JOINTS:
                self.take()
            if self.next.kind == "end":
                return Line(Node(self.items, self.end), framework)
            self._item()

    def _layer(self) -> str | None:
        """Read the layer that a line begins with; return its framework, where it is a call."""
        if self._is_assignment():
            self.at += 2
        first = self.next
        if first.kind != "word" or self._is_key():
            return None
        if self.follows("("):
            return self._call()
        words: list[str] = []
        while self.next.kind == "word" and not self._is_key() and self.next.text not in _JOINTS:
            if words and _LETTER_AND_NUMBER.fullmatch(self.next.text):
                break
            words.append(self.take().text)
        name = "_".join(words).lower() if len(words) > 1 else words[0]
        self.items["operation"] = Item("operation", Node(name, first.mark), first.mark)
        return None

    def _is_assignment(self) -> bool:
        """Return whether a call is given a name, as in ``self.conv1 = nn.Conv2d(3, 8, 3)``."""
        return (
            self.next.kind == "word"
            and self.follows("=")
            and self.at + 2 < len(self.tokens)
            and self.tokens[self.at + 2].kind == "word"
            and self.follows("(", 3)
        )

    def _is_key(self) -> bool:
        return self.follows("=") or self.follows(":")

    def _call(self) -> str:
        name = self.take()
        call = Call.of(name)
        self.take()
        while not self._ends(")", name):
            if self.next.kind == "word" and self.follows("="):
                parameter = self.take()
                self.take()
                call.named(parameter, self._value(parameter, 1))
            else:
                call.placed(self.next, self._value(self.next, 1))
            self._separator(")")
        for item in call.items():
            self.items[item.spelling] = item
        return call.signature.framework

    def _ends(self, closing: str, opening: Token) -> bool:
        """Return whether a bracket closes here, and step over it."""
        if self.next.kind == "end":
            _refuse(f"'{opening.text}' is never closed; add '{closing}'", self.end)
        if self.next.text != closing:
            return False
        self.take()
        return True

    def _separator(self, closing: str) -> None:
        if self.next.text == ",":
            self.take()
        elif self.next.text != closing and self.next.kind != "end":
            _refuse(f"',' or '{closing}' is missing before '{self.next.text}'", self.next.mark)

    def _item(self) -> None:
        key = self.take()
        if key.kind == "primed":
            letter = key.text[:-1]
            _refuse(
                f"{key.text} belongs to the convolution that emulates a transposed one; "
                f"write 'transposed_conv {letter}=...' with the layer's own keys, or "
                "transposed_conv transpose_of={i: 5, k: 3} with those of the direct convolution",
                key.mark,
            )
        if key.kind != "word":
            _refuse(
                f"'{key.text}' has no key; write one before it, as in k={key.text}"
                if key.kind in ("number", "sizes")
                else f"expected a key, not '{key.text}'; write a layer such as {EXAMPLE}",
                key.mark,
            )
        if self.next.text not in ("=", ":"):
            self._refuse_lone(key)
        self.take()
        self._add(key, self._value(key, 1))

    def _refuse_lone(self, key: Token) -> NoReturn:
        """Refuse a word that no ``=`` follows."""
        short = _LETTER_AND_NUMBER.fullmatch(key.text)
        if short:
            hint = f"write {short[1]}={short[2]}"
        elif self.next.kind in ("number", "sizes"):
            hint = f"write {key.text}={self.next.text}"
        else:
            hint = f"write {key.text}=..., or delete it"
        _refuse(f"'{key.text}' has no '='; {hint}", key.mark)

    def _add(self, key: Token, node: Node) -> None:
        """Add a key; dots in it reach into mappings, as in ``values.seed=3``."""
        first, *rest = key.text.split(".")
        for part in reversed(rest):
            node = Node({part: Item(part, node, key.mark)}, node.mark)
        known = self.items.get(first)
        if known is not None and known.node.items and node.items and first != "operation":
            node = Node({**known.node.items, **node.items}, known.node.mark)
        elif known is not None:
            _refuse(f"'{first}' is given twice; keep one", key.mark)
        self.items[first] = Item(first, node, key.mark)

    def _value(self, before: Token, depth: int) -> Node:
        token = self.take()
        if depth > DEPTH:
            _refuse(f"more than {DEPTH} levels; the limit is {DEPTH}", token.mark)
        if token.text in _CLOSING:
            return Node(tuple(self._entries(token, depth)), token.mark)
        if token.text == "{":
            return Node(self._mapping(token, depth), token.mark)
        if token.kind == "sizes":
            return Node(tuple(self._sizes(token)), token.mark)
        if token.kind == "number":
            return Node(scalars.resolve(token.text.replace("\N{MINUS SIGN}", "-")), token.mark)
        if token.kind == "string":
            return Node(token.text[1:-1], token.mark)
        if token.kind != "word" or (depth == 1 and self.next.text == "="):
            _refuse(f"'{before.text}' has no value; write one after the '='", before.mark)
        self._refuse_call(token)
        return Node(None if token.text == "None" else scalars.resolve(token.text), token.mark)

    def _refuse_call(self, token: Token) -> None:
        if self.next.text == "(":
            _refuse(
                f"'{token.text}(...)' cannot be read: expressions are not evaluated; write "
                "its value",
                token.mark,
            )

    def _entries(self, opening: Token, depth: int) -> list[Node]:
        closing = _CLOSING[opening.text]
        entries = []
        while not self._ends(closing, opening):
            entries.append(self._value(self.next, depth + 1))
            self._separator(closing)
        return entries

    def _mapping(self, opening: Token, depth: int) -> dict[str, Item]:
        items: dict[str, Item] = {}
        while not self._ends("}", opening):
            key = self.take()
            if key.kind != "word" or self.next.text not in ("=", ":"):
                _refuse("write a mapping as {seed: 7, input: [0, 3]}", key.mark)
            self.take()
            items[key.text] = Item(key.text, self._value(key, depth + 1), key.mark)
            self._separator("}")
        return items

    def _sizes(self, token: Token) -> list[Node]:
        return [Node(int(part), token.mark) for part in re.findall(r"\d{1,40}", token.text)]


def _refuse(message: str, mark: Mark) -> NoReturn:
    raise ConfigError([Report(message, mark)])
