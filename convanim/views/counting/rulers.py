"""Lines that measure: from one place to another, and jumps from place to place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.geometry import Line, Point

HEAD = 3.0
"""Length of an arrow's head, in points."""

TICK = 3.0
"""Half the height of the line at either end of a measure."""

CLEAR = 0.8
"""Between a tick and the tip of an arrow, in points."""

RISE = 8.0
"""Of a jump."""

_PARTS = 16
"""Straight pieces that a jump is drawn in."""


def measure(left: float, right: float, y: float) -> Iterator[Line]:
    """Yield the lines of a distance: arrows both ways between two ticks."""
    for x in (left, right):
        yield (x, y - TICK), (x, y + TICK)
    tips = left + CLEAR, right - CLEAR
    yield tuple((x, y) for x in tips)
    reach = min(HEAD, (tips[1] - tips[0]) / 2)
    for x, inwards in zip(tips, (reach, -reach), strict=True):
        yield (x + inwards, y + HEAD / 2), (x, y), (x + inwards, y - HEAD / 2)


def jump(left: float, right: float, y: float) -> Iterator[Line]:
    """Yield the lines of an arrow that goes up and comes down again."""
    middle, half = (left + right) / 2, (right - left) / 2
    angles = [math.pi * (1 - n / _PARTS) for n in range(_PARTS + 1)]
    yield tuple((middle + half * math.cos(at), y + RISE * math.sin(at)) for at in angles)
    tip: Point = (right, y)
    yield (right - HEAD / 2, y + HEAD), tip, (right + HEAD / 2, y + HEAD)
