"""Channels that become space, and space that becomes channels: a tint for each channel."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.layout.maps.spread import Spread
from convanim.layout.maps.tints import GROUPS


def tints(fig):
    return Spread.of(fig.sweep).tints


@pytest.mark.parametrize("order", ["CRD", "DCR"])
def test_each_unit_of_a_block_has_the_tint_of_its_channel(order):
    fig = convanim.figure(
        operation="pixel_shuffle", i=2, r=2, in_channels=8, channel_order=order, values={"seed": 1}
    )
    known = tints(fig)
    for row, column, n in itertools.product(range(4), range(4), range(2)):
        assert known["output", (n,), (row, column)] == GROUPS[2 * (row % 2) + column % 2]
    for channel in range(8):
        own = {known["input", (channel,), cell] for cell in itertools.product(range(2), repeat=2)}
        assert own == {GROUPS[channel % 4 if order == "CRD" else channel // 2]}


def test_space_has_the_tints_of_the_channels_that_it_becomes():
    fig = convanim.figure(operation="pixel_unshuffle", i=4, r=2, values={"seed": 1})
    known, index = tints(fig), fig.sweep.maps_of("input")[0].index
    for row, column in itertools.product(range(4), repeat=2):
        channel = 2 * (row % 2) + column % 2
        assert known["input", index, (row, column)] == GROUPS[channel]
        assert known["output", (channel,), (row // 2, column // 2)] == GROUPS[channel]


def test_what_is_lit_has_the_tint_of_its_channel():
    fig = convanim.load("configs/operations/pixel_shuffle.yaml")
    for t in range(len(fig)):
        roles = [each.role for each in fig.layout.scene(t).layers]
        for tint in GROUPS:
            assert roles.count(f"window.{tint}") == 1
            assert roles.count(f"window.output.{tint}") == 1
        assert "window" not in roles
        assert "window.output" not in roles


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 4, "k": 3, "in_channels": 4, "values": {"seed": 1}},
        {"operation": "upsample", "i": 2, "scale": 2},
        {"operation": "relu", "i": 3},
        {"operation": "unpool", "i": 4, "k": 2, "s": 2, "values": {"seed": 1}},
    ],
)
def test_other_layers_have_no_such_tints(keys):
    assert Spread.of(convanim.figure(**keys).sweep) is None
