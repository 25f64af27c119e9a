"""How the values of cells are written as formulas."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from convanim.arithmetic.reduction import Max, Mean


@pytest.mark.parametrize(
    ("count", "text"), [(1, r"a\,/\,1"), (2, r"(a + b)\,/\,2"), (3, r"(a + b + c)\,/\,3")]
)
def test_an_average_has_brackets_around_several_terms(count: int, text: str) -> None:
    found = Mean().notation(count)
    terms = f"{found.separator} ".join("abc"[:count])
    assert found.opening + terms + found.closing == text


def test_an_average_may_divide_by_another_number() -> None:
    assert Mean(divisor=4).notation(3).closing == r")\,/\,4"
    assert Mean(divisor=4).reduce([1, 2, 3]) == 1.5


def test_an_average_of_fractions_is_one_and_of_floats_a_float() -> None:
    assert Mean().reduce([1, 2, 4]) == Fraction(7, 3)
    assert Mean().reduce([1.5, 2.0, 4.0]) == 2.5


def test_an_average_counts_padding_as_zeros_unless_told_otherwise() -> None:
    assert Mean().padding == 0
    assert Mean(counts_padding=False).padding is None


@pytest.mark.parametrize("values", [[1, math.nan, 2], [math.nan, 1.5], [math.nan, math.nan]])
def test_the_largest_value_is_undefined_where_one_of_them_is(values: list[float]) -> None:
    assert math.isnan(Max().reduce(values))
