"""The fifteen relationships: exhaustively over small sizes, and the guide's own figures."""

from __future__ import annotations

import itertools
import math

import pytest

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.padding import round_up
from convanim.arithmetic.relationships import CONVOLUTION, POOLING, TRANSPOSED, most_specific
from convanim.arithmetic.resized import Resized

PARAMETERS = list(
    itertools.product(range(1, 8), range(1, 5), range(1, 4), range(4), range(4), range(1, 4))
)


def value(expression: str) -> int:
    return int(eval(expression, {"floor": math.floor}))


def direct(i: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> Axis:
    return Axis(i=i, k=k, s=s, p_before=p, p_after=p, d=d)


@pytest.mark.parametrize("family", [CONVOLUTION, POOLING])
def test_the_substitution_gives_the_output_size(family: str) -> None:
    for i, k, s, before, after, d in PARAMETERS:
        axis = Axis(i=i, k=k, s=s, p_before=before, p_after=after, d=d)
        if axis.o > 0:
            assert value(most_specific(family, axis).numbers) == axis.o, axis


@pytest.mark.parametrize(
    ("axis", "line"),
    [
        (direct(5, 3, 2, 1), "o = floor((5 + 2*1 - 3) / 2) + 1 = 3"),
        (direct(5, 3, 1, 1), "o = 5"),
        (Resized(5, 3, (), "", "o = output_size", "3"), "o = 3"),
    ],
)
def test_a_size_that_is_a_number_already_is_written_once(axis: Axis | Resized, line: str) -> None:
    assert most_specific(CONVOLUTION, axis).with_numbers(axis.o) == line


def test_the_substitution_gives_the_size_that_ceil_mode_rounds_up() -> None:
    for i, k, s, before, after, d in PARAMETERS:
        layer = Axis(i=i, k=k, s=s, p_before=before, p_after=after, d=d)
        axis = round_up(layer)
        if axis.o > 0 and 2 * max(before, after) <= axis.k_hat:
            told = most_specific(POOLING, axis)
            assert math.ceil(eval(told.numbers, {"floor": math.floor, "ceil": math.ceil})) == axis.o
            assert ("ceil_mode" in told.holds_for) == (axis.o != layer.o)


def test_the_substitution_gives_the_transposed_size() -> None:
    for (i, k, s, before, after, d), a in itertools.product(PARAMETERS, range(3)):
        layer = Axis(i=i, k=k, s=s, p_before=before, p_after=after, d=d)
        axis = Axis.transposed(layer, i, a)
        if axis.o > 0:
            assert value(most_specific(TRANSPOSED, axis).numbers) == axis.o, axis


@pytest.mark.parametrize(
    ("number", "i", "k", "s", "p", "d"),
    [
        (1, 4, 3, 1, 0, 1),
        (2, 5, 4, 1, 2, 1),
        (2, 5, 6, 1, 3, 1),
        (3, 5, 3, 1, 1, 1),
        (3, 7, 5, 1, 2, 1),
        (3, 9, 7, 1, 3, 1),
        (4, 5, 3, 1, 2, 1),
        (5, 5, 3, 2, 0, 1),
        (6, 5, 3, 2, 1, 1),
        (15, 7, 3, 1, 0, 2),
    ],
)
def test_convolutions(number: int, i: int, k: int, s: int, p: int, d: int) -> None:
    assert most_specific(CONVOLUTION, direct(i, k, s, p, d)).number == number


@pytest.mark.parametrize(
    ("number", "i", "k", "s", "p"),
    [
        (8, 4, 3, 1, 0),
        (9, 5, 4, 1, 2),
        (10, 5, 3, 1, 1),
        (10, 7, 5, 1, 2),
        (11, 5, 3, 1, 2),
        (12, 5, 3, 2, 0),
        (13, 5, 3, 2, 1),
        (14, 6, 3, 2, 1),
    ],
)
def test_transposed_convolutions(number: int, i: int, k: int, s: int, p: int) -> None:
    assert most_specific(TRANSPOSED, direct(i, k, s, p).transpose()).number == number


def test_pooling_is_relationship_7_while_it_has_no_padding() -> None:
    assert most_specific(POOLING, direct(5, 3, 2)).number == 7
    assert most_specific(POOLING, direct(5, 3, 2, 1)).number == 6


def test_relationship_12_uses_the_size_before_stretching() -> None:
    told = most_specific(TRANSPOSED, direct(5, 3, 2).transpose())
    assert told.formula == "o' = s*(i' - 1) + k"
    assert value(told.numbers) == 5


def test_paddings_that_differ_are_both_named() -> None:
    told = most_specific(CONVOLUTION, Axis(i=5, k=3, s=2, p_before=0, p_after=1))
    assert told.numbers == "floor((5 + (0 + 1) - 3) / 2) + 1"


def test_a_dilated_transposed_convolution_uses_the_effective_kernel() -> None:
    told = most_specific(TRANSPOSED, direct(9, 3, 2, 1, 2).transpose())
    assert told.formula == "o' = s*(i' - 1) + k^ - 2p"
    assert told.numbers == "2*(4 - 1) + 5 - 2*1"
