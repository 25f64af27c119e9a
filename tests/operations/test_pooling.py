"""Pooling's own keys: against windows clipped by hand, and against torch."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.values import Array, Values
from convanim.operations.avg_pool import AvgPool
from convanim.operations.global_avg_pool import GlobalAvgPool
from convanim.operations.global_max_pool import GlobalMaxPool
from convanim.operations.max_pool import MaxPool
from tests.support.layers import direct_layers

MANY = settings(max_examples=120)


def given_values(layer):
    return Values(input=Array(layer.x.shape, tuple(int(n) for n in layer.x.ravel())))


def starts(i, k, s, p, d, ceil_mode):
    """Where windows begin, counted from the first unit: by walking, not by a formula."""
    span, found, at = (k - 1) * d + 1, [], -p[0]
    while at + span <= i + p[1]:
        found.append(at)
        at += s
    if ceil_mode and (found[-1] + span if found else -p[0]) < i + p[1] and at < i:
        found.append(at)
    return found


def pooled(layer, reduce, ceil_mode):
    """Apply a function to the units each window reads, and the count of its cells in i + 2p."""
    along = [
        starts(*each, ceil_mode)
        for each in zip(layer.i, layer.k, layer.s, layer.p, layer.d, strict=True)
    ]
    results = []
    for corner in itertools.product(*along):
        taps = [
            [at + n * d for n in range(k) if at + n * d < i + p[1]]
            for at, k, d, i, p in zip(corner, layer.k, layer.d, layer.i, layer.p, strict=True)
        ]
        cells = list(itertools.product(*taps))
        units = [
            int(layer.x[c])
            for c in cells
            if all(0 <= n < i for n, i in zip(c, layer.i, strict=True))
        ]
        results.append(reduce(units, len(cells)))
    return tuple(map(len, along)), results


def is_sound(layer):
    return layer.fits and all(
        2 * max(p) <= span for p, span in zip(layer.p, layer.spans, strict=True)
    )


@MANY
@given(direct_layers(), st.booleans())
def test_max_pool(layer, ceil_mode):
    assume(is_sound(layer))
    keys = layer.keys("i", "k", "s", "p", "d")
    operation = MaxPool(**keys, ceil_mode=ceil_mode, values=given_values(layer))
    assert not list(operation.faults())
    output = operation.sweep().map("output")
    shape, expected = pooled(layer, lambda units, _: max(units, default=-math.inf), ceil_mode)
    assert output.shape == shape
    assert list(output.values) == expected


@MANY
@given(direct_layers(), st.booleans(), st.booleans())
def test_avg_pool(layer, ceil_mode, counts):
    assume(is_sound(layer))
    keys = layer.keys("i", "k", "s", "p", "d")
    operation = AvgPool(
        **keys, ceil_mode=ceil_mode, count_include_pad=counts, values=given_values(layer)
    )

    def mean(units, cells):
        count = cells if counts else len(units)
        return Fraction(sum(units), count) if count else None

    shape, expected = pooled(layer, mean, ceil_mode)
    assert (None in expected) == bool(list(operation.faults()))
    assume(None not in expected)
    output = operation.sweep().map("output")
    assert output.shape == shape
    assert list(output.values) == expected


@MANY
@given(direct_layers(), st.booleans(), st.booleans())
def test_pooling_is_that_of_torch(layer, ceil_mode, counts):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    functional, dims = torch.nn.functional, len(layer.i)
    p = tuple(before for before, _ in layer.p)
    x = torch.tensor(layer.x, dtype=torch.float64)[None, None]
    keys = {**layer.keys("i", "k", "s"), "p": tuple((n, n) for n in p)}
    own = {"ceil_mode": ceil_mode, "values": given_values(layer)}
    largest = MaxPool(**keys, **own, d=layer.d)
    mean = AvgPool(**keys, **own, count_include_pad=counts)
    calls = [
        (largest, f"max_pool{dims}d", (layer.d, ceil_mode)),
        (mean, f"avg_pool{dims}d", (ceil_mode, counts)),
    ]
    for operation, name, rest in calls:
        try:
            theirs = getattr(functional, name)(x, layer.k, layer.s, p, *rest)
        except RuntimeError:
            # Torch holds padding against k; here it is k^, so that dilated windows can be padded
            # as TensorFlow's and ONNX's are.
            is_wider = any(2 * n > k for n, k in zip(p, layer.k, strict=True))
            assert list(operation.faults()) or is_wider
            continue
        assert not list(operation.faults())
        output = operation.sweep().map("output")
        ours = np.array([float(v) for v in output.values]).reshape(output.shape)
        assert np.allclose(ours, theirs[0, 0].numpy(), rtol=1e-12, atol=0)


@MANY
@given(direct_layers())
def test_global_pooling(layer):
    largest = GlobalMaxPool(layer.i, values=given_values(layer))
    mean = GlobalAvgPool(values=given_values(layer))
    assert not [*largest.faults(), *mean.faults()]
    assert largest.sweep().map("output").values == (int(layer.x.max()),)
    assert mean.sweep().map("output").values == (Fraction(int(layer.x.sum()), layer.x.size),)
    (step,) = mean.sweep().steps
    assert len(step.read("input")) == layer.x.size
    assert [axis.o for axis in mean.axes] == [1] * len(layer.i)


def test_what_a_window_hangs_over_is_nothing():
    x = Array((5,), (1, 2, 3, 4, 5))
    sweep = AvgPool(k=(2,), s=(2,), ceil_mode=True, values=Values(x)).sweep()
    assert sweep.map("input").axes == ((Cell.REAL,) * 5 + (Cell.OVERHANG,),)
    assert sweep.map("input").values == (1, 2, 3, 4, 5, None)
    assert sweep.map("output").values == (Fraction(3, 2), Fraction(7, 2), 5)


def test_padding_that_does_not_count_holds_nothing():
    x = Array((2,), (1, 2))
    sweep = AvgPool(k=(2,), p=((1, 0),), count_include_pad=False, values=Values(x)).sweep()
    assert sweep.map("input").values == (None, 1, 2)
    assert sweep.map("output").values == (1, Fraction(3, 2))


def test_global_pooling_takes_each_channel_by_itself_and_is_rectified():
    x = Array((2,), (1, 2, -3, -5), (2,))
    sweep = GlobalAvgPool(values=Values(x)).sweep()
    assert [each.values for each in sweep.maps_of("output")] == [(Fraction(3, 2),), (-4,)]
    sweep = GlobalMaxPool(values=Values(x), relu=True).sweep()
    assert [each.values for each in sweep.maps_of("output")] == [(2,), (0,)]
    (fault,) = GlobalMaxPool(values=Values(x), in_channels=3).faults()
    assert fault.where == ("values", "input")
    (fault,) = GlobalMaxPool(values=Values(x, bias=x)).faults()
    assert fault.message == "pooling has no bias; remove values.bias"
