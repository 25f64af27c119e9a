"""The sliders of a widget, with the ranges that its maker wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.api.variations import LEAST, sliders
from convanim.errors import ConvanimError, did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convanim.config import FigureSpec
    from convanim.film.shot import Slider

LONGEST = 1000
"""The most values of a slider."""

MANY = 10**9
"""More combinations of sizes than sliders have; the kernel draws only those that are chosen."""


def chosen(spec: FigureSpec, ranges: Mapping[str, tuple[int, int]]) -> tuple[Slider, ...]:
    """Return the sliders of a figure.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    ranges : mapping
        The first and the last value by letter; empty for those around the sizes of the config.

    Raises
    ------
    ConvanimError
        No size can vary, or a range is not one.
    """
    found = {each.letter: each for each in sliders(spec, MANY)}
    return tuple(_ranged(found, ranges) if ranges else found.values())


def _ranged(found: Mapping[str, Slider], ranges: Mapping[str, tuple[int, int]]) -> Iterator[Slider]:
    for letter, ends in ranges.items():
        if letter not in found:
            hint = did_you_mean(letter, found) or f"; choose one of {listed(found)}"
            raise ConvanimError(f"no slider for '{letter}'{hint}")
        slider, least = found[letter], LEAST.get(letter, 1)
        if not _is_range(ends, least, slider.start):
            raise ConvanimError(
                f"{letter} must be the first and the last of at most {LONGEST} values from {least} "
                f"on that include {slider.start}, as in {letter}=({slider.values[0]}, "
                f"{slider.values[-1]}), not {ends!r}"
            )
        yield replace(slider, values=range(ends[0], ends[1] + 1))


def _is_range(ends: object, least: int, start: int) -> bool:
    match ends:
        case (int(first), int(last)):
            return least <= first <= start <= last and first < last < first + LONGEST
    return False
