"""Measuring lines between two points, and arrows for jumps from one point to the next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.geometry import Line, Point

HEAD = 3.0
"""Length of the head of an arrow, in points."""

TICK = 3.0
"""Half the length of the tick at either end of a measuring line, in points."""

CLEAR = 0.8
"""Distance between a tick and the tip of an arrow, in points."""

RISE = 8.0
"""Height of a jump, in points."""

_PARTS = 16
"""The number of straight pieces that approximate a jump."""


def measure(left: float, right: float, y: float) -> Iterator[Line]:
    """Yield the lines of a measured distance: a double arrow between two ticks."""
    for x in (left, right):
        yield (x, y - TICK), (x, y + TICK)
    tips = left + CLEAR, right - CLEAR
    yield tuple((x, y) for x in tips)
    reach = min(HEAD, (tips[1] - tips[0]) / 2)
    for x, inwards in zip(tips, (reach, -reach), strict=True):
        yield (x + inwards, y + HEAD / 2), (x, y), (x + inwards, y - HEAD / 2)


def jump(left: float, right: float, y: float) -> Iterator[Line]:
    """Yield the lines of an arrow that jumps over a distance."""
    middle, half = (left + right) / 2, (right - left) / 2
    angles = [math.pi * (1 - n / _PARTS) for n in range(_PARTS + 1)]
    yield tuple((middle + half * math.cos(at), y + RISE * math.sin(at)) for at in angles)
    tip: Point = (right, y)
    yield (right - HEAD / 2, y + HEAD), tip, (right + HEAD / 2, y + HEAD)
