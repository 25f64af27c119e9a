"""Plain scalars of YAML 1.2's core schema, and values in messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convanim.errors import printed

if TYPE_CHECKING:
    from convanim.config.text.tree import Scalar

_NULL = {"", "~", "null", "Null", "NULL"}
_FLAGS = {
    word: word.lower() == "true" for word in ["true", "True", "TRUE", "false", "False", "FALSE"]
}
_DECIMAL = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NOT_A_NUMBER = {".nan", ".NaN", ".NAN"}
_NO_SPACE = re.compile(r"([A-Za-z_][\w.]*):([^\s:/]\S*)", re.ASCII)
_LONGEST = 40
"""Most digits of an integer; a longer one is read as a float, which is fast."""


def resolve(text: str) -> Scalar:
    """Return the value of a plain scalar: ``010`` is ten, ``on`` and ``yes`` are words."""
    if text in _NULL:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> int | float | None:
    if _DECIMAL.fullmatch(text):
        return int(text) if len(text) <= _LONGEST else float(text)
    if _OCTAL.fullmatch(text):
        return int(text, 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    if _INFINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    if text in _NOT_A_NUMBER:
        return float("nan")
    return float(text) if _FLOAT.fullmatch(text) else None


def colon_hint(text: str) -> str | None:
    """Return the sentence for a key and value without a space between them, such as ``i:5``."""
    found = _NO_SPACE.match(text)
    short = f"{found[1]}: {found[2]}"[:40] if found else ""
    return f"a space is missing after the colon; write {_quoted(short)}" if found else None


def quotes_hint(value: object) -> str:
    """Return how a number is written as text, for the end of a message; else nothing."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"; write '{value}'" if is_number else ""


def shown(value: object) -> str:
    """Return a value for a message: one line of about forty characters at most."""
    match value:
        case None:
            text = "nothing"
        case bool():
            text = str(value).lower()
        case int():
            text = str(value) if value.bit_length() <= 128 else "a number with over 38 digits"
        case float():
            text = str(value).replace("inf", ".inf").replace("nan", ".nan")
        case str():
            text = _quoted(value)
        case list():
            text = _listed(value)
        case _:
            text = "a mapping"
    return text


def _quoted(text: str) -> str:
    short = text if len(text) <= 40 else f"{text[:37]}..."
    return f"'{printed(short)}'"


def _listed(values: list[object]) -> str:
    flat = all(not isinstance(value, list | dict) for value in values)
    if flat and len(values) <= 4:
        return f"[{', '.join(map(shown, values))}]"
    return f"a list of {len(values)}"
