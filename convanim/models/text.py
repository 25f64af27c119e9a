"""Config keys as the YAML text that a person would write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WIDEST = 88
"""Columns of a line, where it can be broken."""

ORDER = (
    *("operation", "op", "i", "k", "s", "p", "d", "a", "scale", "mode", "align_corners", "r"),
    *("channel_order", "norm"),
    *("in_channels", "out_channels", "groups", "bias", "padding_mode", "ceil_mode"),
    *("count_include_pad", "relu", "values"),
)


_PLAIN = re.compile(r"[A-Za-z_][\w/.+-]*( [A-Za-z0-9_][\w/.+-]*)*", re.ASCII)
_NO_TEXT = {"true", "false", "null"}
_SPECIAL = {"Infinity": ".inf", "-Infinity": "-.inf", "NaN": ".nan"}


def yaml(keys: Mapping[str, Any]) -> str:
    """Return a mapping of numbers, words and lists as YAML, a key a line."""
    known = sorted(keys, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    return "".join(f"{line}\n" for key in known for line in _lines(key, keys[key], ""))


def comment(text: str) -> str:
    """Return a line of comment, whatever characters there are in the text."""
    return f"# {printable(text)}\n"


def printable(text: str) -> str:
    """Return a text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in text)


def times(shape: Iterable[int | None]) -> str:
    """Return ``"3 x ? x 5"``, where a size is not known."""
    return " x ".join("?" if size is None else str(size) for size in shape) or "?"


def _lines(key: str, value: Any, indent: str) -> Iterator[str]:
    line = f"{indent}{key}: {flow(value)}"
    if len(line) <= WIDEST:
        yield line
    elif isinstance(value, Mapping):
        yield f"{indent}{key}:"
        for inner, part in value.items():
            yield from _lines(inner, part, indent + "  ")
    else:
        yield f"{indent}{key}:"
        yield from _entries(value, indent + "  ")


def _entries(value: Any, indent: str) -> Iterator[str]:
    for part in value:
        line = f"{indent}- {flow(part)}"
        if len(line) <= WIDEST or not isinstance(part, list):
            yield line
        else:
            first, *rest = _entries(part, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    return _text(value) if isinstance(value, str) else _number(value)


def _text(text: str) -> str:
    """Return a text as it is where YAML takes it for one, else in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def _number(value: Any) -> str:
    """Return a number, a truth value or nothing; YAML writes infinity with a dot."""
    text = json.dumps(value)
    return _SPECIAL.get(text, text)
