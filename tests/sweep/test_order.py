"""The order of positions: which of them are neighbours, and which lie in one row."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.sweep.order import jumps, row_of


def steps(order):
    return convanim.figure(i=[4, 5], k=2, order=order).sweep.steps


@pytest.mark.parametrize(("order", "ends"), [("raster", 2), ("column", 3), ("snake", 0)])
def test_only_the_end_of_a_row_and_the_start_of_the_next_lie_apart(order, ends):
    found = [jumps(*pair) for pair in itertools.pairwise(steps(order))]
    assert sum(found) == ends


@pytest.mark.parametrize(("order", "sizes"), [("raster", [4] * 3), ("column", [3] * 4)])
def test_the_positions_of_a_row_follow_one_another(order, sizes):
    rows = itertools.groupby(steps(order), lambda step: row_of(step, order))
    assert [len([*row]) for _, row in rows] == sizes


def test_maps_have_rows_of_their_own():
    found = convanim.figure(i=[3], k=2, out_channels=2).sweep.steps
    assert [jumps(*pair) for pair in itertools.pairwise(found)] == [False, True, False]
    assert len({row_of(step, "raster") for step in found}) == 2
