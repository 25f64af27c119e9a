"""The receptive fields of output units on the page, and the numbers of every shipped figure."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import convanim
from convanim.arithmetic.cells import Cell
from convanim.layout.captions import Captioned
from convanim.layout.stacks.tiers import PITCH, RADIUS, STOREY
from convanim.scene.geometry import CELL, bounds
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.sweep.sweep import Cells

CONFIGS = Path(__file__).parents[2] / "configs" / "receptive_field"
SHIPPED = sorted(path.stem for path in CONFIGS.iterdir())


def fields(**keys):
    return convanim.figure(view="receptive_field", **keys)


def of(scene, role, kind):
    return [each for each in scene.layers if each.role == role and isinstance(each, kind)]


def shapes(scene, role):
    return [shape for each in of(scene, role, Polygons) for shape in each.shapes]


def lines(scene, role):
    return [line for each in of(scene, role, Strokes) for line in each.lines]


def texts(scene, role="label"):
    return [text for each in of(scene, role, Labels) for text, _ in each.texts]


def sizes(scene):
    return texts(scene, "label.size")


def middle(shape):
    left, bottom, right, top = bounds(shape)
    return round((left + right) / 2, 3), round((bottom + top) / 2, 3)


def middles(found):
    return {middle(shape) for shape in found}


def node(layer, n, size):
    return (
        round((n - (size - 1) / 2) * PITCH * CELL, 3),
        round(layer * STOREY * CELL, 3),
    )


def shipped(name):
    return convanim.load(CONFIGS / f"{name}.yaml")


def bare(fig, panel=0):
    """Return the layout of a panel without its title and notes."""
    layout = fig.panels[panel]
    while isinstance(layout, Captioned):
        layout = layout.layout
    return layout


def contributing(fig, n=0, panel=0):
    layout = bare(fig, panel)
    return layout.contribution.contributors(layout.units[n])


def layers_of(fig):
    """Return how many drawings put on layers before the units are shown."""
    return sum(beat.phase == "layers" for beat in bare(fig).beats)


CAUSAL = {"layers": [{"i": [4]}, {"d": 2}], "k": 2, "p": "causal"}


def test_rows_of_nodes_with_all_connections_under_those_that_contribute():
    scene = fields(**CAUSAL).layout.scene(1 + 2)
    assert middles(shapes(scene, "input")) == {node(0, n, 4) for n in range(4)}
    assert middles(shapes(scene, "page.unit")) == {node(1, n, 4) for n in range(4)}
    assert middles(shapes(scene, "output")) == {node(2, n, 4) for n in range(4)}
    assert middles(shapes(scene, "window.output")) == {node(2, 2, 4)}
    seen = {node(1, 2, 4), node(1, 0, 4), node(0, 2, 4), node(0, 1, 4), node(0, 0, 4)}
    assert middles(shapes(scene, "window")) == seen
    assert len(lines(scene, "faint.link")) == (4 + 3) + (4 + 2)
    ends = {tuple((round(x, 3), round(y, 3)) for x, y in line) for line in lines(scene, "link")}
    pairs = [
        ((0, 2), (1, 2)),
        ((0, 1), (1, 2)),
        ((0, 0), (1, 0)),
        ((1, 2), (2, 2)),
        ((1, 0), (2, 2)),
    ]
    assert ends == {(node(*low, 4), node(*high, 4)) for low, high in pairs}


def test_contributing_nodes_alone():
    layout = fields(**CAUSAL, nodes="contributing").layout
    scene = layout.scene(1 + 2)
    assert not lines(scene, "faint.link")
    assert len(shapes(scene, "faint.unit")) == 3 * 4
    read = {node(0, n, 4) for n in (0, 1, 2)} | {node(1, n, 4) for n in (0, 2)}
    assert middles(shapes(scene, "window")) == read
    assert middles(shapes(scene, "window.output")) == {node(2, 2, 4)}
    assert len(lines(scene, "link")) == 5
    assert not shapes(layout.at_rest(), "window.output")


def test_nodes_stand_over_the_middle_of_what_they_see():
    scene = fields(layers=[{"i": [8]}, {}], k=2, s=2).layout.scene(1)
    for role, jump in (("input", 1), ("page.unit", 2), ("output", 4)):
        row = sorted(middles(shapes(scene, role)))
        steps = {round(b[0] - a[0], 2) for a, b in itertools.pairwise(row)}
        assert steps == {round(jump * PITCH * CELL, 2)}
        assert sum(x for x, _ in row) == pytest.approx(0, abs=0.01)


def test_many_nodes_are_smaller():
    few, many = (fields(i=[i], k=3).layout.scene(0) for i in (20, 40))
    widths = [bounds(shapes(each, "input")[0]) for each in (few, many)]
    radii = [(right - left) / 2 for left, _, right, _ in widths]
    assert radii == pytest.approx([RADIUS * CELL, RADIUS * CELL / 2])


def test_planes_clear_each_other_and_stand_in_one_line():
    fig = fields(layers=[{"i": [7, 5]}, {}], k=3)
    tiers = fig.panels[0].tiers
    extents = [tiers.extent(number) for number in range(3)]
    assert all(low[3] < high[1] for low, high in itertools.pairwise(extents))
    assert [left + right for left, _, right, _ in extents] == pytest.approx([0, 0, 0])


def test_large_planes_have_smaller_cells():
    few, many = (fields(i=i, k=3).panels[0].tiers.extent(0) for i in (8, 32))
    assert many == pytest.approx(few)


def test_the_outline_is_the_field_and_the_shade_what_contributes():
    fig = fields(i=7, k=3, d=2, unit=[1, 2])
    assert len(fig) == 1
    tiers, scene = fig.panels[0].tiers, fig.layout.scene(0)
    taps = {(row, column) for row in (1, 3, 5) for column in (2, 4, 6)}
    assert middles(shapes(scene, "window")) == {middle(tiers.corners(0, tap)) for tap in taps}
    below, above = lines(scene, "window.grid")
    corners = (point for tap in taps for point in tiers.corners(0, tap))
    assert bounds(below) == pytest.approx(bounds(tuple(corners)))
    assert bounds(above) == pytest.approx(bounds(tiers.corners(1, (1, 2))))
    ends = [line[0] for line in lines(scene, "connector")]
    assert ends == list(below[:4])


def test_one_beat_for_each_unit_of_the_last_layer():
    fig = fields(layers=[{"i": 5}, {"s": 2}], k=2, out_channels=2)
    assert len(fig) == 1 + 4
    assert [fig.step(n).writes.first for n in range(1, 5)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert {fig.step(n).writes.index for n in range(1, 5)} == {(1, 0)}
    # The first layer is put on with a unit in the middle of those that the output's first one sees.
    assert (fig.step(0).writes.first, fig.step(0).writes.index) == ((0, 0), (0, 0))


def test_layers_are_put_on_one_by_one():
    fig = shipped("three_convolutions")
    assert len(fig) == 3
    assert [len(shapes(fig.layout.scene(n), "window")) for n in range(3)] == [
        9,
        9 + 25,
        9 + 25 + 49,
    ]
    assert [sizes(fig.layout.scene(n)) for n in range(3)] == [
        [rf"sees ${n} \times {n}$ of the input" for n in (3, 5, 7)[:count]] for count in (1, 2, 3)
    ]
    # A layer above the last one that is put on is an empty grid.
    assert [len(of(fig.layout.scene(n), "faint.grid", Strokes)) for n in range(3)] == [2, 1, 0]
    assert [len(shapes(fig.layout.scene(n), "output")) for n in range(3)] == [0, 0, 1]


def test_layers_are_put_on_for_a_unit_that_sees_most():
    fig = shipped("wavenet")
    assert [fig.step(n).writes.first for n in range(3)] == [(7,), (7,), (7,)]
    assert [fig.step(n).writes.index for n in range(3)] == [(0,), (1,), (2,)]
    assert [len(lines(fig.layout.scene(n), "link")) for n in range(3)] == [2, 2 + 4, 2 + 4 + 8]


def test_texts_give_layers_and_fields():
    layers = [
        {"operation": "conv", "i": [9], "k": 3, "d": 2},
        {"operation": "max_pool", "k": 2, "s": 2},
        {"operation": "upsample", "scale": 2},
    ]
    found = texts(fields(layers=layers).layout.at_rest())
    assert found == [
        "conv $k = 3$, $d = 2$", "max pool $k = 2$, $s = 2$", "upsample scale 2, mode nearest",
    ]  # fmt: skip
    found = sizes(fields(layers=layers).layout.at_rest())
    assert found == ["sees $5$ inputs", "sees $6$ inputs", "sees $6$ inputs"]
    assert sizes(fields(i=5, k=[3, 2]).layout.at_rest()) == [r"sees $3 \times 2$ of the input"]
    assert sizes(fields(i=[5], k=1).layout.at_rest()) == ["sees $1$ input"]


def test_names_and_crosses_find_the_maps():
    layers = [{"i": [6], "s": 2, "p": [[1, 0]]}, {"s": 2, "p": [2]}]
    fig = fields(layers=layers, k=2, show=["labels", "uncovered"])
    scene = fig.layout.scene(0)
    assert texts(scene)[-2:] == ["input", "output"]
    crossed = {
        round(x / (PITCH * CELL) + 2.5) for line in lines(scene, "uncovered") for x, _ in line
    }
    assert crossed == {5}


def test_the_cell_of_a_node_is_a_square_around_it():
    layout = fields(layers=[{"i": [7]}, {}], k=3).layout
    for (role, index), place in layout.places.items():
        (shape,) = place.cells(Cells(role, (range(1, 2),), index))
        left, bottom, right, top = bounds(shape)
        assert (right - left, top - bottom) == pytest.approx((PITCH * CELL, PITCH * CELL))
        assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(place.centre((1,)))
        assert len({*shape}) == 4


def test_zeros_around_planes_are_drawn_and_lit():
    fig = shipped("clipped")
    corner = fig.layout.scene(1)
    assert len(of(corner, "padding.apart", Strokes)) == 2
    tiers = bare(fig).tiers
    # Of 3 x 3 cells under the window on the map between, 2 x 2 are units; these read 4 x 4 of the
    # padded input, of which 3 x 3 are units.
    assert len(shapes(corner, "window.zero")) == (9 - 4) + (16 - 9)
    assert len(shapes(corner, "window")) == 4 + 9
    assert middle(tiers.corners(0, (-1, 2))) in middles(shapes(corner, "window.zero"))
    below, between, _ = lines(corner, "window.grid")
    assert below[0] == pytest.approx(tiers.corners(0, (2, -1))[0])
    assert between[0] == pytest.approx(tiers.corners(1, (1, -1))[0])
    assert not shapes(fig.layout.scene(1 + 12), "window.zero")
    assert tiers.extent(0)[0] < min(x for x, _ in tiers.corners(0, (4, 0)))


def test_a_stretched_map_has_no_zeros_around_it():
    layers = [{"operation": "transposed_conv", "i": 3, "k": 3, "s": 2}, {"k": 3, "p": 1}]
    fig = fields(layers=layers)
    assert fig.panels[0].contribution.border(0) == ((0, 0), (0, 0))
    assert len(of(fig.layout.at_rest(), "padding.apart", Strokes)) == 1


def test_padding_that_no_window_reads_is_not_crossed():
    fig = fields(i=[6], k=3, s=2, p=1, show=["uncovered"])
    assert not lines(fig.layout.scene(0), "uncovered")


@pytest.mark.parametrize("view", ["receptive_field", "footprint"])
@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"i": [5, 5, 5], "k": 2}, "view '{}' draws 1 or 2 axes; this figure has 3"),
        (
            {"i": 5, "k": 3, "p": 1, "padding_mode": "circular"},
            "view '{}' takes padding for zeros, but with padding_mode circular it holds units; "
            "use zeros",
        ),
        ({"i": 5, "k": 3, "unit": [1]}, "unit has one number for each of 1 axes; the output has 2"),
        ({"i": 5, "k": 3, "unit": 3}, "no unit [3, 3] in an output of 3 x 3; units count from 0"),
        (
            {"operation": "im2col", "i": 5, "k": 3},
            "view '{}' draws maps; im2col makes or takes a matrix: use view: flat",
        ),
        (
            {"operation": "unpool", "i": [2], "k": 2, "values": {"input": [1, 2]}, "unit": 0},
            "nothing is written to unit [0]; choose another",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(view, keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(view=view, **keys).spec.drawable()
    assert message.format(view) in str(caught.value)


@pytest.mark.parametrize("name", SHIPPED)
def test_pages_hold_everything_and_still_layers_are_shared(name):
    fig = shipped(name)
    for layout in fig.panels:
        left, bottom, right, top = layout.box
        # The size of a field differs where it is clipped.
        changing = "label.size"
        still = {id(each) for each in layout.at_rest().layers if each.role != changing}
        for n in {layers_of(fig), len(layout.beats) - 1}:
            scene = layout.scene(n)
            assert still <= {id(layer) for layer in scene.layers}
            for x, y in (point for each in scene.layers for point in each.points()):
                assert left < x < right and bottom < y < top


def test_dilations_see_3_7_and_15():
    fig = shipped("dilations")
    assert len(fig.panels) == 3
    for panel, (size, apart) in enumerate([(3, 1), (7, 2), (15, 4)]):
        seen = contributing(fig, panel=panel)
        assert len(seen.units[0]) == size**2
        assert [len(along) for along in seen.reach[0]] == [size, size]
        assert seen.reach[0][0][size // 2] == seen.reach[0][1][size // 2] == 7
        scene = fig.panels[panel].scene(0)
        assert len(shapes(scene, "window")) == size**2
        dots = sorted(middles(shapes(scene, "page.dot")))
        assert len(dots) == 9
        cell = CELL / 2
        wanted = [(7.5 + apart * a) * cell for a in (-1, 0, 1)]
        assert sizes(scene) == [rf"sees ${size} \times {size}$ of the input"]
        assert [x for x, _ in dots[::3]] == pytest.approx(wanted, abs=0.01)
        assert [y for _, y in dots[:3]] == pytest.approx(wanted, abs=0.01)


def test_three_convolutions_see_7():
    seen = contributing(shipped("three_convolutions"))
    assert [len(units) for units in seen.units] == [49, 25, 9, 1]


@pytest.mark.parametrize("name", ["wavenet", "wavenet_contributing"])
def test_wavenet_sees_16_and_nothing_that_comes_later(name):
    fig = shipped(name)
    assert len(fig) == 3 + 16
    seen = contributing(fig, 15)
    assert [len(units) for units in seen.units] == [16, 8, 4, 2, 1]
    assert sorted(n for (n,) in seen.units[1]) == list(range(1, 16, 2))
    assert len(lines(fig.layout.scene(3 + 15), "link")) == 16 + 8 + 4 + 2
    own = [sizes(fig.layout.scene(3 + n))[-1] for n in range(16)]
    assert own == [*(f"sees ${n}$ of $16$" for n in range(1, 16)), "sees $16$ inputs"]
    for n in range(16):
        assert max(contributing(fig, n).units[0]) == (n,)
        assert len(contributing(fig, n).units[0]) == n + 1
    faint = lines(fig.layout.at_rest(), "faint.link")
    assert len(faint) == (0 if name.endswith("contributing") else 4 * 16 * 2 - 1 - 2 - 4 - 8)


def test_dilated_stack_reads_all_of_its_field_and_little_of_the_maps_between():
    seen = contributing(shipped("dilated_stack"))
    assert [len(units) for units in seen.units] == [225, 49, 9, 1]


def test_pooling_moves_units_apart():
    fig = shipped("conv_pool_conv")
    assert len(fig) == 2 + 4
    assert [field.size for field in bare(fig).contribution.field(0, 3)] == [8, 8]
    for n, (row, column) in enumerate([(0, 0), (0, 2), (2, 0), (2, 2)]):
        reach = contributing(fig, n).reach[0]
        assert reach == (range(row, row + 8), range(column, column + 8))
        assert len(contributing(fig, n).units[0]) == 64


def test_fields_are_clipped_at_the_border():
    fig = shipped("clipped")
    units = [len(contributing(fig, n).units[0]) for n in range(25)]
    along = [3, 4, 5, 4, 3]
    assert units == [a * b for a in along for b in along]
    told = [sizes(fig.layout.scene(1 + n))[-1] for n in range(25)]
    assert told[0] == r"sees $3 \times 3$ of $5 \times 5$"
    assert told[2] == r"sees $3 \times 5$ of $5 \times 5$"
    assert told[12] == r"sees $5 \times 5$ of the input"


def test_strides_multiply():
    fig = shipped("strided_rows")
    assert [field.size for field in bare(fig).contribution.field(0, 3)] == [15]
    assert contributing(fig, 1).reach[0] == (range(8, 23),)
    assert [len(units) for units in contributing(fig, 1).units] == [15, 7, 3, 1]


def test_only_the_units_that_are_drawn_are_counted():
    fig = fields(layers=[{"i": 5}, {}], k=2, show=["step"])
    notes = [of(fig.layout.scene(n), "note", Labels)[0].texts[0][0] for n in (1, 9)]
    assert notes == ["step 2 of 10: output (0, 0)", "step 10 of 10: output (2, 2)"]


@pytest.mark.parametrize("view", ["receptive_field", "footprint"])
def test_inputs_stand_above_each_other_whatever_is_written_beside_them(view):
    panels = [{"show": ["labels"]}, {"show": ["step"]}]
    fig = convanim.figure(view=view, i=[6], k=3, panels=panels, columns=1)
    found = of(fig.layout.at_rest(), "input", Polygons)
    first, second = (bounds(each.points()) for each in found)
    assert (first[0], first[2]) == pytest.approx((second[0], second[2]))
    assert first[1] > second[3]


def test_the_size_of_a_kernel_in_a_stack_has_a_times_sign():
    layers = [{"i": [9, 6], "k": [3, 2]}, {"k": 2}]
    fig = convanim.figure(layers=layers, view="receptive_field")
    assert r"conv $k = 3 \times 2$" in texts(fig.layout.scene(0))


def test_only_units_of_a_stretched_input_have_a_place():
    fig = fields(operation="transposed_conv", i=[4], k=3, s=2, p=1)
    read = fig.sweep.maps_of("input")[0]
    place = fig.panels[0].places["input", read.index]
    along = {n: place.cells(Cells("input", (range(n, n + 1),))) for n in range(read.shape[0])}
    units = [n for n, found in along.items() if found]
    assert units == [n for (n,) in read.cells() if read.kind((n,)) is Cell.REAL]
    lefts = [along[n][0][0][0] for n in units]
    gaps = [after - before for before, after in itertools.pairwise(lefts)]
    assert gaps == pytest.approx([gaps[0]] * 3)
