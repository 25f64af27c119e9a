"""The shapes view: numbers, cells that are left out, and links."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.layers.subject import Subject
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.im2col import Im2col
from convanim.operations.transposed_conv import TransposedConv
from convanim.views.shapes.cuboid import ENDS, MOST_CELLS, Cuboid, Edge
from convanim.views.shapes.tensors import tensors

ALEXNET = {"i": 227, "k": 11, "s": 4, "in_channels": 3, "out_channels": 96, "bias": True}
LINKS = {"input": "channels", "output": "kernels", "window": "size"}


def shown(**keys):
    return convanim.figure(view="shapes", **keys)


def texts(fig, role, t=0):
    n = range(len(fig.layout.beats))[t]
    found = [each for each in fig.layout.scene(n).layers if each.role == role]
    return [text for layer in found for text, _ in layer.texts]


def lit(fig, t):
    n = range(len(fig.layout.beats))[t]
    roles = [each.role.split(".") for each in fig.layout.scene(n).layers]
    return [LINKS[role[0]] for role in roles if role[-1] == "link"]


def shapes(operation, order="NHWC", batch=None):
    found = tensors(Subject(operation).layer, order, batch)
    return {each.role: ("".join(d.letter for d in each.dimensions), each.shape) for each in found}


def test_shapes_of_a_convolution():
    conv = Conv(i=(7, 5), k=(3, 2), in_channels=6, out_channels=4, groups=2, bias=True)
    assert shapes(conv) == {
        "input": ("HWC", (7, 5, 6)),
        "kernel": ("HWIO", (3, 2, 3, 4)),
        "bias": ("O", (4,)),
        "output": ("HWC", (5, 4, 4)),
    }
    assert shapes(conv, "NCHW", 8) == {
        "input": ("NCHW", (8, 6, 7, 5)),
        "kernel": ("OIHW", (4, 3, 3, 2)),
        "bias": ("O", (4,)),
        "output": ("NCHW", (8, 4, 5, 4)),
    }


def test_shapes_of_a_transposed_convolution():
    back = TransposedConv(i=(4,), k=(3,), s=(2,), in_channels=6, out_channels=2)
    assert shapes(back, "NCHW")["kernel"] == ("IOW", (6, 2, 3))
    assert shapes(back)["kernel"] == ("WOI", (3, 2, 6))
    assert shapes(back)["output"] == ("WC", (9, 2))


def test_pooling_has_a_window_without_channels_or_weights():
    assert shapes(AvgPool(i=(4, 4), k=(2, 2), in_channels=3))["kernel"] == ("HW", (2, 2))
    fig = shown(operation="avg_pool", i=4, k=2, in_channels=3)
    assert lit(fig, -1) == ["channels", "size"]
    assert texts(fig, "note", -1) == [
        r"$o = \left\lfloor \dfrac{i - k}{s} \right\rfloor + 1\quad$relationship 7",
        r"$o = \left\lfloor \dfrac{4 - 2}{1} \right\rfloor + 1 = 3$",
        "no weights",
    ]
    assert texts(fig, "note", 0) == ["output depth = input depth = 3"]
    assert "window" in texts(fig, "label")


def test_parameters_are_those_of_the_layer():
    for groups, bias in itertools.product((1, 2), (False, True)):
        keys = {"i": 5, "k": 3, "in_channels": 4, "out_channels": 6, "groups": groups}
        fig = shown(**keys, bias=bias)
        layer = fig.spec.operation.layer()
        note = texts(fig, "note", -1)[-1]
        weights = 3 * 3 * (4 // groups) * 6
        assert (
            note.partition(" = ")[2]
            == f"{weights} weights{' in 2 groups' * (groups - 1)}" + " + 6 biases" * bias
        )
        assert layer.parameters == weights + 6 * bias


def test_the_film_shows_each_link_and_then_all():
    fig = shown(**ALEXNET)
    assert len(fig) == 4
    assert [lit(fig, t) for t in range(4)] == [
        ["channels"],
        ["kernels"],
        ["size"],
        ["channels", "kernels", "size"],
    ]
    assert [texts(fig, "note", t)[0] for t in (0, 1, 2)] == [
        "kernel depth = input depth = 3",
        "output depth = number of kernels = 96",
        "height and width from $i$, $k$, $s$ and $p$",
    ]
    assert texts(fig, "input.number", 0) == ["3", "3"]
    assert texts(fig, "output.number", 1) == ["96", "96", "96"]
    assert texts(fig, "window.number", 2) == ["227", "227", "11", "11", "55", "55"]


def test_at_rest_all_links_are_shown():
    layout = shown(**ALEXNET).layout
    assert layout.at_rest() == layout.scene(3)


def test_what_does_not_change_is_the_same_layer_in_every_drawing():
    layout = shown(**ALEXNET).layout.bare()
    first, second = layout.scene(0).layers, layout.scene(1).layers
    same = [a is b for a, b in zip(first, second, strict=False)]
    assert same.index(False) == len(layout.still)
    at_end = zip(layout.at_rest().layers, layout.scene(3).layers, strict=True)
    assert all(a is b for a, b in at_end)


def test_kernels_of_groups_are_as_deep_as_a_group():
    fig = shown(i=5, k=3, in_channels=6, out_channels=4, groups=2)
    assert texts(fig, "note", 0) == ["kernel depth = input depth / groups = $6 / 2 = 3$"]
    assert texts(fig, "label.groups", 0) == [r"$/\,2$ groups"]
    assert texts(fig, "label.groups", 1) == []
    assert texts(fig, "label.groups", -1) == [r"$/\,2$ groups"]


def test_a_transposed_convolution_in_groups_has_kernels_as_deep_as_its_input():
    fig = shown(operation="transposed_conv", i=4, k=3, in_channels=4, out_channels=6, groups=2)
    assert texts(fig, "note", 0) == ["kernel depth = input depth = 4"]
    product = r"$3 \times 2 = 6$"
    assert texts(fig, "note", 1) == [
        rf"output depth = kernels of a group $\times$ groups = {product}"
    ]
    assert texts(fig, "label.groups", 1) == [r"$\times\,2$ groups"]


def test_the_text_of_a_bracket_lies_between_two_levels():
    keys = {"i": 4, "k": 3, "in_channels": 4, "out_channels": 6, "groups": 2}
    scene = shown(**keys, layout="NCHW").layout.scene(3)
    tops = {each.role: max(y for _, y in each.points()) for each in scene.layers if each.points()}
    assert tops["input.link"] < tops["label.groups"] < tops["output.link"] - 5


def test_links_that_would_cross_lie_on_two_levels():
    for layout, apart in (("NHWC", 0.0), ("NCHW", 7.0)):
        scene = shown(**ALEXNET, layout=layout).layout.scene(3)
        tops = [
            max(y for _, y in each.points())
            for each in scene.layers
            if each.role in ("input.link", "output.link")
        ]
        assert tops[1] - tops[0] == pytest.approx(apart)


def test_a_longer_edge_is_longer():
    lengths = [Edge(n).length for n in range(4097)]
    assert all(a < b for a, b in itertools.pairwise(lengths))


@pytest.mark.parametrize("cells", [1, 2, MOST_CELLS, MOST_CELLS + 1, 65_535])
def test_cells_are_all_drawn_or_dots_stand_for_them(cells):
    edge = Edge(cells)
    drawn = len(edge.cuts) + 1
    if cells <= MOST_CELLS:
        assert (drawn, edge.dots) == (cells, ())
    else:
        # The two ends, and a blank piece with dots between them.
        assert drawn == 2 * ENDS + 1
        assert edge.cuts[ENDS - 1] < edge.dots[0] < edge.dots[-1] < edge.cuts[ENDS]
    assert all(0 < cut < edge.length for cut in edge.cuts)


def test_a_box_without_depth_is_its_front():
    flat, deep = (Cuboid(Edge(2), Edge(3), Edge(n)) for n in (0, 4))
    roles = [layer.role for layer in flat.layers(("window",), "input")]
    assert roles == ["window", "connector.cells"]
    roles = [layer.role for layer in deep.layers(("window",), "input")]
    assert roles == ["input.top", "input.side", "window", "connector.cells"]
    # There are 1 + 2 lines on the front, 1 + 3 on the top and 3 + 2 on the side.
    assert len(list(deep.layers((), "input"))[-1].lines) == 3 + 4 + 5


@pytest.mark.parametrize(("count", "cards"), [(1, 1), (4, 4), (5, 3), (4096, 3)])
def test_of_many_kernels_some_are_drawn_and_dots_for_the_rest(count, cards):
    layers = shown(i=5, k=3, out_channels=count).layout.scene(0).layers
    assert sum(each.role == "page.card" for each in layers) == cards
    own = [len(each.lines) for each in layers if each.role == "root.dots"]
    assert (3 in own) == (count > cards)


def test_layers_stand_beside_each_other_and_go_on_in_turn():
    keys = {"k": 3, "out_channels": 4}
    fig = shown(i=9, in_channels=3, layers=[{**keys, "relu": True}, {**keys, "s": 2}])
    assert len(fig) == 8
    assert texts(fig, "label").count("ReLU") == 1
    assert lit(fig, 0).count("channels") == 2  # of one layer, and of the other with all links


def test_it_has_no_steps(tmp_path):
    fig = shown(**ALEXNET, timing={"row": 1})
    assert len(fig) == 4
    with pytest.raises(convanim.ConvanimError, match="figure shows only sizes; it has no steps"):
        fig.step(0)
    (path,) = fig.save(tmp_path / "x.txt")
    assert path.read_text().startswith("frame 0 of 4: at rest")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({**ALEXNET, "order": "snake"}, "goes through the steps in an order of its own; remove"),
        ({**ALEXNET, "show": "step"}, "show: step needs a view that goes through steps; remove it"),
        ({**ALEXNET, "show": "sum"}, "show: sum needs a view that goes through steps; remove it"),
        ({**ALEXNET, "layout": "NWHC"}, "must be one of NCHW, NHWC, not 'NWHC'"),
        ({**ALEXNET, "batch": 0}, "must be a whole number from 1 to 65535, not 0"),
    ],
)
def test_what_it_does_not_show(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        _ = shown(**keys).layout
    assert message in str(caught.value)


def test_what_no_framework_describes_has_no_shapes(monkeypatch):
    monkeypatch.setattr(Im2col, "summary", lambda _: None)
    with pytest.raises(convanim.ConfigError, match="draws layers of a network; im2col is not one"):
        _ = shown(operation="im2col", i=4, k=2).layout


MOVES = [
    (
        {"i": [16, 112, 112], "k": [3, 7, 7], "p": [1, 3, 3], "s": [1, 2, 2], "in_channels": 3,
         "out_channels": 64, "bias": True},
        "16 112 112 3|3 7 7 3 64|64|16 56 56 64",
        "$3 \\times 7 \\times 7 \\times 3 \\times 64$ = 28,224 weights + 64 biases",
        ["channels", "kernels", "size"],
    ),
    (
        {"operation": "max_pool", "i": [16, 56, 56], "k": 2, "s": 2, "in_channels": 64},
        "16 56 56 64|2 2 2|8 28 28 64",
        "no weights",
        ["channels", "size"],
    ),
    (
        {"operation": "upsample", "i": 56, "scale": 2, "in_channels": 64},
        "56 56 64|112 112 64",
        "no weights",
        ["channels", "size"],
    ),
    (
        {"operation": "pixel_shuffle", "i": 56, "r": 2, "in_channels": 256},
        "56 56 256|112 112 64",
        "no weights",
        [],
    ),
    (
        {"operation": "im2col", "i": 56, "k": 3, "in_channels": 64, "layout": "NCHW"},
        "64 56 56|576 2916",
        "R = 576 rows for taps, P = 2916 columns for positions",
        [],
    ),
    (
        {"operation": "conv_backward_input", "output_size": 57, "k": 3, "s": 2, "p": 1,
         "in_channels": 64, "out_channels": 32},
        "29 29 64|3 3 32 64|57 57 32",
        "$3 \\times 3 \\times 32 \\times 64$ = 18,432 weights",
        ["channels", "kernels", "size"],
    ),
    (
        {"operation": "conv_backward_kernel", "i": 224, "k": 7, "s": 2, "p": 3, "in_channels": 3,
         "out_channels": 64},
        "224 224 3|112 112 64|7 7 3 64",
        "$7 \\times 7 \\times 3 \\times 64$ = 9,408 gradients of weights",
        ["channels", "kernels", "size"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "sizes", "note", "links"), MOVES)
def test_layers_with_three_axes_without_a_window_and_of_the_way_back(keys, sizes, note, links):
    fig = shown(**keys)
    assert in_reading_order(fig) == sizes.replace("|", " ")
    assert texts(fig, "note", -1)[-1] == note
    assert lit(fig, -1) == links


def test_the_depth_of_a_gradient_is_the_number_of_kernels():
    keys = {"operation": "conv_backward_kernel", "i": 24, "k": 3, "in_channels": 4, "groups": 2}
    fig = shown(**keys, out_channels=6)
    assert texts(fig, "note", 0) == ["kernel depth = input depth / groups = $4 / 2 = 2$"]
    assert texts(fig, "note", 1) == ["gradient depth = number of kernels = 6"]


def test_three_axes_fill_a_box_and_channels_stand_in_the_row_alone():
    fig = shown(i=[4, 5, 6], k=[1, 2, 3], in_channels=7, out_channels=9)
    labels = texts(fig, "label")
    assert [each for each in labels if each.isdigit()] == [
        *("5", "6", "4"),
        *("2", "3", "1", "9"),
        *("4", "4", "4"),
    ]


def test_numbers_in_either_order():
    keys = {"i": 28, "k": 5, "s": 2, "p": 2, "in_channels": 6, "out_channels": 16, "batch": 32}
    for order, numbers in (
        ("NHWC", "32 28 28 6 5 5 6 16 32 14 14 16"),
        ("NCHW", "32 6 28 28 16 6 5 5 32 16 14 14"),
    ):
        assert in_reading_order(shown(**keys, layout=order)) == numbers


def in_reading_order(fig):
    found = [
        (y, x, text)
        for layer in fig.layout.scene(len(fig.layout.beats) - 1).layers
        if layer.role.endswith(".number")
        for text, (x, y) in layer.texts
    ]
    return " ".join(text for _, _, text in sorted(found, key=lambda each: (-each[0], each[1])))


@pytest.mark.parametrize(
    ("name", "numbers", "parameters"),
    [
        (
            "alexnet_conv1",
            "256 227 227 3 11 11 3 96 96 256 55 55 96",
            r"$11 \times 11 \times 3 \times 96$ = 34,848 weights + 96 biases",
        ),
        (
            "pointwise_shapes",
            "227 227 512 1 1 512 32 227 227 32",
            r"$1 \times 1 \times 512 \times 32$ = 16,384 weights",
        ),
        (
            "fully_connected_shapes",
            "7 7 512 7 7 512 4096 4096 1 1 4096",
            r"$7 \times 7 \times 512 \times 4096$ = 102,760,448 weights + 4,096 biases",
        ),
        (
            "conv_bias_relu",
            "6 6 3 3 3 3 4 4 6 6 4",
            r"$3 \times 3 \times 3 \times 4$ = 108 weights + 4 biases",
        ),
        (
            "grouped_shapes",
            "14 14 64 3 3 2 64 14 14 64",
            r"$3 \times 3 \times 2 \times 64$ = 1,152 weights in 32 groups",
        ),
    ],
)
def test_shipped_figures(name, numbers, parameters):
    fig = convanim.load(f"configs/shapes/{name}.yaml")
    assert in_reading_order(fig) == numbers
    assert parameters in texts(fig, "note", 3)
