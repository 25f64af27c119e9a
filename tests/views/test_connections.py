"""The connections view and the costs of layers: lines counted, channels lit, numbers by hand."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import convanim
from convanim.errors import ConfigError

CONFIGS = Path(__file__).parents[2] / "configs" / "compare"
KEYS = {"operation": "conv", "i": 6, "k": 3, "p": 1}


def scene(n=-1, **keys):
    layout = convanim.figure(view="connections", **{**KEYS, **keys}).panels[0]
    return layout.scene(range(len(layout.beats))[n])


def lines(found, role):
    return [line for each in found.layers if each.role == role for line in each.lines]


def squares(found, role):
    return sum(len(each.shapes) for each in found.layers if each.role == role)


def texts(found, role):
    return [text for each in found.layers if each.role == role for text, _ in each.texts]


@pytest.mark.parametrize(
    ("inputs", "outputs", "groups"),
    [(4, 4, 1), (4, 4, 2), (4, 4, 4), (2, 6, 2), (6, 3, 3), (1, 5, 1)],
)
def test_a_line_is_a_kernel(inputs, outputs, groups):
    keys = {"in_channels": inputs, "out_channels": outputs, "groups": groups}
    pairs = sum(
        one * groups // inputs == other * groups // outputs
        for one, other in itertools.product(range(inputs), range(outputs))
    )
    every = scene(**keys)
    assert len(set(lines(every, "link"))) == len(lines(every, "faint.link")) == pairs
    assert rf"${pairs}$ of $3 \times 3$" in texts(every, "label")
    one = scene(0, **keys)
    assert len(lines(one, "link")) == inputs // groups
    assert squares(one, "window.output" if groups == 1 else "window.output.group.first") == 1
    assert squares(one, "window" if groups == 1 else "window.group.first") == inputs // groups


def test_an_output_of_the_last_layer_depends_on_all_before():
    layers = [
        {**KEYS, "in_channels": 3, "out_channels": 3, "groups": 3},
        {"k": 1, "out_channels": 2},
    ]
    found = convanim.figure(view="connections", layers=layers).panels[0]
    assert len(found.beats) == 3
    assert len(lines(found.scene(1), "link")) == 3 + 3
    assert len(lines(found.scene(2), "link")) == 3 + 3 * 2


def test_weights_and_products_are_counted_one_by_one():
    keys = {"in_channels": 4, "out_channels": 6, "groups": 2}
    fig = convanim.figure(**KEYS, **keys, values={"seed": 1})
    weights = sum(len(each.values) for each in fig.maps if each.role == "kernel")
    # One product for each cell that a step reads, zeros of the padding included.
    products = sum(len(cells) for step in fig.sweep.steps for cells in step.read_of("input"))
    note = texts(scene(**keys), "note")
    assert note == [f"{weights:,} weights", f"{products:,} multiply-adds"]


def test_biases_are_named():
    assert texts(scene(bias=True, out_channels=4), "note")[0] == "40 weights and biases"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"operation": "max_pool"}, "draws layers with kernels; max_pool has none"),
        ({"out_channels": 17}, "draws up to 16 channels; this layer has 17: use view: shapes"),
    ],
)
def test_what_it_refuses(keys, message):
    with pytest.raises(ConfigError, match=message):
        convanim.figure(view="connections", **{**KEYS, **keys}).spec.drawable()


def test_costs_as_a_note_need_weights():
    fig = convanim.figure(**KEYS, show="costs")
    assert texts(fig.layout.scene(0), "note") == ["9 weights", "324 multiply-adds"]
    with pytest.raises(ConfigError, match="show: costs needs a layer with weights; max_pool has"):
        convanim.figure(operation="max_pool", i=4, k=2, show="costs").spec.drawable()


def test_costs_stand_in_a_drawing_once():
    assert len(texts(scene(show="costs"), "note")) == 2


def test_kinds_of_convolution():
    fig = convanim.load(CONFIGS / "kinds_of_convolution.yaml")
    places = 32 * 32
    kernels = {"standard": 16 * 9, "two groups": 8 * 9, "depthwise": 4 * 9, "separable": 4 * 9 + 16}
    assert [panel.title for panel in fig.spec.panels] == list(kernels)
    for panel, weights in zip(fig.panels, kernels.values(), strict=True):
        written = texts(panel.scene(0), "note")
        assert written == [f"{weights} weights", f"{weights * places:,} multiply-adds"]
    assert {len(panel.beats) for panel in fig.panels} == {5}


def test_a_convolution_shares_its_weights_and_a_fully_connected_layer_does_not():
    fig = convanim.load(CONFIGS / "shared_or_not.yaml")
    conv, dense = fig.spec.layers
    assert conv.sizes == dense.sizes == (4, 4)
    outputs = [each.channels.outputs * each.axes[0].o * each.axes[1].o for each in (conv, dense)]
    assert outputs == [4, 4]
    notes = [texts(panel.scene(0), "note") for panel in fig.panels]
    assert notes == [["9 weights", "36 multiply-adds"], ["64 weights", "64 multiply-adds"]]
    steps = [panel.sweep.steps for panel in fig.panels]
    assert [len({step.writes.index for step in each}) for each in steps] == [1, 4]
    reads = [sum(len(step.read("input")) for step in each) for each in steps]
    assert reads == [36, 64]
