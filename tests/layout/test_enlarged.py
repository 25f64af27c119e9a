"""Cells become larger where numbers in those of the guide would be too small to read."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.backends._mpl.lettering import outline
from convanim.config import theme
from convanim.layout.maps.plane import MARGIN
from convanim.layout.maps.text_sizes import LEAST
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons
from convanim.scene.typesetting import SIZE

ROW = {"i": [3], "k": 2, "values": {"input": [1.25, -10516, 300], "kernel": [-12.5, 0.25]}}
SQUARE = {
    "values": {"input": [[1, -10516], [3, 4]], "kernel": [[-12.5, 2], [3, -100]]},
    "operation": "transposed_conv",
}
CHANNELS = {"i": [3], "k": 2, "in_channels": 2, "values": {"seed": 1, "input": [-9999, 9999]}}


def numbers(fig):
    """Yield the points and the widths of all numbers in cells, with the size of a cell."""
    plain = theme("guide")
    for t in range(len(fig.layout.beats)):
        for layer in fig.layout.scene(t).layers:
            if isinstance(layer, Labels) and (".value" in layer.role or layer.role == "weight"):
                size = plain.paint(layer.role).size * layer.scale
                for text, _ in layer.texts:
                    yield size, outline(text)[2] * size


def side(fig):
    cells = [
        max(abs(shape[1][0] - shape[0][0]) for shape in layer.shapes)
        for layer in fig.layout.scene(0).layers
        if isinstance(layer, Polygons) and layer.role == "window.output"
    ]
    return min(cells)


@pytest.mark.parametrize(
    ("keys", "view"),
    [
        *((ROW, view) for view in ("row", "flat", "matrix", "im2col", "channels")),
        (CHANNELS, "channels"),
        (SQUARE, "flat"),
        (SQUARE, "matrix"),
    ],
)
def test_numbers_are_large_enough_to_read_and_fit(keys, view):
    fig = convanim.figure(**keys, view=view)
    sizes, widths = zip(*numbers(fig), strict=True)
    assert min(sizes) > 4.9
    assert max(widths) < side(fig)
    assert len({fig.layout.scene(t).box for t in range(len(fig.layout.beats))}) == 1


def test_so_are_those_marked_upon_a_slanted_drawing():
    keys = {"i": 4, "k": 3, "view": "isometric", "show": "values"}
    fig = convanim.figure(**keys, values={"seed": 1, "input": [100, 9999]})
    sizes = [
        theme("guide").paint(layer.role).size * layer.scale
        for layer in fig.layout.scene(0).layers
        if layer.role.endswith((".value", ".number"))
    ]
    assert len(sizes) >= 3
    assert min(sizes) > 4.9


@pytest.mark.parametrize("weight", [12, -12, 0.25, -12.5])
def test_a_wide_weight_is_clear_of_the_unit_above_it(weight):
    values = {"input": [[25, 50], [75, 25]], "kernel": [[weight, 0], [1, 1]]}
    layers = convanim.figure(values=values, view="flat", weights="corner").layout.scene(0).layers
    levels = []
    for role, side in (("window.value", -1), ("kernel.value", 1)):
        (layer,) = [each for each in layers if each.role == role]
        figures = 0.644 * theme("guide").paint(role).size * layer.scale
        levels.append(layer.texts[0][1][1] + side * figures / 2)
    assert levels[0] - levels[1] > 0.3


def test_what_is_added_by_stamps_has_one_size():
    keys = {"operation": "transposed_conv", "k": 3, "view": "scatter"}
    kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    fig = convanim.figure(**keys, values={"input": [[1, 2], [3, 14]], "kernel": kernel})
    layers = [
        layer
        for t in range(8)
        for layer in fig.layout.scene(t).layers
        if layer.role == "kernel.value"
    ]
    assert len(layers) == 4
    assert len({layer.scale for layer in layers}) == 1


def test_panels_are_enlarged_alike():
    panels = [{"values": ROW["values"]}, {"values": {"input": [1, 2, 3], "kernel": [1, 2]}}]
    fig = convanim.figure(i=[3], k=2, view="row", columns=1, panels=panels)
    scene = fig.layout.scene(0)
    cells = [
        shape[1][0] - shape[0][0]
        for layer in scene.layers
        if layer.role == "window.output"
        for shape in layer.shapes
    ]
    assert cells[0] == pytest.approx(cells[1])
    assert cells[0] > CELL


def test_names_and_marks_go_with_their_maps():
    fig = convanim.figure(**ROW, view="row", show=["labels", "indices"])
    wide = side(fig)
    layers = {each.role: each for each in fig.layout.scene(0).layers}
    assert layers["label"].scale == 1.0
    above, first = layers["index"].texts[:2]
    assert first[1][0] - above[1][0] == pytest.approx(wide)


def test_short_numbers_leave_the_cells_of_the_guide():
    fig = convanim.figure(
        i=[3], k=2, view="flat", values={"input": [-11, 2, 1.5], "kernel": [1, 2]}
    )
    assert side(fig) == pytest.approx(CELL)
    assert LEAST * 7.97 <= min(size for size, _ in numbers(fig)) < 7.97


def test_numbers_with_decimals_are_as_large_as_the_widest_has_room():
    figures = [
        convanim.figure(operation="global_avg_pool", values={"input": [[0, value]]})
        for value in (3, 3.5, 25.5)
    ]
    sizes = [min(size for size, _ in numbers(fig)) for fig in figures]
    assert sizes[0] == pytest.approx(7.97)
    assert sizes[0] > sizes[1] > sizes[2] >= LEAST * 7.97


def lines(fig, t=-1):
    """Return the heights of the lines of running text in a drawing, from the top."""
    drawing = fig.layout.scene(range(len(fig.layout.beats))[t])
    notes = (each for each in drawing.layers if each.role.startswith("note"))
    return sorted({y for each in notes for _, (_, y) in each.texts}, reverse=True)


@pytest.mark.parametrize("view", ["connections", "shapes", "im2col", "counting"])
def test_lines_of_text_are_as_far_apart_however_large_the_drawing_is(view):
    keys = {"view": view, "i": 5, "k": 3, "s": 2}
    usual, wide = convanim.figure(**keys), convanim.figure(**keys, width="250mm")
    gaps, wider = ([a - b for a, b in itertools.pairwise(lines(fig))] for fig in (usual, wide))
    assert wider == pytest.approx(gaps)
    assert len(gaps) > 0


@pytest.mark.parametrize("view", ["connections", "shapes", "counting"])
def test_lines_below_a_drawing_are_near_the_end_of_the_page(view):
    fig = convanim.figure(view=view, i=5, k=3, width="250mm")
    assert lines(fig)[-1] - fig.layout.box[1] < 2 * SIZE + MARGIN
