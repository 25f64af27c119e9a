"""The im2col view: the order of filling and multiplying, and the numbers of the convolution."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.scene.typesetting import SIZE, width
from convanim.sweep.terms import cell_terms
from tests.support import oracle

CONFIGS = Path(__file__).parents[2] / "configs" / "matrix"


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def texts(layers):
    return [text for layer in layers for text, _ in layer.texts]


def matrix(sweep, role, act):
    (found,) = (each for each in sweep.maps_of(role) if each.index[0] == act)
    return np.array(found.values).reshape(found.shape)


X = [[3, 3, 2, 1], [0, 0, 1, 3], [3, 1, 2, 2], [2, 0, 0, 2]]
W = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]


def test_the_product_is_the_convolution():
    sweep = convanim.load(CONFIGS / "im2col.yaml").sweep
    patches, rows = matrix(sweep, "output", 0), matrix(sweep, "kernel", 1)
    windows = [np.ravel([row[n : n + 3] for row in X[m : m + 3]]) for m in (0, 1) for n in (0, 1)]
    assert patches.T.tolist() == [list(window) for window in windows]
    assert rows.tolist() == [np.ravel(W).tolist()]
    assert (rows @ patches).ravel().tolist() == matrix(sweep, "output", 1).ravel().tolist()
    assert matrix(sweep, "output", 1).ravel().tolist() == [12, 12, 10, 17]


def test_channels_and_filters():
    fig = convanim.load(CONFIGS / "im2col_channels.yaml")
    sweep, operation = fig.sweep, fig.spec.operation
    x, w = np.array(operation.units).reshape(2, 3, 3), np.array(operation.kernels)
    w = w.reshape(2, 2, 2, 2)
    rows, patches = matrix(sweep, "kernel", 1), matrix(sweep, "output", 0)
    assert (rows.shape, patches.shape) == ((2, 8), (8, 4))
    expected = oracle.grouped_conv(x, w, [0, 0], 1, (1, 1), ((0, 0), (0, 0)), (1, 1))
    assert (rows @ patches).tolist() == expected.reshape(2, 4).tolist()
    assert matrix(sweep, "output", 1).tolist() == expected.reshape(2, 4).tolist()
    made = texts(of_role(fig.layout.scene(len(fig) - 1), "output.value"))
    # Each number is once in the product and once in the output maps.
    numbers = [int(text.strip("$")) for text in made]
    assert numbers == [*expected.ravel().astype(int).tolist()] * 2


def test_first_all_columns_are_filled_then_each_row_is_multiplied():
    fig = convanim.load(CONFIGS / "im2col_channels.yaml")
    assert [beat.phase for beat in fig.layout.beats] == ["fill"] * 4 + ["multiply"] * 8
    assert [fig.step(t).writes.first for t in (0, 3, 4, 11)] == [(0, 0), (0, 3), (0, 0), (1, 3)]
    assert len(fig.step(2).writes) == 8


@pytest.mark.parametrize("t", range(8))
def test_what_is_there_by_a_step(t):
    layout = convanim.load(CONFIGS / "im2col.yaml").layout
    scene = layout.scene(t)
    # Each step adds a column of nine cells to the sixteen of the input.
    assert len(texts(of_role(scene, "input.value"))) == 16 + 9 * min(t + 1, 4)
    assert len(texts(of_role(scene, "output.value"))) == 2 * max(0, t - 3)
    # The cells that are read form one area: the window in the input, then a column of patches.
    assert [len(layer.shapes) for layer in of_role(scene, "window")] == [1]
    assert len(of_role(scene, "arrow")) == (t < 4)
    assert [len(layer.shapes) for layer in of_role(scene, "window.output")] == (
        [9] if t < 4 else [1, 1]
    )
    assert scene.box == layout.box


def test_a_row_and_a_column_cross_at_what_they_make():
    scene = convanim.load(CONFIGS / "im2col_channels.yaml").layout.scene(9)
    (column,) = of_role(scene, "window")
    row = of_role(scene, "window.frame")[0].lines[0]
    made = of_role(scene, "window.output")[0].shapes[0]
    assert row[0][1] == made[0][1]
    assert {corners[0][0] for corners in column.shapes} == {made[0][0]}


def test_an_arrow_leads_from_the_window_to_its_column():
    scene = convanim.load(CONFIGS / "im2col.yaml").layout.scene(2)
    line = of_role(scene, "arrow")[0].lines[0]
    (window,) = of_role(scene, "window")[0].shapes
    column = of_role(scene, "window.output")[0].shapes
    assert line[0] == window[2]  # the upper right corner
    assert line[-1][0] == pytest.approx((column[0][0][0] + column[0][1][0]) / 2)
    assert 0 < line[-1][1] - max(y for shape in column for _, y in shape) < 2


def test_the_kernel_is_seen_as_a_map_and_as_a_row_in_the_same_tints():
    scene = convanim.load(CONFIGS / "im2col.yaml").layout.at_rest()
    row, kernel = of_role(scene, "weight.value")
    assert texts([row]) == texts([kernel]) == ["0", "1", "2", "2", "2", "0", "0", "1", "2"]
    assert len({y for _, (_, y) in row.texts}) == 1
    assert len({y for _, (_, y) in kernel.texts}) == len({x for _, (x, _) in kernel.texts}) == 3
    tinted = [
        layer for layer in scene.layers if layer.role.startswith("weight.") and layer.points()
    ]
    roles = [layer.role for layer in tinted if hasattr(layer, "shapes")]
    assert len(roles) == 18
    assert roles[:9] == roles[9:]
    assert len(set(roles)) == 9


def test_filters_that_are_not_multiplied_are_pale():
    scene = convanim.load(CONFIGS / "im2col_channels.yaml").layout.scene(9)
    # The other row of eight, and its two kernels of four.
    assert [len(layer.shapes) for layer in of_role(scene, "veil")] == [8, 4, 4]
    assert not of_role(convanim.load(CONFIGS / "im2col.yaml").layout.scene(5), "veil")


def test_sizes_and_the_price_in_memory_are_written():
    for name, sizes, lines in (
        (
            "im2col",
            [r"patches, $9 \times 4$", r"kernel, $1 \times 9$", r"product, $1 \times 4$"],
            [r"$3 \cdot 3 \cdot 1 = 9$ rows", r"$2 \cdot 2 = 4$ columns"],
        ),
        (
            "im2col_channels",
            [r"patches, $8 \times 4$", r"kernels, $2 \times 8$", r"product, $2 \times 4$"],
            [r"$2 \cdot 2 \cdot 2 = 8$ rows", r"$2 \cdot 2 = 4$ columns"],
        ),
    ):
        scene = convanim.load(CONFIGS / f"{name}.yaml").layout.at_rest()
        assert [text for text in texts(of_role(scene, "label")) if "," in text] == sizes
        assert texts(of_role(scene, "note.sizes"))[:2] == lines
    prices = {
        "im2col": "36 values from 16: 2.25 times",
        "im2col_padding": "36 values from 9: 4 times",
    }
    for name, price in prices.items():
        scene = convanim.load(CONFIGS / f"{name}.yaml").layout.at_rest()
        assert texts(of_role(scene, "note.sizes"))[2] == price
    along_one = convanim.figure(i=[4], k=2, view="im2col").layout.at_rest()
    assert texts(of_role(along_one, "note.sizes"))[:2] == [r"$2 \cdot 1 = 2$ rows", "$3$ columns"]


def test_a_thick_line_is_between_channels():
    scene = convanim.load(CONFIGS / "im2col_channels.yaml").layout.scene(5)
    patches, rows = of_role(scene, "boundary")[0].lines
    assert patches[0][1] == patches[1][1]
    assert rows[0][0] == rows[1][0]
    below = [y for _, (_, y) in of_role(scene, "input.value")[-1].texts if y < patches[0][1]]
    assert len(below) == 16  # the windows of the second channel
    roles = [layer.role for layer in scene.layers]
    assert roles.index("boundary") > roles.index("window.output")
    assert not of_role(convanim.load(CONFIGS / "im2col.yaml").layout.scene(0), "boundary")[0].lines


def test_several_filters_have_their_numbers_beside_their_kernels():
    layout = convanim.load(CONFIGS / "im2col_channels.yaml").layout
    at = {text: y for each in of_role(layout.scene(0), "label") for text, (_, y) in each.texts}
    assert at["filter 1"] > at["filter 2"]
    alone = texts(of_role(convanim.load(CONFIGS / "im2col.yaml").layout.scene(0), "label"))
    assert not any(text.startswith("filter") for text in alone)


def test_zeros_of_padding_stay_white():
    fig = convanim.load(CONFIGS / "im2col_padding.yaml")
    scene = fig.layout.scene(3)
    filled = of_role(scene, "input")[-1]
    # Each of the four windows covers four units and five zeros; sixteen zeros surround the input.
    assert len(filled.shapes) == 16
    assert texts(of_role(scene, "input.value")).count("0") == 20 + 16
    assert texts(of_role(scene, "input.value")).count("$x_{11}$") == 1 + 4
    assert texts(of_role(scene, "weight.value"))[:2] == ["$w_{00}$", "$w_{01}$"]


def test_zeros_of_a_column_that_is_multiplied_are_grey():
    fig = convanim.load(CONFIGS / "im2col_padding.yaml")
    scene = fig.layout.scene(7)
    assert texts(of_role(scene, "window.zero.value")) == ["0"] * 5
    (grey,) = of_role(scene, "window.zero")
    assert len(grey.shapes) == 5


def test_names_of_weights_have_their_filter_and_channel_above():
    fig = convanim.figure(i=2, k=1, in_channels=2, out_channels=2, view="im2col")
    found = texts(of_role(fig.layout.scene(0), "weight.value"))
    names = [f"$w^{{{o}{c}}}_{{00}}$" for o in (0, 1) for c in (0, 1)]
    assert found == names * 2  # in their rows, and in their kernels


def test_both_acts_agree_with_themselves():
    sweep = convanim.load(CONFIGS / "im2col_channels.yaml").sweep
    for step in sweep.steps:
        for working in cell_terms(sweep, step):
            assert working.result == working.target.value


def test_headings_do_not_meet_in_the_smallest_figure():
    scene = convanim.figure(i=1, k=1, view="im2col").layout.scene(1)
    places = {text: at for layer in of_role(scene, "label") for text, at in layer.texts}
    kernel, product = r"kernel, $1 \times 1$", r"product, $1 \times 1$"
    for left, right in ((kernel, product), (product, "output")):
        half = (width(left) + width(right)) * SIZE / 2
        assert places[right][0] - places[left][0] > half


def test_numbers_of_the_input_alone_are_not_added_up():
    fig = convanim.figure(values={"input": [[1, 2], [3, 4]]}, k=2, view="im2col")
    scene = fig.layout.scene(1)
    assert texts(of_role(scene, "weight.value"))[0] == "$w_{00}$"
    assert fig.sweep.map("output", 1).values is None


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "transposed_conv"},
            "view 'im2col' draws conv with 1 or 2 axes, not transposed_conv with 2: use view: flat",
        ),
        (
            {"i": [3, 3, 3]},
            "view 'im2col' draws conv with 1 or 2 axes, not conv with 3: use view: flat",
        ),
        (
            {"in_channels": 2, "groups": 2},
            "view 'im2col' draws a single matrix product; remove groups",
        ),
        (
            {"i": 9},
            "view 'im2col' would have 9 rows and 49 columns, too many to read; the limit is 40: "
            "use excerpt: true, use view: flat, use a smaller i or use a larger s",
        ),
        (
            {"order": "snake"},
            "view 'im2col' goes through the steps in an order of its own; remove order: snake",
        ),
        ({"bias": True}, "view 'im2col' cannot draw bias; remove it"),
    ],
)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**{"i": 4, "k": 3, "view": "im2col", **keys}).layout  # noqa: B018
    assert str(caught.value) == message
