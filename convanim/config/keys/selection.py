"""The steps a figure shows: ``"0,4,8"``, ``"0-8,12"``, a list of whole numbers, or ``all``."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from convanim.config.keys import numbers
from convanim.config.keys.rules import entries_of, refuse
from convanim.config.text.scalars import shown

MOST_STEPS = 100_000
"""Most steps of a figure."""

LONG = 256
"""Frames beyond which a film is drawn only on demand, and layers are drawn as excerpts."""

_RANGE = re.compile(r"\s*([0-9]{1,6})\s*(?:-\s*([0-9]{1,6})\s*)?", re.ASCII)
_STEP = numbers.whole_schema(0, MOST_STEPS - 1)

ALL = "all"

FRAMES_SCHEMA = {
    "anyOf": [
        {"const": ALL},
        _STEP,
        {"type": "string", "pattern": r"^\s*\d+\s*(-\s*\d+\s*)?(,\s*\d+\s*(-\s*\d+\s*)?)*$"},
        {"type": "array", "items": _STEP, "minItems": 1, "maxItems": MOST_STEPS},
    ]
}


def frames(value: Any) -> tuple[int, ...]:
    """Return the selected steps in their order; none for ``all``, which selects every one."""
    if value == ALL:
        return ()
    if isinstance(value, str):
        return _listed(value)
    one = partial(numbers.whole, 0, MOST_STEPS - 1)
    if not isinstance(value, list):
        return (one(value),)
    if not value:
        raise refuse("must name at least one step; remove the key to show all")
    return entries_of(one, value)


def _listed(text: str) -> tuple[int, ...]:
    steps: list[int] = []
    for part in text.split(","):
        steps += _steps(part, text)
        if len(steps) > MOST_STEPS:
            raise refuse(f"must name at most {MOST_STEPS} steps")
    return tuple(steps)


def _steps(part: str, text: str) -> range:
    match = _RANGE.fullmatch(part)
    if not match:
        raise refuse(f"must be steps such as '0,4,8' or '0-8,12', or all, not {shown(text)}")
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    if last < first:
        raise refuse(f"must not run backwards: write {last}-{first} for {first}-{last}")
    return range(first, last + 1)
