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

    from convanim.film.writer import Writer


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much of a frame may differ: a share of its pixels, by more than some of 255 levels."""

    levels: int
    share: float


OURS = Tolerance(1, 0.0)
"""For the same libraries: only the rounding of another processor may show."""

LIBRARIES = Tolerance(3, 0.02)
"""For other libraries: a new matplotlib changes the edges of letters, 1.1 % of the pixels."""


def unlikeness(writer: Writer[Any], old: Path, new: Path, tolerance: Tolerance) -> str:
    """Return how two files of a format differ by more than a tolerance; empty if they do not.

    In a format without pixels to read back, any other bytes are a difference.
    """
    before, now = writer.pixels(old), writer.pixels(new)
    if before is None or now is None:
        return f"bytes differ, and {writer.name} has no pixels to compare"
    with contextlib.closing(before) as one, contextlib.closing(now) as two:
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
