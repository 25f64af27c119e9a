"""What every step reads and writes, what cells are and hold: against brute force."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.values import Array, Values
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from tests.support import oracle
from tests.support.layers import Layer, direct_layers, transposed_layers

MANY = settings(max_examples=120)


def array(x):
    return Array(x.shape, tuple(int(n) for n in x.ravel()))


def numbers(layer: Layer) -> Values:
    return Values(input=array(layer.x), kernel=array(layer.w))


def values(feature_map):
    return np.array([float(v) for v in feature_map.values]).reshape(feature_map.shape)


def assert_each_output_written_once(sweep):
    written = [cell for step in sweep.steps for cell in step.writes]
    assert written == list(sweep.map("output").cells())
    assert [step.index for step in sweep.steps] == list(range(len(sweep.steps)))


@MANY
@given(direct_layers())
def test_conv(layer):
    assume(layer.fits)
    operation = Conv(**layer.keys("i", "k", "s", "p", "d"), values=numbers(layer))
    assert not list(operation.faults())
    sweep = operation.sweep()
    wide = oracle.padded(layer.x, layer.p, 0)
    corners = list(oracle.windows(wide, layer.k, layer.s, layer.d))
    assert len(sweep.steps) == len(corners)
    for step, (position, corner) in zip(sweep.steps, corners, strict=True):
        assert list(step.read("input")) == list(oracle.taps(corner, layer.k, layer.d))
        assert list(step.read("kernel")) == list(np.ndindex(*layer.k))
        assert list(step.writes) == [position]
    assert np.array_equal(values(sweep.map("input")), wide)
    real = oracle.padded(np.ones(layer.i, bool), layer.p, False)
    for cell in np.ndindex(*wide.shape):
        kind = sweep.map("input").kind(cell)
        assert kind is (Cell.REAL if real[cell] else Cell.PADDING)
    expected = oracle.conv(layer.x, layer.w, layer.s, layer.p, layer.d)
    assert np.array_equal(values(sweep.map("output")), expected)
    assert all(type(v) is int for v in sweep.map("output").values)
    assert_each_output_written_once(sweep)


@MANY
@given(transposed_layers())
def test_transposed_conv(layer):
    assume(min(layer.transposed_sizes) > 0)
    operation = TransposedConv(**layer.keys("i", "k", "s", "p", "d", "a"), values=numbers(layer))
    assert not list(operation.faults())
    sweep = operation.sweep()
    expected = oracle.transposed_conv(layer.x, layer.w, layer.s, layer.p, layer.d, layer.a)
    assert sweep.map("output").shape == expected.shape == layer.transposed_sizes
    assert np.array_equal(values(sweep.map("output")), expected)
    assert_each_output_written_once(sweep)
    assert_reads_give_the_outputs(sweep)
    assert_units_are_spread(sweep.map("input"), layer)


def assert_reads_give_the_outputs(sweep):
    """What a frame shows as read, summed by hand, is what it shows as written."""
    entry, kernel, output = sweep.map("input"), sweep.map("kernel"), sweep.map("output")
    for step in sweep.steps:
        pairs = zip(step.read("input"), step.read("kernel"), strict=True)
        total = sum(entry.value(cell) * kernel.value(tap) for cell, tap in pairs)
        assert [output.value(cell) for cell in step.writes] == [total]


def assert_units_are_spread(entry, layer):
    kinds = [entry.kind(cell) for cell in entry.cells()]
    units = [
        cell
        for cell, kind in zip(entry.cells(), kinds, strict=True)
        if kind in {Cell.REAL, Cell.CROPPED}
    ]
    assert len(units) == math.prod(layer.i)
    assert [entry.value(cell) for cell in units] == layer.x.ravel().tolist()
    for axis, s in enumerate(layer.s):
        along = sorted({cell[axis] for cell in units})
        assert along == [along[0] + s * n for n in range(layer.i[axis])]


@MANY
@given(direct_layers())
def test_pooling(layer):
    assume(layer.fits)
    allowed = all(2 * max(p) <= span for p, span in zip(layer.p, layer.spans, strict=True))
    given_values = Values(input=array(layer.x))
    keys = layer.keys("i", "k", "s", "p", "d")
    largest, mean = MaxPool(**keys, values=given_values), AvgPool(**keys, values=given_values)
    assert (not list(largest.faults())) == (not list(mean.faults())) == allowed
    assume(allowed)
    arguments = (layer.x, layer.k, layer.s, layer.p, layer.d)
    expected = oracle.slide(layer.x.astype(float), *arguments[1:], max, -math.inf)
    assert np.array_equal(values(largest.sweep().map("output")), expected)
    averages = mean.sweep().map("output").values
    exact = oracle.slide(*arguments, lambda read: sum(map(int, read)))
    count = math.prod(layer.k)
    assert list(averages) == [Fraction(int(total), count) for total in exact.ravel()]


@MANY
@given(direct_layers())
def test_the_transpose_is_the_adjoint(layer):
    """<C x, y> = <x, C' y> for every x and y, on the figures' own numbers."""
    assume(layer.fits)
    direct = Conv(**layer.keys("i", "k", "s", "p", "d"), values=numbers(layer))
    forward = direct.sweep().map("output")
    y = np.random.default_rng(layer.seed + 2).integers(-5, 6, forward.shape)
    back = TransposedConv(
        transpose_of=direct.axes, values=Values(input=array(y), kernel=array(layer.w))
    )
    assert not list(back.faults())
    returned = back.sweep().map("output")
    assert returned.shape == layer.i
    left = sum(u * int(v) for u, v in zip(forward.values, y.ravel(), strict=True))
    right = sum(u * int(v) for u, v in zip(returned.values, layer.x.ravel(), strict=True))
    assert left == right


@MANY
@given(direct_layers(), transposed_layers())
def test_values_are_those_of_torch(layer, back):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    from torch.nn import functional

    def tensor(x):
        return torch.tensor(x, dtype=torch.float64)[None, None]

    dims = len(layer.i)
    symmetric = tuple(before for before, _ in layer.p)
    if all(i + 2 * p >= span for i, p, span in zip(layer.i, symmetric, layer.spans, strict=True)):
        keys = {**layer.keys("i", "k", "s", "d"), "p": tuple((p, p) for p in symmetric)}
        ours = values(Conv(**keys, values=numbers(layer)).sweep().map("output"))
        conv = getattr(functional, f"conv{dims}d")
        theirs = conv(tensor(layer.x), tensor(layer.w), None, layer.s, symmetric, layer.d)
        assert np.array_equal(ours, theirs[0, 0].numpy())
    dims = len(back.i)
    p = tuple(before for before, _ in back.p)
    operation = TransposedConv(
        **{**back.keys("i", "k", "s", "d", "a"), "p": tuple((n, n) for n in p)},
        values=numbers(back),
    )
    if list(operation.faults()):
        return
    conv = getattr(functional, f"conv_transpose{dims}d")
    theirs = conv(tensor(back.x), tensor(back.w), None, back.s, p, back.a, 1, back.d)
    assert np.array_equal(values(operation.sweep().map("output")), theirs[0, 0].numpy())


def test_three_axes_work_too():
    x, w = np.arange(27).reshape(3, 3, 3), np.arange(8).reshape(2, 2, 2)
    sweep = Conv(values=Values(input=array(x), kernel=array(w))).sweep()
    expected = oracle.conv(x, w, (1, 1, 1), ((0, 0),) * 3, (1, 1, 1))
    assert np.array_equal(values(sweep.map("output")), expected)
    assert list(sweep.steps[-1].read("input")) == list(itertools.product((1, 2), repeat=3))


def test_floats_stay_floats_and_large_whole_numbers_exact():
    big = 10**30
    sweep = Conv(values=Values(Array((2,), (big, 1)), Array((2,), (1, 1)))).sweep()
    assert sweep.map("output").values == (big + 1,)
    sweep = Conv(values=Values(Array((2,), (0.5, 1)), Array((2,), (1, 1)))).sweep()
    assert sweep.map("output").values == (1.5,)


def test_a_layer_without_numbers_has_states_all_the_same():
    sweep = Conv(i=(5, 5), k=(3, 3)).sweep()
    assert not sweep.has_values
    assert [each.role for each in sweep.maps] == ["input", "output"]
    assert sweep.steps[-1].read("input").first == (2, 2)
    with pytest.raises(IndexError):
        sweep.steps[9]
    assert sweep.steps[-2:] == (sweep.steps[7], sweep.steps[8])
