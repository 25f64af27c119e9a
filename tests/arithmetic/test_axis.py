"""One axis is the whole theory: sizes against counting, over all small parameters."""

from __future__ import annotations

import itertools

import pytest

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell

SMALL = [
    Axis(i=i, k=k, s=s, p_before=before, p_after=after, d=d)
    for i, k, s, before, after, d in itertools.product(
        range(1, 8), range(1, 5), range(1, 4), range(3), range(3), range(1, 4)
    )
]


def test_o_is_the_number_of_positions_that_fit() -> None:
    for axis in SMALL:
        width = axis.i + axis.p_before + axis.p_after
        span = max(n * axis.d for n in range(axis.k)) + 1
        counted = sum(1 for start in range(0, width, axis.s) if start + span <= width)
        assert max(axis.o, 0) == counted, axis


def test_floor_is_not_truncation() -> None:
    assert Axis(i=2, k=5, s=4).o == 0


def test_leftover_is_what_no_window_reaches_at_the_end() -> None:
    for axis in SMALL:
        if axis.o > 0:
            assert axis.taps(axis.o - 1)[-1] + 1 + axis.leftover == axis.padded, axis


def test_the_transpose_brings_back_the_size() -> None:
    for axis in SMALL:
        if axis.o > 0:
            assert axis.transpose().o == axis.i, axis
            assert axis.transpose().direct == axis, axis


def test_transposed_sizes_are_those_of_the_frameworks() -> None:
    for axis, a in itertools.product(SMALL, range(3)):
        own = Axis.transposed(axis, axis.i, a)
        wanted = (axis.i - 1) * axis.s - axis.p_before - axis.p_after + axis.k_hat + a
        assert own.o == wanted, (axis, a)


def test_units_are_where_the_cells_say_so() -> None:
    for axis in SMALL:
        own = Axis.transposed(axis, axis.i, 1)
        units = {Cell.REAL, Cell.CROPPED}
        assert [n for n, cell in enumerate(own.cells()) if cell in units] == list(own.units), own


def test_windows_stay_within_reach() -> None:
    for axis in SMALL:
        own = Axis.transposed(axis, axis.i, 1)
        cells = own.cells()
        for n in range(max(own.o, 0)):
            read = {cells[tap] for tap in own.taps(n)}
            assert not read & {Cell.CROPPED, Cell.OUTSIDE}, (own, n)


def test_as_many_cells_are_within_reach_as_the_padded_input_has() -> None:
    for axis, a in itertools.product(SMALL, range(3)):
        own = Axis.transposed(axis, axis.i, a)
        within = [cell for cell in own.cells() if cell not in (Cell.CROPPED, Cell.OUTSIDE)]
        assert own.o < 1 or len(within) == own.padded, own


@pytest.mark.parametrize(
    ("axis", "cells"),
    [
        (Axis(i=2, k=3, p_before=1, p_after=2), ".oo.."),
        (Axis.transposed(Axis(i=0, k=3, s=2, p_before=1, p_after=1), 3, 1), ".o-o-o.."),
        (Axis.transposed(Axis(i=0, k=2, s=2, p_before=2, p_after=2), 3, 0), "x-o-x"),
        (Axis.transposed(Axis(i=0, k=1, s=3, p_before=2, p_after=2), 2, 0), "x  x"),
        # Cut off further than the input reaches, padding of the other end is out of reach, too.
        (Axis(i=1, k=1, p_before=2, p_after=-2), ". x"),
        (Axis.transposed(Axis(i=0, k=1, s=3, p_before=2), 1, 2), "x ."),
    ],
)
def test_cells(axis: Axis, cells: str) -> None:
    signs = {
        Cell.REAL: "o",
        Cell.PADDING: ".",
        Cell.INSERTED: "-",
        Cell.CROPPED: "x",
        Cell.OUTSIDE: " ",
    }
    assert "".join(signs[cell] for cell in axis.cells()) == cells


def test_a_dilated_kernel_of_three_is_five_wide_not_seven() -> None:
    assert Axis(i=9, k=3, d=2).k_hat == 5
