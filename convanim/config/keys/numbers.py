"""Checks of numbers, one or one per axis, of padding, and of words in place of numbers."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from convanim.arithmetic.padding import SPELLINGS, WORDS
from convanim.config.keys.rules import entries_of, refuse
from convanim.config.text.scalars import shown
from convanim.errors import did_you_mean, listed
from convanim.scene.timeline import SHORTEST

if TYPE_CHECKING:
    from convanim.config.keys.rules import Check, Schema

LARGEST_NUMBER = 1_000_000
LONGEST_SECONDS = 600
MOST_AXES = 8

_WHOLE = re.compile(r"[-+]?[0-9]{1,9}", re.ASCII)


_BY = re.compile(r"\d{1,9}( ?[x\u00d7,*] ?\d{1,9})+", re.ASCII)


def whole(low: int, high: int, value: Any, words: tuple[str, ...] = ()) -> int:
    """Return a whole number between two bounds, both included.

    The message also offers the words that are allowed in its place.
    """
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    expected = f"a whole number from {low} to {high}"
    expected += f", or one of {listed(words)}" if words else ""
    raise refuse(f"must be {expected}, not {shown(value)}{_hint(value, words)}")


def _hint(value: Any, words: tuple[str, ...]) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_NUMBER:
        return f"; write {int(value)}"
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return "; remove the quotes"
    return did_you_mean(value, words) if isinstance(value, str) and words else ""


def real(low: float, high: float, value: Any) -> int | float:
    """Return a number between two bounds, both included; NaN is refused."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and low <= value <= high:
        return cast("int | float", value)
    raise refuse(f"must be a number from {low:g} to {high:g}, not {shown(value)}")


def centiseconds(value: Any) -> int:
    """Return hundredths of a second from seconds."""
    return round(100 * real(SHORTEST / 100, LONGEST_SECONDS, value))


def sizes(low: int, high: int, value: Any) -> Any:
    """Return a size, or a tuple of sizes, one for each axis."""
    if isinstance(value, dict):
        raise refuse("must be a whole number or a list with one per axis, not a mapping")
    return _per_axis(partial(whole, low, high), "a list with one number per axis", value)


def paddings(low: int, high: int, value: Any) -> Any:
    """Return a padding: a number or a word, or one entry per axis.

    An entry is a number, a word or a pair (before, after).
    """
    if isinstance(value, dict):
        raise refuse("must be a whole number, a word or a list, not a mapping")
    entry = partial(_padding, partial(whole, low, high))
    return _per_axis(entry, "a list with one entry per axis", value)


def _per_axis(check: Check, expected: str, value: Any) -> Any:
    if isinstance(value, str) and _BY.fullmatch(value):
        entries = ", ".join(re.findall(r"\d+", value))
        raise refuse(f"must be {expected}, not {shown(value)}; write [{entries}]")
    if not isinstance(value, list):
        return check(value)
    if not 1 <= len(value) <= MOST_AXES:
        raise refuse(f"must be {expected}, for 1 to {MOST_AXES} axes, not {shown(value)}")
    return entries_of(check, value)


def _padding(check: Check, value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        if value in SPELLINGS:
            return SPELLINGS[value]
        hint = did_you_mean(value, WORDS)
        raise refuse(f"must be a number or one of {listed(WORDS)}, not {shown(value)}{hint}")
    if not isinstance(value, list):
        return check(value)
    if len(value) != 2:
        raise refuse(f"must be a number or a pair [before, after], not {shown(value)}")
    return entries_of(check, value)


def count(low: int, high: int, words: tuple[str, ...], value: Any) -> int | str:
    """Return a whole number, or one of the words allowed in its place."""
    if isinstance(value, str) and value in words:
        return value
    return whole(low, high, value, words)


def grid(most: int, value: Any) -> tuple[int, int]:
    """Return rows and columns; a single number counts the columns of one row."""
    one = partial(whole, 1, most)
    if not isinstance(value, list):
        return 1, one(value)
    if len(value) != 2:
        raise refuse(f"must be a number of panels or [rows, columns], not {shown(value)}")
    rows, columns = entries_of(one, value)
    return rows, columns


def count_schema(low: int, high: int, words: tuple[str, ...]) -> Schema:
    """Return the schema of a whole number, or of words in its place."""
    number = whole_schema(low, high)
    return {"anyOf": [number, {"enum": list(words)}]} if words else number


def axes_schema(*entry: Schema) -> Schema:
    """Return the schema of one entry for all axes, or a list with one for each.

    The last of several schemas is allowed only within a list.
    """
    one = {"anyOf": list(entry)} if len(entry) > 1 else entry[0]
    entries = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_AXES}
    return {"anyOf": [*(entry[:-1] or entry), entries]}


def paddings_schema(low: int, high: int) -> Schema:
    """Return the schema of a padding."""
    return axes_schema(whole_schema(low, high), {"enum": [*SPELLINGS]}, _pair_schema(low, high))


def grid_schema(most: int) -> Schema:
    """Return the schema of rows and columns."""
    return {"anyOf": [whole_schema(1, most), _pair_schema(1, most)]}


def whole_schema(low: int, high: int) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": low, "maximum": high}


def real_schema(low: float, high: float) -> Schema:
    """Return the schema of a number."""
    return {"type": "number", "minimum": low, "maximum": high}


def seconds_schema() -> Schema:
    """Return the schema of a duration in seconds."""
    return real_schema(SHORTEST / 100, LONGEST_SECONDS)


def _pair_schema(low: int, high: int) -> Schema:
    return {"type": "array", "items": whole_schema(low, high), "minItems": 2, "maxItems": 2}
