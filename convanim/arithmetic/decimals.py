"""Formats numbers, and decides how many decimals they need."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.arithmetic.values import Number

MOST_DECIMALS = 2
"""The most decimals a number in a cell has."""

NOISE = 1e-9
"""Relative and absolute tolerance for rounding errors of floats."""


def texts(values: Iterable[Number], as_fractions: bool = False) -> tuple[str, ...]:
    """Return numbers as texts, all with the same number of decimals.

    The fewest decimals that are exact are used, at most two. If two are not exact, floats get two;
    whole numbers and fractions get one, as the averages in the guide, or are written as fractions
    such as ``9/16``.
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
    """Return how many decimals represent all of these numbers exactly; None if more than two.

    Rounding errors in the last digits of floats, as in sums of decimals, are ignored.
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
    digits = _half_up(number, decimals)
    written = f"{digits:.{decimals}f}"
    return f"$-{written}$" if number < 0 and digits else written


def _half_up(number: Number, decimals: int) -> Decimal:
    """Return the size of a number, rounded as on paper: halves go away from zero.

    A float is the decimal number that it is written as.
    """
    exact = Fraction(repr(number) if isinstance(number, float) else number)
    return Decimal(math.floor(abs(exact) * 10**decimals + Fraction(1, 2))).scaleb(-decimals)
