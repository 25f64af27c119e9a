"""The matrix of a layer: the guide's 4 x 16, its transpose, and products against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings

from convanim.arithmetic.values import Array, Range, Values
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.sweep.matrix import WeightMatrix, symbol, units
from tests.support import oracle
from tests.support.grouped import array
from tests.support.layers import direct_layers, transposed_layers


def unrolled(operation):
    return WeightMatrix.of(operation.sweep(), operation.layer())


def places(matrix):
    """Which weight stands in each entry, as ``"00"``; ``"0"`` where none does."""
    return [
        ["".join(map(str, matrix.weights[row, column].at)) if (row, column) in matrix.weights
         else "." for column in range(len(matrix.columns))]
        for row in range(len(matrix.rows))
    ]  # fmt: skip


def dense(matrix):
    found = np.zeros((len(matrix.rows), len(matrix.columns)))
    for cell, weight in matrix.weights.items():
        found[cell] = weight.value
    return found


FIRST = ["00", "01", "02", ".", "10", "11", "12", ".", "20", "21", "22", ".", ".", ".", ".", "."]


def test_section_4_1_of_the_guide():
    matrix = unrolled(Conv((4, 4), (3, 3)))
    assert len(matrix.weights) == 36
    expected = [np.roll(FIRST, shift).tolist() for shift in (0, 1, 4, 5)]
    assert places(matrix) == expected


def test_the_matrix_of_the_transposed_convolution_is_the_transpose():
    forward = places(unrolled(Conv((4, 4), (3, 3))))
    back = places(unrolled(TransposedConv((2, 2), (3, 3))))
    assert np.array(back).T.tolist() == forward


@settings(max_examples=100, deadline=None)
@given(direct_layers())
def test_times_the_input_it_is_the_convolution(layer):
    assume(layer.fits)
    values = Values(array(layer.x, 0), array(layer.w, 0))
    matrix = unrolled(Conv(**layer.keys("i", "k", "s", "p", "d"), values=values))
    expected = oracle.conv(layer.x, layer.w, layer.s, layer.p, layer.d)
    assert (dense(matrix) @ layer.x.ravel()).tolist() == expected.ravel().tolist()


@settings(max_examples=100, deadline=None)
@given(transposed_layers())
def test_times_the_input_it_is_the_transposed_convolution(layer):
    assume(min(layer.transposed_sizes) > 0)
    values = Values(array(layer.x, 0), array(layer.w, 0))
    keys = layer.keys("i", "k", "s", "p", "d", "a")
    matrix = unrolled(TransposedConv(**keys, values=values))
    expected = oracle.transposed_conv(*(layer.x, layer.w), *list(keys.values())[2:])
    assert (dense(matrix) @ layer.x.ravel()).tolist() == expected.ravel().tolist()
    # Units that padding cuts off keep their column, as they are read by none.
    assert len(matrix.columns) == layer.x.size


SEVERAL = {
    "in_channels": 4,
    "out_channels": 6,
    "groups": 2,
    "values": Values(Range(-3, 3), Range(-2, 2), seed=5),
}


@pytest.mark.parametrize(
    "operation",
    [Conv((3, 3), (2, 2), **SEVERAL), TransposedConv((2, 2), (2, 2), (2, 2), **SEVERAL)],
    ids=["conv", "transposed_conv"],
)
def test_channels_and_groups(operation):
    matrix, sweep = unrolled(operation), operation.sweep()
    maps = {role: sweep.maps_of(role) for role in ("input", "output")}
    x, y = (
        [of[unit.index[0]].value(unit.cell) for unit in rows]
        for of, rows in ((maps["input"], matrix.columns), (maps["output"], matrix.rows))
    )
    assert (dense(matrix) @ x).tolist() == y
    # A weight is named as in the layer's own kernel, whose numbers are given map by map.
    own = np.array(operation.kernels).reshape(*operation.kernel_numbers, 2, 2)
    for weight in matrix.weights.values():
        assert own[(*weight.kernel, *weight.at)] == weight.value


def test_units_of_a_stretched_and_padded_map_are_numbered_as_in_the_input():
    sweep = TransposedConv((2, 2), (3, 3), (2, 2)).sweep()
    found = list(units(sweep.maps_of("input")))
    assert [unit.at for unit in found] == list(itertools.product(range(2), repeat=2))
    assert [unit.cell for unit in found] == [(2, 2), (2, 4), (4, 2), (4, 4)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("w", (0, 1)), "$w_{01}$"),
        (("x", (3,)), "$x_{3}$"),
        (("w", (0, 1), (2, 0)), "$w^{20}_{01}$"),
        (("x", (0, 10)), "$x_{0{,}10}$"),
    ],
)
def test_symbols(arguments, expected):
    assert symbol(*arguments) == expected


def test_a_kernel_given_literally_is_rotated_back():
    values = Values(Array((1, 1), (1,)), Array((2, 2), (1, 2, 3, 4)))
    matrix = unrolled(TransposedConv((1, 1), (2, 2), values=values))
    assert dense(matrix).ravel().tolist() == [1, 2, 3, 4]
    assert [weight.at for weight in matrix.weights.values()] == [(0, 0), (0, 1), (1, 0), (1, 1)]
