"""The scatter view: sums and counts after each stamp, shades, cropped cells, and errors."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.config import theme, themes
from convanim.scene.geometry import CELL
from convanim.scene.typesetting import SIZE
from convanim.views.scatter.hits import SHADES
from tests.support import oracle

CONFIGS = Path(__file__).parents[2] / "configs" / "scatter"


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


SUMS = ("output.value", "window.output.value")


def grid(layout, n, roles=SUMS):
    """Return the text in each cell of the output after a step, without the legend below it."""
    plane = layout.places["output", ()]
    left, top = plane.point(0, 0)
    found = {}
    for layer in layout.scene(n).layers:
        if layer.role in roles:
            for text, (x, y) in layer.texts:
                found[int((top - y) / CELL), int((x - left) / CELL)] = text
    return {cell: text for cell, text in found.items() if cell[0] < plane.height}


def table(cells):
    rows = itertools.groupby(sorted(cells), key=lambda cell: cell[0])
    return [" ".join(cells[cell] for cell in row) for _, row in rows]


def shades(fig):
    return {layer.role for layer in fig.layout.scene(len(fig) - 1).layers} & {
        f"count.{shade}" for shade in SHADES
    }


VALUES = tuple(f"count.{shade}.value" for shade in SHADES)
NEEDED = {"operation": "transposed_conv", "i": 2, "k": 3, "view": "scatter"}


def test_overlap_add_comes_to_the_transposed_convolution():
    fig = convanim.load(CONFIGS / "overlap_add.yaml")
    x, w = [[2, 1, 2], [3, 1, 1], [1, 2, 3]], [[1, 2, 1], [2, 3, 2], [1, 2, 1]]
    expected = oracle.transposed_conv(
        np.array(x), np.array(w), (2, 2), ((0, 0), (0, 0)), (1, 1), (0, 0)
    )
    found = grid(fig.layout, 17)
    assert {cell: int(text) for cell, text in found.items()} == {
        cell: int(value) for cell, value in np.ndenumerate(expected)
    }
    assert grid(fig.layout, 1) == {(a, b): str(2 * w[a][b]) for a in range(3) for b in range(3)}
    # The second stamp, with factor 1, shares a column with the first, with factor 2.
    assert table(grid(fig.layout, 3)) == ["2 4 3 2 1", "4 6 6 3 2", "2 4 3 2 1"]


def test_what_a_stamp_adds_stands_beside_the_old_sums():
    fig = convanim.load(CONFIGS / "overlap_add.yaml")
    w = [[1, 2, 1], [2, 3, 2], [1, 2, 1]]
    assert fig.beats(2)[0] == (1, "add")
    assert table(grid(fig.layout, 2)) == ["2 4 2", "4 6 4", "2 4 2"]
    assert of_role(fig.layout.scene(3), "kernel.value") == []
    (added,) = of_role(fig.layout.scene(2), "kernel.value")
    assert [text for text, _ in added.texts] == [f"$+{n}$" for n in np.ravel(w)]


def test_the_kernel_is_lit_while_it_stamps():
    layout = convanim.load(CONFIGS / "padding_crops.yaml").layout
    lit = [len(of_role(layout.scene(n), "window.kernel")) for n in range(len(layout.beats))]
    assert lit == [1] * 18 + [0], "the last drawing cuts the border off"


def test_zero_insertion_and_scatter_agree():
    fig = convanim.load(CONFIGS / "zero_insertion_and_scatter.yaml")
    slid, scattered = fig.panels
    assert slid.sweep.map("output").values == (4, 3, 2, 3, 0, 4, 2, 4, 6)
    assert table(grid(scattered, 8)) == ["4 3 2", "3 0 4", "2 4 6"]
    assert (len(slid.beats), len(scattered.beats), len(fig)) == (9, 9, 18)


def test_the_heat_map_of_one_axis():
    fig = convanim.load(CONFIGS / "checkerboard_row.yaml")
    uneven, even = fig.panels
    assert table(grid(uneven, 4, VALUES)) == ["1 1 2 1 2 1 2 1 2 1 1"]
    assert table(grid(even, 4, VALUES)) == ["1 1 2 2 2 2 2 2 2 2 1 1"]
    assert shades(fig) == {"count.first", "count.fourth"}
    assert table(grid(uneven, 1, VALUES)) == ["1 1 2 1 1"]


def test_checkerboards():
    odd, even = convanim.load(CONFIGS / "checkerboard.yaml").panels
    once, twice = "1 1 2 1 2 1 2 1 1", "2 2 4 2 4 2 4 2 2"
    assert table(grid(odd, 15, VALUES)) == [
        {"1": once, "2": twice}[n] for n in once.split()
    ]  # fmt: skip
    inside = [row.split()[2:-2] for row in table(grid(even, 15, VALUES))[2:-2]]
    assert inside == [["4"] * 6] * 6


def test_a_legend_has_the_shade_of_each_number_of_stamps():
    for name, numbers in (("checkerboard_row", "12"), ("checkerboard", "1234")):
        layout = convanim.load(CONFIGS / f"{name}.yaml").panels[0]
        plane, rest = layout.places["output", ()], layout.at_rest()
        (words,) = of_role(rest, "label")[:1]
        assert words.texts[0][0] == "stamps per cell"
        shown = {
            text: layer.role
            for layer in rest.layers
            if layer.role in VALUES
            for text, _ in layer.texts
        }
        assert "".join(shown) == numbers
        last = layout.scene(len(layout.beats) - 1)
        cells = {
            text: layer.role
            for layer in last.layers
            if layer.role in VALUES
            for text, (_, y) in layer.texts
            if y > plane.point(plane.height, 0)[1]
        }
        assert cells.items() <= shown.items()
    values = {"input": [[1, 2], [3, 4]], "kernel": [[1, 1], [1, 1]]}
    summed = convanim.figure(**{**NEEDED, "k": 2}, values=values)
    assert "stamps per cell" not in [
        text for layer in of_role(summed.layout.at_rest(), "label") for text, _ in layer.texts
    ]


def test_resizing_first_makes_every_output_of_as_many_products():
    fig = convanim.load(CONFIGS / "resize_then_convolve.yaml")
    _, cured = fig.panels
    ((_, stamped),) = fig.spec.panels[0].drawings
    assert table(grid(stamped, 4, VALUES)) == ["1 1 2 1 2 1 2 1 2 1 1"]
    resized, convolved = cured.sweep.maps_of("output")
    assert (resized.values, convolved.values) == ((1,) * 10, (3,) * 8)


def test_padding_crops_the_border():
    fig = convanim.load(CONFIGS / "padding_crops.yaml")
    border = {cell for cell in np.ndindex(7, 7) if {0, 6} & {*cell}}
    last, cut = len(fig) - 2, len(fig) - 1
    stamped = grid(fig.layout, last, ("output.cropped.value", "window.output.value"))
    assert border <= set(stamped)
    kept = grid(fig.layout, cut)
    own = fig.spec.operation.sweep().map("output")
    assert {cell: int(text) for cell, text in kept.items()} == {
        (a + 1, b + 1): value for (a, b), value in own.known()
    }
    assert fig.beats(cut)[0] == (8, "crop")
    assert not grid(fig.layout, cut, ("output.cropped.value",))


def test_strips_are_tied_to_their_stamps():
    fig = convanim.load(CONFIGS / "overlap_add_row.yaml")
    assert table(grid(fig.layout, 7)) == ["1 2 4 6 5 4 6 8 4"]
    (ties,) = of_role(fig.panels[0].scene(3), "connector")
    widths = [b[0] - a[0] for a, b in zip(*ties.lines, strict=True)]
    assert widths == pytest.approx([CELL, 3 * CELL])
    notes = of_role(fig.layout.scene(3), "note")
    assert [text for layer in notes for text, _ in layer.texts] == [r"$1 \cdot 1 + 3 \cdot 1 = 4$"]


def test_counts_may_stand_for_sums():
    numbers = {"values": {"input": [[1, 2], [3, 4]], "kernel": [[1, 1], [1, 1]]}}
    keys = {"operation": "transposed_conv", "view": "scatter", **numbers}
    assert table(grid(convanim.figure(**keys).layout, 7)) == ["1 3 2", "4 10 6", "3 7 4"]
    counted = convanim.figure(**keys, counts=True).layout
    assert table(grid(counted, 3, VALUES)) == ["1 2 1", "2 4 2", "1 2 1"]


def test_stamps_that_do_not_overlap_have_one_shade():
    fig = convanim.figure(**{**NEEDED, "k": 2, "s": 2})
    assert shades(fig) == {"count.first"}


def lightness(colour):
    red, green, blue, _ = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", themes())
def test_shades_differ_without_colour(name):
    inks = [lightness(theme(name).paint(f"count.{shade}").fill) for shade in SHADES]
    steps = np.diff([lightness(theme(name).page), *inks])
    assert (abs(steps) > 20).all() and len(set(np.sign(steps))) == 1


def test_one_page_holds_every_frame_and_nothing_is_there_at_rest():
    layout = convanim.figure(**NEEDED).layout
    assert {layout.scene(n).box for n in range(4)} == {layout.box}
    plane = layout.places["output", ()]
    _, bottom = plane.point(plane.height, 0)
    shaded = [each for each in layout.at_rest().layers if each.role.startswith("count")]
    # Only the legend has shades before the first stamp.
    assert all(y < bottom for each in shaded for _, y in each.points())


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "conv", "i": 4},
            "view 'scatter' draws transposed_conv with 1 or 2 axes, not conv with 2: "
            "use view: flat",
        ),
        (
            {"i": [2, 2, 2]},
            "view 'scatter' draws transposed_conv with 1 or 2 axes, not transposed_conv with 3: "
            "use view: flat",
        ),
        (
            {"in_channels": 2},
            "view 'scatter' draws 1 input channel and 1 output channel; this figure has 2 and 1: "
            "use view: flat",
        ),
        (
            {"order": "column"},
            "view 'scatter' goes through the steps in an order of its own; remove order: column",
        ),
        ({"bias": True}, "view 'scatter' cannot draw bias; remove it"),
        ({"relu": True}, "view 'scatter' cannot draw relu; remove it"),
        ({"counts": 3}, "counts must be true or false, not 3"),
    ],
)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**{**NEEDED, **keys}).layout  # noqa: B018
    assert str(caught.value) == message


def labelled(fig, role):
    layers = [each for each in fig.layout.scene(0).layers if each.role == role]
    return [place for each in layers for place in each.texts]


def test_the_name_of_the_kernel_is_clear_of_the_numbers_above_it():
    fig = convanim.figure(
        operation="transposed_conv",
        i=3,
        k=4,
        values={"seed": 1},
        view="scatter",
        show=["labels", "indices"],
    )
    places = fig.layout.places
    lowest = min(y for _, (_, y) in places["input", ()].numbered())
    (_, name), _ = places["kernel", ()].name_point()
    assert lowest - name > (SIZE + 0.75 * SIZE) / 2


def test_lines_from_unit_to_stamp_cross_no_text():
    fig = convanim.figure(
        operation="transposed_conv",
        i=[4],
        k=3,
        s=2,
        values={"seed": 1},
        view="scatter",
        show=["labels", "indices"],
    )
    for t in range(len(fig)):
        (ties,) = [each for each in fig.layout.scene(t).layers if each.role == "connector"]
        low, high = min(y for _, y in ties.points()), max(y for _, y in ties.points())
        texts = [*labelled(fig, "label"), *labelled(fig, "index")]
        assert not [text for text, (_, y) in texts if low < y < high]


def test_beams_of_all_stamps_so_far_lead_from_each_unit_to_its_cells():
    layout = convanim.load(CONFIGS / "checkerboard_row.yaml").panels[0]
    for n in range(5):
        beams = [shape for each in of_role(layout.scene(n), "beam") for shape in each.shapes]
        assert len(beams) == n + 1
    units, output = (layout.places[role, ()] for role in ("input", "output"))
    corners = units.point(1, 4), units.point(1, 5), output.point(0, 11), output.point(0, 8)
    assert np.ravel(beams[-1]) == pytest.approx(np.ravel(corners))


@pytest.mark.parametrize("name", themes())
def test_beams_are_translucent_in_every_theme(name):
    assert 0 < theme(name).paint("beam").fill[3] < 128


def test_sums_have_no_beams():
    fig = convanim.load(CONFIGS / "overlap_add_row.yaml")
    assert not any(of_role(fig.layout.scene(n), "beam") for n in range(len(fig.layout.beats)))
