"""The words, numbers and signs of a layer that is written in one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Mark, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

MarkAt = Callable[[int], Mark]
"""Returns the mark of a character, given its index in the line."""

_TOKENS = re.compile(
    r"""(?P<sizes> \d+ (?: \s*[x\u00d7]\s*\d+ )+ )
      | (?P<number> [-+\u2212]? (?: \d+ (?:\.\d+)? | \.\d+ ) (?: [eE][-+]?\d+ )? )
      | (?P<primed> [^\W\d][\w\u0300-\u036f]* [\u2032\u2019'] (?= \s*[=:] ) )
      | (?P<word> [^\W\d][\w\u0300-\u036f]* (?: [.-][^\W\d]\w* )* /? )
      | (?P<string> "[^"]*" | '[^']*' )
      | (?P<sign> [][(){}=:,;&] )
      | (?P<end> \.? \s* \Z )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line: its kind, its text, its mark, and where it starts and ends."""

    kind: str
    text: str
    mark: Mark
    start: int
    end: int


def tokens(line: str, mark_at: MarkAt) -> Iterator[Token]:
    """Yield the tokens of a line; the last one has the kind ``end``.

    Raises
    ------
    ConfigError
        A character belongs to no token.
    """
    at = 0
    while True:
        at += len(line[at:]) - len(line[at:].lstrip())
        found = _TOKENS.match(line, at)
        if found is None:
            raise ConfigError([Report(_unreadable(line[at]), mark_at(at))])
        kind = str(found.lastgroup)
        yield Token(kind, found[0], mark_at(at), at, found.end())
        if kind == "end":
            return
        at = found.end()


def _unreadable(character: str) -> str:
    if character in "\"'":
        return "this quote is never closed; add another one, or delete it"
    if character in "+-*/%":
        return f"{shown(character)} cannot be read: expressions are not evaluated; write the result"
    return f"{shown(character)} cannot be read; write i=5 k=3 s=2, or a layer as Conv2d(3, 8, 3)"
