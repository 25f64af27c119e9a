"""What the drawing of a figure amounts to: frames, seconds, pixels, files, what it leaves out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from convanim.errors import plural

UNITS = ("bytes", "kB", "MB", "GB", "TB")

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """What a file is expected to cost: most are within a factor of two.

    Attributes
    ----------
    name : str
        Its format.
    bytes, seconds : float
        Its size, and the processor time on this machine.
    """

    name: str
    bytes: float
    seconds: float

    def __str__(self) -> str:
        return f"about {_size(self.bytes)} as {self.name}, in {_time(self.seconds)}"

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers, with as many digits as mean anything."""
        return {
            "format": self.name,
            "bytes": round(_rounded(self.bytes, 2)),
            "seconds": _rounded(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Drawing:
    """The film of a figure, estimated before any frame is drawn.

    Attributes
    ----------
    frames, centiseconds : int
        How many there are, and how long they last together.
    pixels : tuple of int
        Width and height of a frame at 150 pixels per inch.
    excerpts : tuple of str
        What is drawn of the layers, where that is not all.
    costs : tuple of Cost
        What its files are expected to cost, those of formats for which that is known.
    """

    frames: int
    centiseconds: int
    pixels: tuple[int, int]
    excerpts: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()

    def __str__(self) -> str:
        width, height = self.pixels
        count = f"{self.frames} {plural(self.frames, 'frame')}"
        film = f"{count} of {width} x {height} pixels, {self.centiseconds / 100:g} s of film"
        return ", ".join([film, *map(str, self.costs)])


def _rounded(number: float, digits: int) -> float:
    """Return a number with so many digits that are not zeros ahead."""
    return float(f"{number:.{digits}g}") if number else 0.0


def _size(count: float) -> str:
    """Return a number of bytes with its unit, such as ``"1.2 MB"``."""
    number = _rounded(count, 2)
    power = min(int(math.log10(max(number, 1)) // 3), len(UNITS) - 1)
    return f"{number / 1000**power:g} {UNITS[power]}"


def _time(seconds: float) -> str:
    """Return a time with its unit, such as ``"0.3 s"`` or ``"5 minutes"``."""
    if seconds < MINUTE:
        return f"{_rounded(seconds, 1):g} s"
    minutes = round(_rounded(seconds / MINUTE, 1))
    return f"{minutes} {plural(minutes, 'minute')}"
