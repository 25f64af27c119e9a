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
    """How much of a frame may differ: a share of its pixels, by more than some of 255 levels.

    Attributes
    ----------
    levels : int
        The most by which a pixel may differ without being counted.
    share : float
        The largest share of pixels that are counted.
    reach : int
        A pixel is not counted either if it lies between the darkest and the lightest pixel of
        those that are at most so far away in the other picture, as when an edge moves a little.
    """

    levels: int
    share: float
    reach: int = 0


FAR = 128
"""Levels by which the thinnest line may change as it moves by half a pixel, but not vanish."""

OURS = Tolerance(1, 0.0)
"""For the same libraries: only the rounding of another processor may show."""

LIBRARIES = Tolerance(3, 0.01, reach=1)
"""For other libraries: a new matplotlib changes the edges of letters, up to 2.1 % of the pixels."""


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
            return "the number of frames differs"
        if before.shape != now.shape:
            return f"frame {number}: its size differs"
        share = _share(before, now, tolerance)
        if share > tolerance.share:
            return f"frame {number}: {100 * share:.2g} % of its pixels differ"
    return ""


def _share(before: NDArray[Any], now: NDArray[Any], tolerance: Tolerance) -> float:
    """Return the share of pixels that differ: from the other picture around them, or by far."""
    old, new = before.astype("int16"), now.astype("int16")
    gone, come = _outside(old, new, tolerance), _outside(new, old, tolerance)
    is_far = abs(old - new).max(axis=-1) > FAR
    return float(((gone & come) | (is_far & (gone | come))).mean())


def _outside(new: NDArray[Any], old: NDArray[Any], tolerance: Tolerance) -> NDArray[Any]:
    """Return which pixels are outside what the other picture has around them."""
    import numpy as np

    reach = tolerance.reach
    height, width = old.shape[:2]
    padded = np.pad(old, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    steps = range(2 * reach + 1)
    around = [padded[y : y + height, x : x + width] for y in steps for x in steps]
    low, high = np.minimum.reduce(around), np.maximum.reduce(around)
    outside = (new < low - tolerance.levels) | (new > high + tolerance.levels)
    found: NDArray[Any] = np.any(outside, axis=-1)
    return found
