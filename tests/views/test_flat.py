"""The flat view: the cells, values and positions of the guide's numerical figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convanim.arithmetic.decimals import texts
from convanim.arithmetic.values import Array, Range, Values
from convanim.layers.subject import Subject
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.shapes import Labels
from convanim.views.flat import Flat

CELL = 14.17323
INPUT = Array((5, 5), (3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1))
KERNEL = Array((3, 3), (0, 1, 2, 2, 2, 0, 0, 1, 2))
PADDED = Conv(s=(2, 2), p=((1, 1), (1, 1)), values=Values(input=INPUT, kernel=KERNEL))  # figure 1.2


def laid_out(operation):
    return Flat("corner").lay_out(Subject(operation))


def labels(scene, role):
    """Return the labels of a role; those of a map may have several sizes."""
    return [each for each in scene.layers if each.role == role]


def texts_of(scene, role):
    """Return the texts of a role, each with its point."""
    return tuple(placed for each in labels(scene, role) for placed in each.texts)


def written(scene, role, top, left=0):
    """Return the text of each cell, by row and column from the upper left corner of a plane."""
    return {
        (int(top - y / CELL), int(x / CELL - left)): text for text, (x, y) in texts_of(scene, role)
    }


def table(cells, width):
    found = [cells[cell] for cell in sorted(cells)]
    return [" ".join(found[n : n + width]) for n in range(0, len(found), width)]


def test_figure_1_2_has_the_guides_values_where_the_guide_has_them():
    scene = laid_out(PADDED).scene(4)
    assert table(written(scene, "input.value", 7), 7) == [
        "0 0 0 0 0 0 0",
        "0 3 3 2 1 0 0",
        "0 0 0 1 3 1 0",
        "0 3 1 2 2 3 0",
        "0 2 0 0 2 2 0",
        "0 2 0 0 0 1 0",
        "0 0 0 0 0 0 0",
    ]
    # The output is at x = T + 1 and starts at height 2, since it is 3 high beside 7.
    assert table(written(scene, "output.value", 5, left=8), 3) == ["6 17 3", "8 17 13", "6 4 4"]
    assert written(scene, "kernel.value", 7) == {
        (2, 2): "0", (2, 3): "1", (2, 4): "2",
        (3, 2): "2", (3, 3): "2", (3, 4): "0",
        (4, 2): "0", (4, 3): "1", (4, 4): "2",
    }  # fmt: skip


def test_values_stand_in_the_middle_and_kernel_values_end_at_the_lower_right():
    scene = laid_out(PADDED).scene(0)
    for _, (x, y) in texts_of(scene, "input.value"):
        assert (x / CELL) % 1 == pytest.approx(0.5, abs=1e-4)
        assert (y / CELL) % 1 == pytest.approx(0.5, abs=1e-4)
    (kernel,) = labels(scene, "kernel.value")
    assert kernel.anchor == "end"
    for _, (x, y) in kernel.texts:
        # A digit of Computer Modern is half an em wide; it is centred on 0.8, as in the guide.
        assert (x / CELL) % 1 - 0.5 * 5.6 / CELL / 2 == pytest.approx(0.8, abs=1e-3)
        assert (y / CELL) % 1 == pytest.approx(0.2, abs=1e-4)


def test_input_values_lie_under_the_shade_and_kernel_values_above_it():
    roles = [each.role for each in laid_out(PADDED).scene(0).layers]
    assert roles.index("input.value") < roles.index("window") < roles.index("kernel.value")


def test_one_page_holds_every_frame():
    layout = laid_out(PADDED)
    assert {layout.scene(n).box for n in range(9)} == {layout.box}
    left, bottom, right, top = layout.box
    assert (right - left, top - bottom) == (
        pytest.approx(11 * CELL + 2 * 10.361, abs=0.01),
        pytest.approx(7 * CELL + 2 * 10.361, abs=0.01),
    )


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            Conv(values=Values(input=INPUT, kernel=KERNEL)),
            ["12 12 17", "10 17 19", "9 6 14"],
        ),
        (
            AvgPool(k=(3, 3), values=Values(input=INPUT)),
            ["1.7 1.7 1.7", "1.0 1.2 1.8", "1.1 0.8 1.3"],
        ),
        (MaxPool(k=(3, 3), values=Values(input=INPUT)), ["3 3 3", "3 3 3", "3 2 3"]),
    ],
    ids=["1.1", "1.5", "1.6"],
)
def test_figures_1_1_1_5_and_1_6(operation, expected):
    scene = laid_out(operation).scene(0)
    assert table(written(scene, "output.value", 4, left=6), 3) == expected


def test_a_transposed_convolution_shows_the_rotated_kernel():
    operation = TransposedConv(
        s=(2, 2), values=Values(Array((2, 2), (1, 2, 3, 4)), Array((2, 2), (5, 6, 7, 8)))
    )
    scene = laid_out(operation).scene(0)
    weights = written(scene, "kernel.zero.value", 5) | written(scene, "kernel.value", 5)
    assert table(weights, 2) == ["8 7", "6 5"]
    assert table(written(scene, "output.value", 5 - 0.5, left=6), 4)[0] == "5 6 10 12"


def test_max_pooling_pads_with_minus_infinity():
    operation = MaxPool((1, 1), (2, 2), p=((1, 1), (1, 1)), values=Values(Array((1, 1), (-7,))))
    scene = laid_out(operation).scene(0)
    assert table(written(scene, "input.value", 3), 3) == [
        r"$-\infty$ $-\infty$ $-\infty$",
        r"$-\infty$ $-7$ $-\infty$",
        r"$-\infty$ $-\infty$ $-\infty$",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2), ("1", "2")),
        ((1.0, -2), ("1", "$-2$")),
        ((0.25, 1), ("0.25", "1.00")),
        ((Fraction(1, 3), 2), ("0.3", "2.0")),
        ((Fraction(1, 3), Fraction(9, 4), Fraction(-9, 4)), ("0.3", "2.3", "$-2.3$")),
        ((2.675, 0.001), ("2.68", "0.00")),
        ((0.0371, -0.002), ("0.04", "0.00")),
        ((0.1 + 0.2, -3), ("0.3", "$-3.0$")),
        ((10**20, -1), ("100000000000000000000", "$-1$")),
        ((), ()),
    ],
)
def test_numbers_of_a_map_have_the_same_decimals(values, expected):
    assert texts(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((Fraction(1, 3), 2), ("1/3", "2")),
        ((0.1234, Fraction(1, 3)), ("0.12", "0.33")),
        ((0.25, 1), ("0.25", "1.00")),
    ],
)
def test_weights_are_fractions_or_have_two_decimals(values, expected):
    assert texts(values, as_fractions=True) == expected


def sizes(value):
    """Return the sizes of 1 and of another number in one map."""
    scene = laid_out(Conv(values=Values(Array((1, 2), (1, value)), Array((1, 1), (1,))))).scene(0)
    found = {text: each.scale for each in labels(scene, "input.value") for text, _ in each.texts}
    return tuple(found.values())


@pytest.mark.parametrize(
    ("value", "scale"), [(7, 1), (100, 1), (-10, 0.84), (-1095, 0.54), (12345678, 0.375)]
)
def test_only_the_whole_number_that_needs_it_is_smaller(value, scale):
    assert sizes(value) == (1, pytest.approx(scale, abs=0.005))


@pytest.mark.parametrize(("value", "scale"), [(7.5, 1), (12.5, 0.913), (-10.25, 0.534)])
def test_numbers_with_decimals_have_one_size(value, scale):
    assert sizes(value) == (pytest.approx(scale, abs=0.005),) * 2


def test_a_layer_without_numbers_has_no_labels():
    scene = laid_out(Conv((5, 5), (3, 3))).scene(0)
    assert not [each for each in scene.layers if isinstance(each, Labels)]


def test_four_axes_are_refused():
    subject = Subject(Conv((3,) * 4, (2,) * 4))
    assert [fault.message for fault in Flat().faults(subject)] == [
        "view 'flat' draws 1 to 3 axes; this figure has 4"
    ]


SEVERAL = Conv(
    (3, 3),
    (2, 2),
    in_channels=4,
    out_channels=2,
    groups=2,
    values=Values(Range(0, 3), Range(-1, 1), seed=1, bias=Array((2,), (3, -2))),
)


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def test_maps_stand_in_columns_a_cell_apart_with_the_first_channel_on_top():
    scene = laid_out(SEVERAL).scene(0)
    inputs = [layer.shapes[0] for layer in of_role(scene, "input")]
    # Four maps of 3 rows are 15 high with gaps; two maps of 2 rows are 6 high with two cells for a
    # bias and the next name, centred beside.
    for shapes, left, size, tops in (
        (inputs, 0, 3, [15, 11, 7, 3]),
        ([layer.shapes[0] for layer in of_role(scene, "output")], 4, 2, [10.5, 6.5]),
    ):
        for corners, top in zip(shapes, tops, strict=True):
            cells = [(x / CELL, y / CELL) for x, y in corners]
            assert cells[0] == pytest.approx((left, top - size), abs=1e-4)
            assert cells[2] == pytest.approx((left + size, top), abs=1e-4)


def test_only_the_maps_a_step_reads_and_writes_are_shaded():
    layout = laid_out(SEVERAL)
    for step, tops in ((0, [15, 11]), (3, [15, 11]), (4, [7, 3]), (7, [7, 3])):
        scene = layout.scene(step)
        windows = of_role(scene, "window")
        found = [max(y for _, y in layer.points()) / CELL for layer in windows]
        row = step % 4 // 2
        assert found == pytest.approx([top - row for top in tops], abs=1e-4)
        assert len(of_role(scene, "window.output")) == 1
        assert layout.scene(step).box == layout.box


def test_each_window_has_the_kernel_of_its_channels():
    scene = laid_out(SEVERAL).scene(4)
    sweep = SEVERAL.sweep()
    shown = [[text for text, _ in layer.texts] for layer in of_role(scene, "kernel.value")]
    assert shown == [list(texts(sweep.map("kernel", 1, n).values)) for n in range(2)]


def test_a_bias_stands_below_its_output():
    scene = laid_out(SEVERAL).scene(0)
    found = texts_of(scene, "bias.value")
    assert [text for text, _ in found] == ["$+3$", "$-2$"]
    assert [(x / CELL, y / CELL) for _, (x, y) in found] == [
        pytest.approx((5, 8.1), abs=1e-4),
        pytest.approx((5, 4.1), abs=1e-4),
    ]


def test_the_page_holds_a_bias_below_everything_else():
    keys = {"i": (2, 2), "k": (1, 1)}
    numbers = Values(Range(0, 1), Range(0, 1), seed=1, bias=Array((1,), (1,)))
    without = laid_out(Conv(**keys)).box
    box = laid_out(Conv(**keys, values=numbers)).box
    assert box[1] == pytest.approx(without[1] - 0.4 * CELL, abs=1e-3)


VOLUME = Conv(
    (3, 3, 4), (2, 2, 2), bias=True, values=Values(Range(0, 3), Range(-1, 1), seed=1)
)  # fmt: skip


def test_slices_stand_side_by_side_and_those_of_the_output_below():
    layout = laid_out(VOLUME)
    scene = layout.scene(6)
    corners = [shape[3] for shape in of_role(scene, "input")[0].shapes]
    assert [(x / CELL, y / CELL) for x, y in corners] == [
        pytest.approx((5 * n, 3), abs=1e-4) for n in range(3)
    ]
    # Three slices of 4 cells are 14 wide with gaps, two slices of 3 cells are 7 wide.
    corners = [shape[3] for shape in of_role(scene, "output")[0].shapes]
    assert [(x / CELL, y / CELL) for x, y in corners] == [
        pytest.approx((3.5 + 4 * n, -2), abs=1e-4) for n in range(2)
    ]
    ((_, (x, y)),) = texts_of(scene, "bias.value")
    assert (x / CELL, y / CELL) == (pytest.approx(7, abs=1e-3), pytest.approx(-4.4, abs=1e-3))


def test_each_slice_has_its_values_and_the_kernel_of_its_depth():
    layout, sweep = laid_out(VOLUME), VOLUME.sweep()
    scene = layout.scene(6)
    values = sweep.map("input").values
    for depth in range(3):
        found = written(scene, "input.value", 3)
        shown = [found[row, 5 * depth + column] for row in range(3) for column in range(4)]
        assert shown == list(texts(values))[12 * depth : 12 * depth + 12]
    # Step 6 is the first one at the second depth: it reads slices 1 and 2.
    taps = iter(texts(sweep.map("kernel").values))
    assert written(scene, "kernel.value", 3) == {
        (row, 5 * depth + column): next(taps)
        for depth in (1, 2)
        for row in (0, 1)
        for column in (0, 1)
    }
    assert len(of_role(scene, "window.output")[0].shapes) == 1


def test_a_kernel_is_beside_the_input_between_signs_and_lit_where_it_is_used():
    layout = Flat().lay_out(Subject(PADDED))
    scene = layout.scene(4)
    assert table(written(scene, "filter.value", 5, left=8.5), 3) == ["0 1 2", "2 2 0", "0 1 2"]
    assert table(written(scene, "output.value", 5, left=13), 3) == ["6 17 3", "8 17 13", "6 4 4"]
    assert [text for text, _ in texts_of(scene, "sign")] == [r"$\ast$", "$=$"]
    assert not [each for each in scene.layers if each.role.startswith("kernel")]
    (lit,) = [each for each in scene.layers if each.role == "window.kernel"]
    (shape,) = lit.shapes
    assert shape[1][0] - shape[0][0] == pytest.approx(3 * CELL)
    assert ("kernel", ()) in layout.places


def test_several_kernels_and_the_weights_of_an_upsampling_stay_in_the_corners():
    import convanim

    for keys in (
        {"i": 4, "k": 3, "in_channels": 2, "values": {"seed": 1}},
        {"operation": "upsample", "i": 3, "scale": 2, "mode": "bilinear", "values": {"seed": 1}},
    ):
        roles = {each.role for each in convanim.figure(**keys, view="flat").layout.scene(0).layers}
        assert "filter" not in roles
        assert "kernel.value" in roles
