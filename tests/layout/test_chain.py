"""Layers that feed one another: each map is drawn once, and none before its input exists."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.sweep.sweep import Cells

LAYERS = [{"operation": "conv", "i": 6, "k": 3}, {"operation": "max_pool", "k": 2, "s": 2}]
VALUES = {"seed": 1, "input": [0, 3], "kernel": [-1, 1]}


def chain(**keys):
    return convanim.figure(layers=LAYERS, values=VALUES, show=["labels"], **keys)


def texts(scene, role):
    return [
        text
        for layer in scene.layers
        if isinstance(layer, Labels) and layer.role == role
        for text, _ in layer.texts
    ]


def units(scene, role):
    """The middles of the cells of a role."""
    return {
        tuple(round(sum(axis) / len(axis), 1) for axis in zip(*shape, strict=True))
        for layer in scene.layers
        if isinstance(layer, Polygons) and layer.role == role
        for shape in layer.shapes
    }


def test_the_second_layer_reads_where_the_first_one_wrote():
    fig = chain()
    first = {point for t in range(16) for point in units(fig.layout.scene(t), "window.output")}
    frames = range(16, 20)
    read = [layer for t in frames for layer in fig.layout.scene(t).layers if layer.role == "window"]
    corners = {point for layer in read for shape in layer.shapes for point in shape}
    assert len(first) == 16
    left, right = min(x for x, _ in first), max(x for x, _ in first)
    assert min(x for x, _ in corners) < left < right < max(x for x, _ in corners)


@pytest.mark.parametrize("view", ["flat", "channels"])
def test_what_surrounds_an_input_is_clear_of_the_kernel_before_it(view):
    layers = [{"operation": "conv", "i": 5, "k": 3}, {"operation": "conv", "k": 3, "p": 2}]
    fig = convanim.figure(layers=layers, values=VALUES, view=view, show=["labels"])
    (first, second) = fig.layout.parts
    kernel, padded = first.places["kernel", ()], second.places["input", ()]
    right = max(x for shape in kernel.cells(Cells("kernel", (range(3),) * 2)) for x, _ in shape)
    left = min(x for shape in padded.cells(Cells("input", (range(1),) * 2)) for x, _ in shape)
    assert left - right > 0.9 * CELL, "a sign is between them"


def test_a_layer_is_not_drawn_before_its_input_exists():
    fig = chain()
    alone = convanim.figure(**LAYERS[0], values=VALUES, show=["labels"])
    for t in (0, 7, 15):
        drawn = fig.layout.scene(t)
        assert texts(drawn, "label") == ["conv", "max pool", "input", "kernel", "output"]
        assert len(units(drawn, "unwritten")) == len(units(alone.layout.scene(t), "unwritten"))
    written = texts(fig.layout.scene(16), "label")
    assert written == ["conv", "max pool", "input", "kernel", "input", "output"]


def test_every_map_has_one_name_at_any_time():
    layers = [LAYERS[0], {"operation": "conv", "k": 3, "p": 1}, LAYERS[1]]
    fig = convanim.figure(layers=layers, values=VALUES, show=["labels"])
    names = ["conv", "conv", "max pool", "input", "kernel"]
    for t, more in ((15, ["output"]), (16, ["input", "kernel", "output"])):
        assert texts(fig.layout.scene(t), "label") == names + more
    last = len(fig.layout.beats) - 1
    assert texts(fig.layout.scene(last), "label") == [*names, "input", "kernel", "input", "output"]


def test_symbols_of_a_finished_layer_stay_and_those_of_its_outputs_go():
    layers = [
        {"operation": "conv", "i": 4, "k": 3, "in_channels": 2, "out_channels": 2},
        {"operation": "conv", "k": 1, "out_channels": 2},
    ]
    keys = {"values": VALUES, "view": "channels", "names": "symbols", "show": "labels"}
    fig = convanim.figure(layers=layers, **keys)
    last = texts(fig.layout.scene(len(fig.layout.beats) - 1), "label")
    assert last.count("input $x_0$") == 2 and last.count("output $o_0$") == 1
    assert last.count("$W_1$") == 2


def test_arrows_lead_from_map_to_map():
    fig = chain()
    (arrows,) = (layer for layer in fig.layout.scene(0).layers if layer.role == "arrow")
    assert isinstance(arrows, Strokes)
    shafts = arrows.lines[::2]
    assert [len(line) for line in arrows.lines] == [2, 3, 2, 3]
    assert all(start[0] < end[0] and start[1] == end[1] for start, end in shafts)
    assert all(one[1][0] < other[0][0] for one, other in itertools.pairwise(shafts))


def test_slanted_layers_are_a_tower():
    layers = [{"i": 6, "k": 3, "p": 1}, {"operation": "max_pool", "k": 2, "s": 2}]
    fig = convanim.figure(layers=layers, show=["formula"])
    (arrows,) = (layer for layer in fig.layout.scene(0).layers if layer.role == "arrow")
    assert all(start[1] < end[1] and start[0] == end[0] for start, end in arrows.lines[::2])
    notes = [texts(fig.layout.scene(t), "note") for t in (0, 35, 36)]
    assert notes[0] == notes[1] != notes[2]
    assert "relationship 3" in notes[0][0]
    assert "relationship 7" in notes[2][0]


def test_inserted_zeros_need_a_drawing_of_their_own():
    layers = [{"i": 4, "k": 3}, {"operation": "transposed_conv", "k": 3, "s": 2}]
    fig = convanim.figure(layers=layers, show=["labels"])
    assert texts(fig.layout.scene(0), "label") == ["input", "output"]
    assert texts(fig.layout.scene(4), "label") == ["input", "output"] * 2
    assert not [layer for layer in fig.layout.scene(0).layers if layer.role == "arrow"]


@pytest.mark.parametrize("advance", ["together", "in_turn"])
def test_a_chain_beside_another_panel_ends_full(advance):
    panels = [{"layers": LAYERS}, {"i": 4, "k": 2}]
    fig = convanim.figure(panels=panels, values=VALUES, advance=advance)
    last = fig.layout.scene(len(fig) - 1)
    numbers = {n for layer in last.layers if isinstance(layer, Labels) for n, _ in layer.texts}
    pooled = fig.panels[0].sweep.map("output", 1)
    assert {f"${value}$" if value < 0 else str(value) for value in pooled.values} <= numbers
    assert not units(last, "unwritten")
