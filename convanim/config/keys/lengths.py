"""Checks of lengths with a unit, and of the proportions of a page."""

from __future__ import annotations

import re
from typing import Any

from convanim.config.keys.rules import refuse
from convanim.config.text.scalars import shown
from convanim.errors import listed
from convanim.film.page_setup import UNITS, WORDS, Length

_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,4})?) ?([a-z]{2})", re.ASCII)
_PROPORTIONS = re.compile(r"([1-9]\d{0,2}) ?: ?([1-9]\d{0,2})", re.ASCII)

SHORTEST, LONGEST = 10, 2000
"""Millimetres of a page's side."""

FEWEST, MOST = 16, 65_535
"""Pixels of a page's side."""

STEEPEST = 5
"""How many times as long one side of a page may be as the other."""

LENGTH_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": rf"^\d+(\.\d+)? ?({'|'.join([*UNITS, 'px'])})$"},
        {"enum": [*WORDS]},
        {"type": "integer", "minimum": FEWEST, "maximum": MOST},
    ]
}
PROPORTIONS_SCHEMA = {"type": "string", "pattern": f"^{_PROPORTIONS.pattern}$"}


def length(value: Any) -> Length:
    """Return a length with its unit; a number alone counts pixels."""
    if isinstance(value, str) and value in WORDS:
        return WORDS[value]
    if isinstance(value, int) and not isinstance(value, bool):
        return _bounded(Length(value, "px"), value)
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if found is None or found[2] not in (*UNITS, "px"):
        raise refuse(
            f"must be a length such as 84mm or 800px, or one of {listed(WORDS)}, not "
            f"{shown(value)}; its unit is one of {listed([*UNITS, 'px'])}"
        )
    return _bounded(Length(float(found[1]), found[2]), value)


def _bounded(length: Length, value: Any) -> Length:
    """Return a length unless it is too long or too short for the side of a page."""
    if length.points is None:
        if not FEWEST <= length.number <= MOST or length.number % 1:
            raise refuse(f"must be a whole number of pixels from {FEWEST} to {MOST}, not {value}")
    elif not SHORTEST <= length.points / UNITS["mm"] <= LONGEST:
        raise refuse(f"must be from {SHORTEST} mm to {LONGEST} mm, not {value}")
    return length


def proportions(value: Any) -> tuple[int, int]:
    """Return width and height of ``"16:9"``."""
    found = _PROPORTIONS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        # YAML 1.1 reads 16:9 as a number in base 60.
        raise refuse(f"must be proportions such as '16:9', not {shown(value)}")
    wide, high = int(found[1]), int(found[2])
    if max(wide, high) > STEEPEST * min(wide, high):
        raise refuse(f"must be at most {STEEPEST}:1 or 1:{STEEPEST}, not {value}")
    return wide, high
