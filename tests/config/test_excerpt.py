"""The key ``excerpt``: what is drawn of large layers, and what a config says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import convanim
from convanim.config import read_text
from convanim.layout.page.arrangement import JOURNAL

RESNET = {"i": 224, "k": 7, "s": 2, "p": 3, "in_channels": 3, "out_channels": 64}
LINE = "Excerpt: 10 x 10 of 224 x 224 inputs, 5 x 5 of 112 x 112 outputs, 2 of 64 output channels"


def test_a_large_layer_is_drawn_as_an_excerpt_with_its_card_and_explained_whole():
    figure = convanim.figure(**RESNET)
    assert len(figure) == 50
    part, card = figure.spec.panels
    assert (part.view.name, card.view.name) == ("flat", "shapes")
    assert part.layers[0].sizes == (10, 10)
    assert card.layers[0].output_shape == (112, 112)
    assert figure.spec.page.caption == LINE
    told = figure.explain().as_dict()
    assert (told["o"], told["parameters"]) == ([112, 112], 9408)
    assert told["film"]["excerpts"] == [LINE]
    assert f"excerpt                {LINE.removeprefix('Excerpt: ')[:40]}" in str(figure.explain())


def test_maps_that_are_left_out_are_counted_beside_those_that_are_drawn():
    figure = convanim.figure(**RESNET, caption="my layer")
    texts = [
        text for layer in figure.layout.scene(3).layers for text, _ in getattr(layer, "texts", ())
    ]
    assert "... 64" in texts
    assert "... 3" not in texts
    assert " ".join(texts).endswith(f"my layer {LINE}")


def test_a_card_is_left_out_on_demand_and_where_a_view_is_named():
    for keys in ({"excerpt": {"card": False}}, {"view": "flat"}):
        figure = convanim.figure(**RESNET, **keys)
        assert [panel.view.name for panel in figure.spec.panels] == ["flat"]


def test_how_much_is_kept():
    few = convanim.figure(**RESNET, excerpt={"positions": 3, "channels": 1})
    assert few.spec.panels[0].layers[0].output_shape == (4, 4)  # for a window in the input alone
    assert few.spec.panels[0].layers[0].channels.inputs == 1
    assert convanim.figure(i=9, k=3, excerpt=4).spec.layers[0].output_shape == (4, 4)
    assert convanim.figure(i=9, k=3).spec.layers[0].output_shape == (7, 7)
    assert convanim.figure(i=9, k=3, excerpt=True).spec.layers[0].output_shape == (5, 5)


def test_a_config_with_excerpt_false_draws_all():
    figure = convanim.figure(**{**RESNET, "i": 16, "excerpt": False})
    assert len(figure) == 4096
    assert figure.spec.page.caption is None


def test_frames_are_those_of_the_whole_layer():
    figure = convanim.figure(i=40, k=3, frames="0,700")
    assert figure.spec.layers[0].sizes == (40, 40)
    assert len(figure) == 2
    assert len(convanim.figure(i=20, k=3, frames="all")) == 324


def test_wide_kernels_are_shown_at_the_ends_and_in_the_middle():
    figure = convanim.figure(operation="transposed_conv", i=2, k=16, s=8)
    assert figure.spec.page.caption == "Excerpt: 25 of its 576 steps"
    rows = [figure.step(t).writes.first[0] for t in range(0, 25, 5)]
    assert rows == [0, 1, 12, 22, 23]


def test_what_is_too_wide_to_look_at_is_drawn_as_its_card():
    figure = convanim.figure(operation="transposed_conv", i=2, k=64, s=32)
    assert [panel.view.name for panel in figure.spec.panels] == ["shapes"]
    assert figure.explain().o == (96, 96)


def width(figure):
    left, _, right, _ = figure.layout.box
    return right - left


def test_the_card_is_below_an_excerpt_that_leaves_it_no_room_and_keeps_its_size():
    wavenet = {"i": [16000], "k": 2, "in_channels": 32, "out_channels": 32}
    for d, columns, scale in ((1, 1, 1.0), (64, 1, 0.4678)):
        figure = convanim.figure(**wavenet, d=d, p=[[d, 0]])
        assert (figure.page.columns, round(figure.scale, 4)) == (columns, scale)
        assert width(figure) <= JOURNAL + 0.01
        alone = convanim.figure(**wavenet, d=d, p=[[d, 0]], view="shapes")
        assert width(figure.panels[1]) == pytest.approx(width(alone))
    assert convanim.figure(**RESNET).page.columns == 1
    assert convanim.figure(i=40, k=3).page.columns == 2
    assert width(convanim.figure(i=40, k=3)) <= JOURNAL


def test_wide_inputs_are_one_channel_of_many_unless_a_config_says_how_many():
    patches = {"i": 224, "k": 16, "s": 16, "in_channels": 3, "out_channels": 768}
    assert convanim.figure(**patches).spec.layers[0].channels.inputs == 1
    asked = convanim.figure(**patches, excerpt={"channels": 2})
    assert asked.spec.layers[0].channels.inputs == 3
    assert convanim.figure(**RESNET).spec.layers[0].channels.inputs == 3


def test_views_that_draw_one_channel_get_one():
    figure = convanim.figure(**RESNET, view="isometric")
    assert figure.spec.layers[0].channels.inputs == 1
    assert len(figure) == 25


@pytest.mark.parametrize("view", ["matrix", "memory", "im2col"])
def test_views_that_draw_few_cells_get_fewer_positions(view):
    figure = convanim.figure(i=40, k=3, view=view, values={"seed": 1})
    assert figure.spec.obstacles == ()
    assert max(figure.spec.layers[0].sizes) <= 7
    whole = figure.with_(excerpt=False)
    assert [each.message for each in whole.spec.obstacles]


def test_panels_say_which_is_an_excerpt():
    figure = convanim.figure(panels=[{"i": 30}, {"i": 5}, {"i": 40}], k=3)
    assert figure.spec.page.caption.splitlines() == [
        "Excerpt (panel 1): 7 x 7 of 30 x 30 inputs, 5 x 5 of 28 x 28 outputs",
        "Excerpt (panel 3): 7 x 7 of 40 x 40 inputs, 5 x 5 of 38 x 38 outputs",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "excerpt: much",
            "3:10: excerpt must be false, a number of positions, or a mapping such as "
            "{positions: 4, channels: 2}, not 'much'",
        ),
        ("excerpt: 0", "3:10: excerpt.positions must be a whole number from 1 to 256, not 0"),
        (
            "excerpt: {channels: many}",
            "3:21: excerpt.channels must be a whole number from 1 to 256, not 'many'",
        ),
        (
            "excerpt: {rows: 4}",
            "3:11: unknown key 'rows' in excerpt; choose one of card, channels, positions",
        ),
    ],
)
def test_faults(text, message):
    draft = read_text(f"i: 5\nk: 3\n{text}", Path("x.yaml")).only()
    (found,) = {f"{r.mark.line}:{r.mark.column}: {r.message}" for r in draft.reports} | {
        f"{r.mark.line}:{r.mark.column}: {r.message}" for p in draft.panels for r in p.reports
    }
    assert found == message


TOO_LARGE = [
    {"i": 4000, "k": 1},
    {"i": 4000, "k": 3, "frames": "0-2"},
    {"i": 3000, "k": 2999},
    {"i": 500, "k": 200, "values": {"seed": 1}},
    {"i": 20, "k": 3, "in_channels": 200, "out_channels": 100},
    {"i": 100, "k": 3, "out_channels": 20},
    {"i": 30, "k": 11, "in_channels": 100, "out_channels": 10, "values": {"seed": 1}},
    {"operation": "transposed_conv", "i": 200, "k": 3, "s": 2},
    {"operation": "max_pool", "i": 900, "k": 3, "s": 2},
    {"operation": "upsample", "i": 400, "scale": 2},
    {"operation": "im2col", "i": 400, "k": 3},
    {"operation": "unpool", "i": 400, "k": 2, "values": {"seed": 1}},
    {"layers": [{"i": 300, "k": 3}, {"k": 3}]},
    {"layers": [{"i": 100, "k": 3}, *[{"k": 1}] * 20]},
    {"operation": "col2im", "output_size": 400, "k": 3},
    {"operation": "conv_backward_input", "i": 400, "k": 3},
]
REMEDIES = {
    "use excerpt: true": {"excerpt": True},
    "use view: flat": {"view": "flat"},
    "remove excerpt: false": {"excerpt": True},
    "remove frames": {"frames": None, "excerpt": True},
    "use view: shapes": {"view": "shapes"},
    "use fewer channels": {"in_channels": 1, "out_channels": 1},
    "use a smaller i": {"i": 20},
    "use a smaller output_size": {"output_size": 20},
    "use a smaller i and k": {"i": 20, "k": 3},
    "use a larger s": {"s": 1000},
    "remove values": {"values": None},
    "use fewer layers": {},
}
"""What each advice means in these configs."""


TOO_LARGE_FOR_A_VIEW = [
    {"view": "matrix", "i": 10, "k": 3},
    {"view": "matrix", "i": 7, "k": 3, "excerpt": False},
    {"view": "matrix", "i": 7, "k": 3, "frames": "0-2"},
    {"view": "matrix", "i": 5, "k": 3, "in_channels": 3},
    {"view": "matrix", "i": 224, "k": 3, "excerpt": False},
    {"view": "im2col", "i": 9, "k": 3},
    {"view": "im2col", "i": 9, "k": 7},
    {"view": "im2col", "i": 3000, "k": 3, "excerpt": False},
    {"view": "memory", "i": 7, "k": 1},
    {"view": "memory", "i": 2, "k": 1, "in_channels": 5},
    {"view": "counting", "i": [65], "k": [3]},
    {"view": "counting", "i": [65], "k": [3], "values": {"seed": 1}},
    {"view": "volume", "i": [22, 22, 22], "k": [2, 2, 2], "excerpt": False},
]


@pytest.mark.parametrize("keys", TOO_LARGE_FOR_A_VIEW)
def test_each_way_out_of_what_is_too_large_for_a_view_helps(keys):
    _take_each_advice(keys)


@pytest.mark.parametrize("keys", TOO_LARGE)
def test_each_way_out_of_what_is_too_large_helps(keys):
    _take_each_advice(keys if "frames" in keys else {**keys, "excerpt": False})


def _take_each_advice(keys):
    figure = convanim.figure(**keys)
    assert figure.spec.obstacles
    for obstacle in figure.spec.obstacles:
        advice = re.search(r": ((use|remove) .*)", obstacle.message)[1]
        ways = advice.replace(" or use", ", use").replace(" or remove", ", remove").split(", ")
        assert set(ways) <= {*REMEDIES}, ways
        for way in ways:
            changed = {**keys, **REMEDIES[way]}
            if way == "use a smaller i":
                k = keys.get("k", 3)
                changed["i"] = [each + 2 for each in k] if isinstance(k, list) else k + 2
            if "layers" in keys and "i" in REMEDIES[way]:
                changed["layers"] = [{**keys["layers"][0], "i": 20}, *keys["layers"][1:]]
                del changed["i"]
            if way == "use fewer layers":
                changed["layers"] = keys["layers"][:1]
            changed = {key: value for key, value in changed.items() if value is not None}
            assert convanim.figure(**changed).spec.obstacles == (), way


def test_the_maps_of_an_excerpt_have_names_unless_a_config_says_what_it_shows():
    def names(**more):
        layers = convanim.figure(**RESNET, **more).layout.scene(0).layers
        return [text for layer in layers if layer.role == "label" for text, _ in layer.texts]

    assert {"input 1", "input 2", "input 3", "output 1", "output 2"} <= set(names())
    assert "input 1" not in names(show=["step"])
    assert "input 1" not in names(show=[])


def test_more_layers_than_an_excerpt_can_have_can_be_fewer():
    keys = {"layers": [{"i": 500, "k": 3}, *[{"k": 3}] * 199]}
    obstacles = convanim.figure(**keys).spec.obstacles
    assert obstacles
    assert {each.message.rpartition(": ")[2] for each in obstacles} == {"use fewer layers"}
    assert not convanim.figure(layers=keys["layers"][:1]).spec.obstacles
