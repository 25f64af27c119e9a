"""The units that outputs read in layers without a sliding window."""

from __future__ import annotations

from fractions import Fraction

import pytest

import convanim
from convanim.arithmetic.resized import Resized


def along(**keys: object) -> Resized:
    """Return the axis of a layer."""
    (axis,) = convanim.figure(**keys).spec.layers[0].axes
    assert isinstance(axis, Resized)
    return axis


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_an_output_of_an_upsampling_reads_the_unit_that_it_lies_in(scale: int) -> None:
    axis = along(operation="upsample", i=[5], scale=scale)
    assert [[*axis.units_read(n)] for n in range(axis.o)] == [[n // scale] for n in range(axis.o)]


def test_an_output_between_two_units_reads_both_and_on_a_unit_that_one() -> None:
    axis = Resized(3, 5, (), "", "", "", Fraction(1, 2), Fraction(0), 2)
    assert [[*axis.units_read(n)] for n in range(5)] == [[0], [0, 1], [1], [1, 2], [2]]


@pytest.mark.parametrize(("i", "o"), [(6, 3), (12, 4), (8, 2), (5, 5), (9, 1)])
def test_windows_of_adaptive_pooling_lie_side_by_side_where_the_sizes_divide(
    i: int, o: int
) -> None:
    axis = along(operation="adaptive_avg_pool", i=[i], output_size=[o])
    assert [n for at in range(o) for n in axis.units_read(at)] == [*range(i)]


@pytest.mark.parametrize(("i", "o"), [(7, 3), (8, 3), (5, 2), (10, 4), (7, 4)])
def test_the_first_window_of_adaptive_pooling_is_centred_where_it_begins(i: int, o: int) -> None:
    axis = along(operation="adaptive_avg_pool", i=[i], output_size=[o])
    first = -(-i // o)  # torch: from 0 up to the ceiling of i / o
    assert axis.start == Fraction(sum(range(first)), first)


@pytest.mark.parametrize("r", [2, 3, 4])
def test_the_outputs_of_a_block_are_centred_on_the_unit_that_they_come_from(r: int) -> None:
    axis = along(operation="pixel_shuffle", i=[4], r=r, in_channels=r)
    for unit in range(4):
        centres = [axis.start + n * axis.jump for n in range(unit * r, (unit + 1) * r)]
        assert sum(centres) / r == unit
