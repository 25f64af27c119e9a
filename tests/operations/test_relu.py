"""ReLU as a layer of its own."""

from __future__ import annotations

import numpy as np
import pytest

import convanim

UNITS = [[3, -1, 0], [-2, 4, -3]]


def test_negative_units_become_zero():
    fig = convanim.figure(operation="relu", values={"input": UNITS})
    assert fig.sweep.map("output").values == tuple(np.maximum(0, UNITS).ravel())
    assert len(fig) == 6
    assert fig.step(4).read("input").first == fig.step(4).writes.first == (1, 1)


def test_each_channel_is_taken_by_itself():
    fig = convanim.figure(operation="ReLU", in_channels=2, values={"input": [[[-1.5]], [[0.25]]]})
    assert [fig.sweep.map("output", n).values for n in (0, 1)] == [(0,), (0.25,)]


def test_a_chain_is_the_same_as_the_key_of_the_convolution():
    values = {"seed": 5, "input": [0, 3], "kernel": [-1, 1]}
    conv, pool = {"i": 6, "k": 3}, {"operation": "max_pool", "k": 2, "s": 2}
    apart = convanim.figure(layers=[conv, {"operation": "relu"}, pool], values=values)
    joined = convanim.figure(layers=[{**conv, "relu": True}, pool], values=values)
    assert apart.sweep.map("output", 2).values == joined.sweep.map("output", 1).values
    before, after = (apart.sweep.map("output", n).values for n in (0, 1))
    assert min(before) < 0 == min(after)


def test_it_is_written_as_a_maximum():
    fig = convanim.figure(operation="relu", values={"input": UNITS}, show=["sum"])
    notes = [
        text
        for layer in fig.layout.scene(1).layers
        if layer.role == "note"
        for text, _ in layer.texts
    ]
    assert notes == [r"$\max(0,-1) = 0$"]


def test_frameworks_have_it():
    code = convanim.figure(operation="relu", i=4).explain().as_dict()["frameworks"]
    assert code["torch"]["code"] == "nn.ReLU()"


def test_it_has_no_weights():
    with pytest.raises(convanim.ConfigError, match="relu has no kernel values"):
        convanim.figure(operation="relu", values={"input": UNITS, "kernel": [[1]]})
