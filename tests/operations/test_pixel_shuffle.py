"""Pixel shuffle and its inverse: against brute force and torch, and step by step."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.values import Values
from convanim.layers.keys import CHANNEL_ORDERS
from convanim.operations.pixel_shuffle import PixelShuffle
from convanim.operations.pixel_unshuffle import PixelUnshuffle
from tests.operations.test_channels import array, outputs

MANY = settings(max_examples=120)


@st.composite
def shuffles(draw):
    """An input to shuffle, the factor, and the order of the channels."""
    axes, r = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    i = tuple(draw(st.integers(1, 4)) for _ in range(axes))
    shape = (draw(st.integers(1, 2)) * r**axes, *i)
    x = np.random.default_rng(draw(st.integers(0, 1000))).integers(-9, 10, shape)
    return x, r, draw(st.sampled_from(CHANNEL_ORDERS))


def shuffled(x, r, order):
    """Cell by cell: channel c*r*r + dy*r + dx goes to (y*r + dy, x*r + dx), as in torch.

    In TensorFlow it is channel (dy*r + dx)*count + c.
    """
    axes = x.ndim - 1
    found = np.zeros((len(x) // r**axes, *(r * size for size in x.shape[1:])), int)
    for channel, *cell in np.ndindex(*found.shape):
        offset = 0
        for n in cell:
            offset = offset * r + n % r
        by_block = channel * r**axes + offset
        source = by_block if order == "CRD" else offset * len(found) + channel
        found[(channel, *cell)] = x[(source, *(n // r for n in cell))]
    return found


def assert_each_step_moves_what_it_reads(sweep):
    """What a frame shows as read stands in what it writes, in order; all is written once."""
    written, read = [], []
    for step in sweep.steps:
        values = [
            sweep.map("input", *cells.index).value(cell)
            for cells in step.read_of("input")
            for cell in cells
        ]
        target = sweep.map("output", *step.writes.index)
        assert [target.value(cell) for cell in step.writes] == values
        written += [(step.writes.index, cell) for cell in step.writes]
        read += [(cells.index, cell) for cells in step.reads for cell in cells]
    for found, role in ((written, "output"), (read, "input")):
        every = [(each.index, cell) for each in sweep.maps_of(role) for cell in each.cells()]
        assert sorted(found) == sorted(every)


@MANY
@given(shuffles())
def test_shuffle_and_unshuffle(case):
    x, r, order = case
    operation = PixelShuffle(r=r, channel_order=order, values=Values(array(x, 1)))
    assert not list(operation.faults())
    sweep = operation.sweep()
    assert np.array_equal(outputs(sweep), shuffled(x, r, order))
    assert_each_step_moves_what_it_reads(sweep)
    made = Values(array(shuffled(x, r, order), 1))
    back = PixelUnshuffle(r=r, channel_order=order, values=made)
    assert not list(back.faults())
    assert np.array_equal(outputs(back.sweep()), x)
    assert_each_step_moves_what_it_reads(back.sweep())


@MANY
@given(shuffles())
def test_values_are_those_of_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    x, r, _ = case
    if x.ndim == 2:
        return
    theirs = torch.nn.PixelShuffle(r)(torch.tensor(x[None]))
    operation = PixelShuffle(r=r, values=Values(array(x, 1)))
    assert np.array_equal(outputs(operation.sweep()), theirs[0].numpy())
    back = PixelUnshuffle(r=r, values=Values(array(theirs[0].numpy(), 1)))
    theirs = torch.nn.PixelUnshuffle(r)(theirs)
    assert np.array_equal(outputs(back.sweep()), theirs[0].numpy())


def test_channels_follow_from_r_and_the_view_is_flat():
    for name, channels in (("PixelShuffle", (4, 1)), ("pixel_unshuffle", (1, 4))):
        fig = convanim.figure(operation=name, i=4, block_size=2)
        found = fig.spec.operation.channels
        assert ((found.inputs, found.outputs), fig.spec.view.name) == (channels, "flat")
    assert len(convanim.figure(operation="pixel_shuffle", i=4, r=2)) == 16


@pytest.mark.parametrize(
    ("name", "order"),
    [
        *(("PixelShuffle", "CRD"), ("DepthToSpace", "DCR"), ("depth_to_space", "DCR")),
        *(("pixel_unshuffle", "CRD"), ("SpaceToDepth", "DCR"), ("space_to_depth", "DCR")),
    ],
)
def test_a_name_brings_the_order_of_its_framework(name, order):
    keys = {"operation": name, "i": 4, "blocksize": 2, "in_channels": 8}
    assert convanim.figure(**keys).spec.operation.channel_order == order
    assert convanim.figure(**keys, channel_order="CRD").spec.operation.channel_order == "CRD"


@pytest.mark.parametrize("name", ["depth_to_space", "space_to_depth"])
def test_an_excerpt_keeps_channels_of_every_unit_of_a_block(name):
    """Its numbers are those of the same channels of the whole."""
    x = np.arange(48 * 16).reshape(48, 4, 4)
    keys = {"operation": name, "r": 2, "values": {"input": x.tolist()}, "excerpt": {"channels": 2}}
    fig = convanim.figure(**keys, i=[4, 4])
    (small,) = fig.spec.panels[0].layers
    whole = outputs(convanim.figure(**keys | {"excerpt": False}, i=[4, 4]).spec.operation.sweep())
    made = outputs(small.sweep())
    kept = [n for n, each in enumerate(whole) if any(np.array_equal(each, m) for m in made)]
    assert len(made) == len(kept) == small.channels.outputs < len(whole)


def test_layers_give_back_what_was_fed_in():
    layers = [{"operation": "pixel_unshuffle", "i": 4, "r": 2}, {"operation": "pixel_shuffle"}]
    fig = convanim.figure(layers=[layers[0], layers[1] | {"r": 2}], values={"seed": 3})
    assert fig.sweep.map("output", 1, 0).values == fig.sweep.map("input", 0, 0).values
    fields = fig.explain().fields[0]
    assert [(f.size, f.jump, f.start) for f in fields] == [(2, 2, Fraction(1, 2)), (2, 1, 0)]
