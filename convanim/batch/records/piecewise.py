"""Reads a JSON object value by value, so that a large one is never in memory as a whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[str, int], tuple[Any, int]]
    """Returns the value at a place in a text, and the place of what follows it."""

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


def members(text: str, at: int, read: Callable[[str], Read]) -> tuple[dict[str, Any], int]:
    """Return the object at a place in a text, and the place of what follows it.

    Parameters
    ----------
    text : str
        JSON.
    at : int
        Where the object starts, but for white space.
    read : callable
        Returns, for the name of a member, what reads its value.

    Raises
    ------
    ValueError, LookupError
        There is no object, or it is damaged.
    """
    found: dict[str, Any] = {}
    at = _after("{", text, at)
    while text[at] != "}":
        if found:
            at = _after(",", text, at)
        name, at = _DECODER.raw_decode(text, at)
        found[name], at = read(name)(text, _after(":", text, at))
    return found, _after("}", text, at)


def value(text: str, at: int) -> tuple[Any, int]:
    """Return the value at a place in a text, and the place of what follows it.

    Raises
    ------
    ValueError
        There is no value.
    """
    found, at = _DECODER.raw_decode(text, at)
    return found, _after("", text, at)


def _after(mark: str, text: str, at: int) -> int:
    """Return the place behind a mark, and the white space around it."""
    at = _end_of_space(text, at)
    if not text.startswith(mark, at):
        raise ValueError(f"no {mark} at {at}")
    return _end_of_space(text, at + len(mark))


def _end_of_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
