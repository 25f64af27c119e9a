"""The check and the schema for each kind of key that a plug-in can declare."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from convanim.arithmetic.padding import SPELLINGS, WORDS
from convanim.config.keys.cells import VALUES_SCHEMA, cells
from convanim.config.keys.paths import PATH_SCHEMA, relative_path
from convanim.config.keys.rules import Gathered, refuse
from convanim.config.text.scalars import shown
from convanim.errors import did_you_mean, listed

if TYPE_CHECKING:
    from convanim.config.keys.rules import Check, Schema
    from convanim.plugins.key import Key

LARGEST_SIZE = 4096
LARGEST_COUNT = 65_535
LARGEST_NUMBER = 1_000_000
MOST_AXES = 8

_WHOLE = re.compile(r"[-+]?[0-9]{1,9}", re.ASCII)


def whole(low: int, high: int, value: Any, words: tuple[str, ...] = ()) -> int:
    """Return a whole number between two bounds, both included; words would do as well."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    expected = f"a whole number from {low} to {high}"
    expected += f", or one of {listed(words)}" if words else ""
    raise refuse(f"must be {expected}, not {shown(value)}{_hint(value, words)}")


def _hint(value: Any, words: tuple[str, ...]) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_NUMBER:
        return f"; write {int(value)}"
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return "; drop the quotes"
    return did_you_mean(value, words) if isinstance(value, str) and words else ""


def real(low: float, high: float, value: Any) -> int | float:
    """Return a number between two bounds, both included; not-a-number is outside of any."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and low <= value <= high:
        return cast("int | float", value)
    raise refuse(f"must be a number from {low:g} to {high:g}, not {shown(value)}")


def per_axis(check: Check, expected: str, value: Any) -> Any:
    """Return one checked entry, or a tuple with one for each axis."""
    if not isinstance(value, list):
        return check(value)
    if not 1 <= len(value) <= MOST_AXES:
        raise refuse(f"must be {expected}, for 1 to {MOST_AXES} axes, not {shown(value)}")
    found = Gathered()
    entries = tuple(found.each(check, entry, n) for n, entry in enumerate(value))
    found.settle()
    return entries


def sizes(low: int, value: Any) -> Any:
    """Return a size, or a tuple of sizes, one for each axis."""
    if isinstance(value, dict):
        raise refuse("must be a whole number or a list with one per axis, not a mapping")
    return per_axis(partial(whole, low, LARGEST_SIZE), "a list with one number per axis", value)


def paddings(low: int, value: Any) -> Any:
    """Return a padding: a number or a word, or for each axis one of these or (before, after)."""
    if isinstance(value, dict):
        raise refuse("must be a whole number, a word or a list, not a mapping")
    entry = partial(_one_padding, partial(whole, low, LARGEST_SIZE))
    return per_axis(entry, "a list with one entry per axis", value)


def _one_padding(check: Check, value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        if value in SPELLINGS:
            return SPELLINGS[value]
        hint = did_you_mean(value, WORDS)
        raise refuse(f"must be a number or one of {listed(WORDS)}, not {shown(value)}{hint}")
    if not isinstance(value, list):
        return check(value)
    if len(value) != 2:
        raise refuse(f"must be a number or a pair [before, after], not {shown(value)}")
    found = Gathered()
    pair = tuple(found.each(check, side, n) for n, side in enumerate(value))
    found.settle()
    return pair


def count(low: int, words: tuple[str, ...], value: Any) -> int | str:
    """Return a whole number, or one of the words allowed in its place."""
    if isinstance(value, str) and value in words:
        return value
    return whole(low, LARGEST_COUNT, value, words)


def flag(value: Any) -> bool:
    """Return true or false; words such as ``yes`` are refused."""
    if not isinstance(value, bool):
        raise refuse(f"must be true or false, not {shown(value)}")
    return value


def word(words: tuple[str, ...], value: Any) -> str:
    """Return one of the words allowed."""
    if isinstance(value, str) and value in words:
        return value
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    raise refuse(f"must be one of {listed(words)}, not {shown(value)}{hint}")


def of(key: Key) -> tuple[Check, Schema]:
    """Return how a key that a plug-in declares is checked, and its schema."""
    low = key.minimum
    size = whole_schema(low, LARGEST_SIZE)
    pair = {"type": "array", "items": size, "minItems": 2, "maxItems": 2}
    kinds: dict[str, tuple[Check, Schema]] = {
        "per_axis": (partial(sizes, low), axes_schema(size)),
        "padding": (partial(paddings, low), axes_schema(size, {"enum": [*SPELLINGS]}, pair)),
        "count": (partial(count, low, key.words), count_schema(low, key.words)),
        "number": (partial(real, low, LARGEST_NUMBER), real_schema(low, LARGEST_NUMBER)),
        "flag": (flag, {"type": "boolean"}),
        "word": (partial(word, key.words), {"enum": list(key.words)}),
        "values": (cells, VALUES_SCHEMA),
        "path": (relative_path, PATH_SCHEMA),
    }
    return kinds[key.kind]


def count_schema(low: int, words: tuple[str, ...]) -> Schema:
    """Return the schema of a whole number, or of words in its place."""
    number = whole_schema(low, LARGEST_COUNT)
    return {"anyOf": [number, {"enum": list(words)}]} if words else number


def axes_schema(*entry: Schema) -> Schema:
    """Return the schema of one entry for all axes, or a list with one for each.

    The last of several is for entries of a list alone.
    """
    one = {"anyOf": list(entry)} if len(entry) > 1 else entry[0]
    entries = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_AXES}
    return {"anyOf": [*(entry[:-1] or entry), entries]}


def whole_schema(low: int, high: int) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": low, "maximum": high}


def real_schema(low: float, high: float) -> Schema:
    """Return the schema of a number."""
    return {"type": "number", "minimum": low, "maximum": high}
