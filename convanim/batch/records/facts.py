"""Turns any frozen value into flat facts, ``{"layers[0].s": "[2, 2]"}``, to hash and compare.

The walk over dataclasses and tuples visits every field, so a new field of a plug-in becomes part of
the key without a change here. A value of an unknown kind is an error.
"""

from __future__ import annotations

import enum
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import Field

Facts = Mapping[str, str]

LONGEST = 100
"""The most characters of a fact; a longer one is replaced by its hash."""

MOST_PARTS = 8
"""The most dataclasses in a tuple; a longer one, such as the inks of a theme, is hashed."""

MOST_SHARED = 500
"""The most elements of a tuple that figures may share; a longer one holds numbers of a figure."""

MOST_KNOWN = 64
"""The most long tuples whose facts are kept, with the tuples themselves."""

_facts: dict[int, tuple[tuple[Any, ...], str]] = {}
_HASH = "sha256:"
_NUMBERED = re.compile(r"(\w+)\[(\d+)\](\.?)")


def facts(value: Any, at: str = "") -> dict[str, str]:
    """Return the facts of a value under a name; values are equal if and only if their facts are.

    A field with its default is left out, so that nothing changes when a plug-in gains a key. So is
    a field that is not compared for equality.

    Raises
    ------
    TypeError
        A value has an unknown type.
    """
    return dict(_walk(at, value))


def digest(value: object) -> str:
    """Return the SHA-256 of a value of JSON's kinds, in hexadecimal."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(old: Facts, new: Facts) -> list[str]:
    """Return the differences, as ``"s [1, 1] -> [2, 2]"``; of several layers each is named."""
    several = {
        path[: match.end(1)]
        for path in (*old, *new)
        for match in _NUMBERED.finditer(path)
        if match[2] != "0"
    }
    found = []
    for path in sorted({*old, *new}):
        before, now = (each.get(path, "not given") for each in (old, new))
        if before != now:
            is_hidden = _HASH in (before[: len(_HASH)], now[: len(_HASH)])
            values = "" if is_hidden else f" {before} -> {now}"
            found.append(_short(path, several) + values)
    return found


def _short(path: str, several: set[str]) -> str:
    """Return a path without the indices of tuples that have only one element."""

    def shown(match: re.Match[str]) -> str:
        if path[: match.end(1)] in several:
            return match[0]
        return "" if match[3] else match[1]

    return _NUMBERED.sub(shown, path)


def _walk(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if is_dataclass(value) and not isinstance(value, type):
        yield path, type(value).__name__
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.compare and not _is_default(field, inner):
                yield from _walk(f"{path}.{field.name}" if path else field.name, inner)
    elif _holds_dataclass(value) and len(value) <= MOST_PARTS:
        for n, inner in enumerate(value):
            yield from _walk(f"{path}[{n}]", inner)
    else:
        yield path, _fact(value)


def _fact(value: Any) -> str:
    """Return the fact of a value; that of the inks of a theme, which many figures share, once."""
    if not isinstance(value, tuple) or not MOST_PARTS < len(value) <= MOST_SHARED:
        return _worked_out(value)
    known = _facts.get(id(value))
    # Equal values of other kinds, such as 1 and 1.0, have other facts: only the same one will do.
    if known is None or known[0] is not value:
        if len(_facts) >= MOST_KNOWN:
            _facts.clear()
        known = _facts[id(value)] = value, _worked_out(value)
    return known[1]


def _worked_out(value: Any) -> str:
    text = json.dumps(_plain(value), sort_keys=True)
    return text if len(text) <= LONGEST else _HASH + digest(text)


def _is_default(field: Field[Any], value: Any) -> bool:
    default = field.default
    if field.default_factory is not MISSING:
        default = field.default_factory()
    return type(default) is type(value) and bool(default == value)


def _holds_dataclass(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return any(is_dataclass(each) or _holds_dataclass(each) for each in value)
    return False


def _plain(value: Any) -> Any:  # noqa: PLR0911 - a case for each kind
    if value is None or isinstance(value, bool | int | float | str):
        return value.name if isinstance(value, enum.Enum) else value
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_walk("", value))
    if isinstance(value, tuple | list | range):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset | set):
        return sorted((_plain(each) for each in value), key=digest)
    if isinstance(value, Mapping):
        return sorted(([_plain(k), _plain(v)] for k, v in value.items()), key=digest)
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, Fraction | PurePath):
        return str(value)
    raise TypeError(f"no fact of {value!r}: {type(value).__name__} is not known")
