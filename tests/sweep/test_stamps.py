"""Overlap-add: against brute force, against the sweep over inserted zeros, and stamp by stamp."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.values import Array, Values
from convanim.operations.transposed_conv import TransposedConv
from convanim.sweep.stamps import stamp_sweep
from convanim.sweep.terms import cell_terms, gains
from tests.support import oracle
from tests.support.grouped import array
from tests.support.layers import transposed_layers


def stamped(operation):
    return stamp_sweep(operation.axes, operation.sweep())


def kept(sweep):
    """The numbers of the output that padding leaves, row by row."""
    output = sweep.map("output")
    return [value for cell, value in output.known() if output.kind(cell) is Cell.REAL]


@settings(max_examples=80, deadline=None)
@given(transposed_layers())
def test_it_comes_to_the_same_as_inserting_zeros(layer):
    assume(min(layer.transposed_sizes) > 0)
    values = Values(array(layer.x, 0), array(layer.w, 0))
    operation = TransposedConv(**layer.keys("i", "k", "s", "p", "d", "a"), values=values)
    sweep = stamped(operation)
    keys = layer.keys("s", "p", "d", "a").values()
    expected = oracle.transposed_conv(layer.x, layer.w, *keys).ravel().tolist()
    assert kept(sweep) == expected == list(operation.sweep().map("output").values)
    assert list(sweep.map("kernel").values) == layer.w.ravel().tolist()
    assert list(sweep.map("input").values) == layer.x.ravel().tolist()


def test_a_step_reads_one_unit_and_writes_a_box():
    sweep = stamped(TransposedConv((3, 3), (3, 3), (2, 2)))
    assert len(sweep.steps) == 9
    step = sweep.steps[5]
    assert list(step.read("input")) == [(1, 2)]
    assert step.writes.along == (range(2, 5), range(4, 7))
    dilated = stamped(TransposedConv((2,), (2,), (1,), d=(3,))).steps[1]
    assert list(dilated.writes) == [(1,), (4,)]


def counts(k, s, i=5, **keys):
    sweep = stamped(TransposedConv((i,), (k,), (s,), **keys))
    terms = gains(sweep, i - 1)
    return [len(terms.get(cell, ())) for cell in sweep.map("output").cells()]


@pytest.mark.parametrize(
    ("k", "s", "expected"),
    [
        (3, 2, [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1]),
        (4, 2, [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1]),
        (2, 3, [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1]),
        (3, 1, [1, 2, 3, 3, 3, 2, 1]),
    ],
)
def test_how_many_stamps_hit_each_cell(k, s, expected):
    assert counts(k, s) == expected


def test_output_padding_that_no_stamp_reaches_is_kept():
    assert counts(2, 2, i=2, a=(1,)) == [1, 1, 1, 1, 0]


def test_padding_crops_and_output_padding_gives_back():
    sweep = stamped(TransposedConv((3,), (3,), (2,), p=((1, 1),), a=(1,)))
    kinds = [sweep.map("output").kind(cell) for cell in sweep.map("output").cells()]
    assert kinds == [Cell.CROPPED, *[Cell.REAL] * 6]


def test_a_working_tells_all_stamps_so_far():
    values = Values(Array((2,), (2, 5)), Array((3,), (1, 10, 100)))
    sweep = stamped(TransposedConv(s=(2,), values=values))
    assert sweep.map("output").values == (2, 20, 205, 50, 500)
    first, second = (list(cell_terms(sweep, step)) for step in sweep.steps)
    assert [working.result for working in first] == [2, 20, 200]
    assert [working.result for working in second] == [205, 50, 500]
    assert [term.value for term in second[0].terms] == [200, 5]
    assert second[0].target.value == 205


def test_without_numbers_there_are_no_sums():
    sweep = stamped(TransposedConv((2,), (2,)))
    assert sweep.map("output").values is None
    assert np.array([len(terms) for terms in gains(sweep, 1).values()]).tolist() == [1, 2, 1]
