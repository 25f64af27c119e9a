"""How numbers are written: with which decimals, and whether these are all there are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.arithmetic.values import Number

MOST_DECIMALS = 2
"""Of a number in a cell."""

NOISE = 1e-9
"""How far a float may be off what it stands for."""


def texts(values: Iterable[Number], as_fractions: bool = False) -> tuple[str, ...]:
    """Return how numbers are written: all with the same decimals, 0 where all are whole.

    Two decimals at most, and two where those are not exact either; but where all are whole numbers
    and fractions, one, as in the guide's averages, or fractions as ``9/16``.
    """
    numbers = tuple(values)
    decimals = exact_decimals(numbers)
    if decimals is None and not any(isinstance(number, float) for number in numbers):
        if as_fractions:
            return tuple(map(str, numbers))
        decimals = 1
    return tuple(
        _text(number, MOST_DECIMALS if decimals is None else decimals) for number in numbers
    )


def exact_decimals(numbers: Iterable[Number]) -> int | None:
    """Return how many decimals write all of these numbers as they are; None if more than two.

    A float is what it is but for the noise of its last digits, which sums of decimals have.
    """
    finite = [number for number in numbers if math.isfinite(number)]
    for n in range(MOST_DECIMALS + 1):
        rounded = [round(float(each), n) for each in finite]
        if all(map(_is_close, rounded, finite)):
            return n
    return None


def _is_close(rounded: float, number: Number) -> bool:
    return math.isclose(rounded, number, rel_tol=NOISE, abs_tol=NOISE)


def _text(number: Number, decimals: int) -> str:
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return r"$-\infty$" if number < 0 else r"$\infty$"
    # A sum of zero has no sign, whatever is rounded to it.
    written = f"{float(number) if decimals else round(number):z.{decimals}f}"
    return f"${written}$" if written.startswith("-") else written
