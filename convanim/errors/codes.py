"""The kinds of errors, each with a stable code, a title and an explanation."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.errors import ConfigError, ConvanimError

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = re.compile(r"(?<!\w)'[^']*'(?!\w)")

CATALOGUE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error.

    Attributes
    ----------
    code : str
        Such as ``"E301"``; it never changes its meaning.
    title : str
        A few words.
    says : tuple of str
        Regular expressions; a message of this kind has one of them, without its quoted words.
    example : str
        A message of this kind.
    explanation : str
        What it means, and what to do.
    """

    code: str
    title: str
    says: tuple[str, ...]
    example: str
    explanation: str

    def has(self, message: str) -> bool:
        """Return whether a message, in which quotes are empty, is of this kind."""
        return any(re.search(pattern, message) for pattern in self.says)


@functools.cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its code, in the order of the catalogue."""
    data = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {
        code: Kind(code, each["title"], tuple(each["says"]), each["example"], each["explanation"])
        for code, each in data.items()
    }


def code_of(message: str) -> str:
    """Return the code of a message; empty if it is of no kind."""
    return next(codes_of(message), "")


def codes_of(message: str) -> Iterator[str]:
    """Yield the code of every kind that a message is of, which is one.

    Quoted words come from the user, and say nothing about the kind.
    """
    own = _QUOTED.sub("''", message.partition("\n")[0])
    yield from (kind.code for kind in kinds().values() if kind.has(own))


def kind_of(code: str) -> Kind:
    """Return the kind with a code.

    Raises
    ------
    ConvanimError
        There is none.
    """
    if code not in kinds():
        raise ConvanimError(f"no error has the code {code}; the reference lists all codes")
    return kinds()[code]


def coded(error: ConvanimError) -> str:
    """Return what an error says, with the code at the end of each message."""
    return "\n".join(_coded(error))


def _coded(error: ConvanimError) -> Iterator[str]:
    if isinstance(error, ConfigError):
        for report in error.reports:
            yield with_code(str(report), report.code)
    else:
        yield with_code(str(error), code_of(str(error)))


def with_code(text: str, code: str) -> str:
    """Return a text whose first line ends in a code, if there is one."""
    first, *rest = text.split("\n", 1)
    return "\n".join((f"{first} [{code}]" if code else first, *rest))
