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
        assert texts(drawn, "label") == ["conv", "max pool", "input", "kernel", "after conv"]
        assert len(units(drawn, "unwritten")) == len(units(alone.layout.scene(t), "unwritten"))
    written = texts(fig.layout.scene(16), "label")
    assert written == ["conv", "max pool", "input", "kernel", "after conv", "output"]


def test_every_map_has_one_name_at_any_time():
    layers = [LAYERS[0], {"operation": "conv", "k": 3, "p": 1}, LAYERS[1]]
    fig = convanim.figure(layers=layers, values=VALUES, show=["labels"])
    names = ["conv 1", "conv 2", "max pool", "input", "kernel"]
    one, two = "after conv 1", "after conv 2"
    for t, more in ((15, [one]), (16, [one, "kernel", two])):
        assert texts(fig.layout.scene(t), "label") == names + more
    last = len(fig.layout.beats) - 1
    assert texts(fig.layout.scene(last), "label") == [*names, one, "kernel", two, "output"]


def test_symbols_of_a_finished_layer_stay_and_those_of_its_outputs_go():
    layers = [
        {"operation": "conv", "i": 4, "k": 3, "in_channels": 2, "out_channels": 2},
        {"operation": "conv", "k": 1, "out_channels": 2},
    ]
    keys = {"values": VALUES, "view": "channels", "names": "symbols", "show": "labels"}
    fig = convanim.figure(layers=layers, **keys)
    last = texts(fig.layout.scene(len(fig.layout.beats) - 1), "label")
    assert last.count("input $x_0$") == last.count("output $o_0$") == 1
    assert last.count("after conv $x_0$") == 1
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
    assert texts(fig.layout.scene(0), "label") == ["input", "after conv"]
    assert texts(fig.layout.scene(4), "label") == ["input", "after conv", "after conv", "output"]
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


def label_texts(**keys):
    values = {} if keys.get("excerpt") else {"values": {"seed": 1}}
    fig = convanim.figure(show=["labels"], **values, **keys)
    return texts(fig.layout.scene(len(fig.layout.beats) - 1), "label")


def test_a_map_between_two_layers_is_called_by_what_it_is():
    layers = [{"i": 6, "k": 3}, {"operation": "relu"}, {"k": 2}]
    assert label_texts(layers=layers) == [
        *("conv 1", "ReLU", "conv 2"),
        *("input", "kernel", "after conv 1", "after ReLU", "kernel", "output"),
    ]


def test_a_config_may_name_the_map_that_a_layer_makes():
    layers = [{"i": 5, "k": 3, "map": "features"}, {"k": 2, "map": "scores"}]
    names = [text for text in label_texts(layers=layers) if "conv" not in text]
    assert names == ["input", "kernel", "features", "kernel", "scores"]
    layers = [{"i": 5, "k": 3}, {"k": 2}]
    assert label_texts(layers=layers, map="scores")[-1] == "scores"
    assert label_texts(i=4, k=3, map="scores")[-1] == "scores"


def test_several_maps_between_layers_have_numbers_unless_their_name_has_one():
    layers = [{"i": 5, "k": 2, "in_channels": 2, "out_channels": 2}, {"k": 2}]
    for view in ("channels", "flat"):
        shown = label_texts(layers=layers, view=view)
        assert [text for text in shown if "after" in text] == ["after conv 1"]
        shown = label_texts(layers=[{**layers[0], "map": "mixed"}, layers[1]], view=view)
        assert [text for text in shown if "mixed" in text] == ["mixed 1", "mixed 2"]


def test_a_name_too_wide_for_its_map_is_that_of_the_role():
    layers = [{"i": 3, "k": 2, "in_channels": 2, "map": "a name as wide as five maps"}, {"k": 1}]
    shown = label_texts(layers=layers, view="channels")
    assert not any("wide" in text for text in shown)


def test_an_excerpt_keeps_the_names_of_maps():
    layers = [{"i": 64, "k": 3, "map": "features"}, {"k": 3}]
    assert "features" in label_texts(layers=layers, view="isometric", excerpt=True)


def test_layers_that_one_name_stands_for_have_one_map_of_that_name():
    layer = {"operation": "SeparableConv2D", "i": 7, "k": 2, "in_channels": 2, "out_channels": 2}
    shown = label_texts(**layer, map="mixed", view="channels")
    assert [text for text in shown if "after" in text or "mixed" in text] == [
        *("after depthwise conv 1", "after depthwise conv 2", "mixed 1", "mixed 2")
    ]


def test_a_stack_names_its_ends():
    layers = [{"i": 9, "k": 3}, {"k": 3, "map": "middle"}, {"k": 3}]
    fig = convanim.figure(layers=layers, view="receptive_field", show=["labels"])
    shown = texts(fig.layout.scene(0), "label")
    names = [text for text in shown if "$" not in text]
    assert names == ["input", "output"]


@pytest.mark.parametrize("view", ["flat", "channels"])
def test_a_chain_stands_on_the_level_of_its_first_layer(view):
    first = {"i": [9, 4], "k": 3}
    chain = convanim.figure(layers=[first, {"k": [4, 1]}], values={"seed": 1}, view=view)
    alone = convanim.figure(**first, values={"seed": 1}, view=view)
    assert chain.layout.baseline == alone.layout.baseline
