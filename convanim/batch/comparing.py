"""Whether two raster files look the same, within what a library may change."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much of a frame may differ: this share of its pixels by more than so many of 255."""

    levels: int
    share: float


OURS = Tolerance(1, 0.0)
"""Without a change of libraries nothing differs but the rounding of a processor."""

LIBRARIES = Tolerance(3, 0.02)
"""A new matplotlib draws the edges of letters anew: 1.1 % of the pixels of a figure of numbers."""


def unlikeness(writer: Any, old: Path, new: Path, tolerance: Tolerance) -> str:
    """Return in which way two files of a format differ by more than a tolerance; else nothing.

    Where a format has no pixels to read back, other bytes are a difference.
    """
    if not hasattr(writer, "pixels"):
        return f"bytes differ, and {writer.name} has no pixels to compare"
    with (
        contextlib.closing(writer.pixels(old)) as one,
        contextlib.closing(writer.pixels(new)) as two,
    ):
        return _first_difference(one, two, tolerance)


def _first_difference(
    old: Iterator[NDArray[Any]], new: Iterator[NDArray[Any]], tolerance: Tolerance
) -> str:
    for number, (before, now) in enumerate(itertools.zip_longest(old, new)):
        if before is None or now is None:
            return "another number of frames"
        if before.shape != now.shape:
            return f"frame {number}: another size"
        share = _share(before, now, tolerance.levels)
        if share > tolerance.share:
            return f"frame {number}: {100 * share:.2g} % of its pixels differ"
    return ""


def _share(before: NDArray[Any], now: NDArray[Any], levels: int) -> float:
    apart = abs(before.astype("int16") - now.astype("int16")).max(axis=-1)
    return float((apart > levels).mean())
