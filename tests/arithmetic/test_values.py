"""Random numbers of a layer."""

from __future__ import annotations

import pytest

from convanim.arithmetic.values import SEEDED_BIAS, Range


@pytest.mark.parametrize("drawn", [Range(0, 3), Range(-1, 1), Range(7, 7), SEEDED_BIAS])
def test_every_number_of_a_range_is_drawn_and_no_other_one(drawn: Range) -> None:
    found = drawn.draw("7:input", (40, 25)).cells
    assert {*found} == {*range(drawn.low, drawn.high + 1)}


def test_small_biases_of_both_signs_are_drawn_where_none_are_given() -> None:
    assert (SEEDED_BIAS.low, SEEDED_BIAS.high) == (-2, 2)


def test_a_seed_gives_the_same_numbers_again_and_another_one_others() -> None:
    drawn = Range(0, 99)
    assert drawn.draw("7:input", (3, 3)) == drawn.draw("7:input", (3, 3))
    assert drawn.draw("7:input", (3, 3)) != drawn.draw("8:input", (3, 3))
