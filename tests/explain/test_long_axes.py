"""Sizes up to a million along an axis are explained, and as fast as small ones."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.layer import Layer

MILLION = 1_000_000

LONG = [
    ({"i": [16000], "k": [10], "s": 5}, (3199,)),
    ({"i": [4418], "k": [2], "s": 2, "p": "same"}, (2209,)),
    ({"i": [MILLION], "k": [3], "s": 5}, (200_000,)),
    ({"i": [MILLION], "k": [MILLION // 2], "d": 2, "p": 7}, (16,)),
    ({"i": MILLION, "k": 100, "s": 7, "p": "same"}, (142_858,) * 2),
    (
        {"operation": "avg_pool", "i": [44_100], "k": [3], "d": 2, "count_include_pad": False},
        (44_096,),
    ),
    ({"operation": "transposed_conv", "i": [MILLION], "k": [3], "s": 4}, (3_999_999,)),
    ({"operation": "upsample", "i": [MILLION], "scale": 2, "mode": "bilinear"}, (2 * MILLION,)),
]


@pytest.mark.parametrize(("keys", "o"), LONG)
def test_long_axes_are_explained(keys, o):
    figure = convanim.figure(**keys)
    assert figure.explain().o == o
    assert figure.spec.obstacles == ()


def test_two_hundred_layers_are_explained():
    layers = [{"k": [3], "p": 1}] * 200
    told = convanim.figure(i=[MILLION], layers=layers).explain()
    assert told.o == (MILLION,)
    assert told.fields[0][-1].size == 401


def axes():
    for i, k, s, p, after, d in itertools.product(
        (1, 2, 5, 9), (1, 2, 4), (1, 2, 3, 5), (-2, 0, 2), (-1, 0, 1), (1, 2, 3, 4)
    ):
        yield Axis(i, k, s, p, after, d)
        yield Axis.transposed(Axis(1, k, s, p, after, d), i)


def test_units_that_no_window_reads_are_those_that_no_tap_lies_on():
    for axis in (axis for axis in axes() if axis.o > 0):
        taps = {tap for position in range(axis.o) for tap in axis.taps(position)}
        unread = tuple(n for n, at in enumerate(axis.units) if at not in taps)
        assert Layer("conv", (axis,)).unread == (unread,), axis


@pytest.mark.parametrize("i", [1, 2, 3, 6])
@pytest.mark.parametrize("scale", [1, 2, 3, 4])
@pytest.mark.parametrize("aligned", [False, True])
def test_the_products_of_an_upsampling_are_those_of_its_steps(i, scale, aligned):
    keys = {"operation": "upsample", "mode": "bilinear", "align_corners": aligned}
    figure = convanim.figure(**keys, i=[i], scale=scale, frames="all")
    read = sum(len(cells) for step in figure.sweep.steps for cells in step.read_of("input"))
    assert figure.explain().summary.multiply_adds == read


def test_zeros_between_units_are_no_products():
    keys = {"operation": "transposed_conv", "i": 2, "k": 64, "s": 32, "values": {"seed": 1}}
    figure = convanim.figure(**keys, view="scatter")
    assert figure.spec.obstacles == ()
    assert len(figure.spec.panels[0].subjects[0].sweep.steps) == 96 * 96
    assert figure.explain().summary.multiply_adds == 16_384
