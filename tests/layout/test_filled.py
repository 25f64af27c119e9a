"""Outputs fill up step by step, and are full from the start on request."""

from __future__ import annotations

import pytest

import convanim
from convanim.layout.wrappers.filled import COVER
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels

OWN = [
    {"i": 4, "k": 3, "in_channels": 3, "values": {"seed": 7}, "view": "channels"},
    {"i": [3, 3, 3], "k": 2, "view": "volume"},
]
"""Views that let their outputs fill up themselves."""

FIGURES = [
    {"i": 5, "k": 3, "view": "isometric"},
    {"i": [4, 6], "k": 3, "view": "flat"},
    {"i": [6], "k": 3, "view": "row"},
    {"i": 5, "k": 3, "order": "column", "view": "flat"},
    {"i": 5, "k": 3, "order": "snake", "view": "flat"},
    {"i": [3, 4, 4], "k": 2, "view": "flat"},
    {"i": 4, "k": 3, "out_channels": 2, "view": "flat"},
]


def area(shape):
    pairs = zip(shape, (*shape[1:], shape[0]), strict=True)
    return abs(sum(x * to_y - to_x * y for (x, y), (to_x, to_y) in pairs)) / 2


def covered(scene):
    """How many cells are covered."""
    areas = [area(shape) for each in scene.layers if each.role == COVER for shape in each.shapes]
    return sum(areas)


@pytest.mark.parametrize("keys", FIGURES)
def test_each_step_uncovers_the_cells_that_it_writes(keys):
    figure = convanim.figure(**keys)
    cells = sum(len(list(each.cells())) for each in figure.sweep.maps_of("output"))
    whole = covered(figure.layout.at_rest())
    assert whole == pytest.approx(cells * whole / cells)
    assert whole > cells * CELL * CELL / 2
    for t in range(len(figure)):
        left = covered(figure.layout.scene(t))
        assert left == pytest.approx(whole * (cells - t - 1) / cells, abs=1e-6)


@pytest.mark.parametrize("keys", FIGURES)
def test_outputs_are_full_from_the_start_on_request(keys):
    figure = convanim.figure(**keys, fill=False)
    assert not any(covered(figure.layout.scene(t)) for t in range(len(figure)))


def test_the_cell_written_now_is_above_the_cover():
    roles = [layer.role for layer in convanim.figure(i=4, k=3).layout.scene(0).layers]
    assert roles.index(COVER) < roles.index("window.output")


def test_a_number_marked_on_an_empty_cell_is_not_drawn():
    figure = convanim.figure(i=4, k=3, view="isometric", show="values", values={"seed": 1})
    counts = [
        sum(
            len(each.texts)
            for each in figure.layout.scene(t).layers
            if isinstance(each, Labels) and each.role in {"output.value", "window.output.number"}
        )
        for t in range(4)
    ]
    assert counts == [1, 2, 3, 4]


def test_a_layer_shows_nothing_before_its_turn_and_stays_full_after_it():
    figure = convanim.figure(layers=[{"i": 5, "k": 3}, {"k": 2}], view="flat")
    first, second = figure.layout.scene(0), figure.layout.scene(9)
    cell = CELL * CELL
    assert covered(first) == pytest.approx(cell * 8)
    assert covered(second) == pytest.approx(cell * 3)


def blank(scene):
    """How many cells of outputs, or faces of such cells, are blank."""
    roles = (COVER, "ghost.page.top")
    return sum(len(each.shapes) for each in scene.layers if each.role in roles)


@pytest.mark.parametrize("keys", OWN, ids=lambda keys: keys["view"])
def test_views_that_fill_outputs_themselves_show_them_in_full_on_request(keys):
    filling, full = (convanim.figure(**keys, fill=fill).layout for fill in (True, False))
    assert blank(filling.at_rest()) == 4
    assert blank(filling.scene(0)) > 0
    assert blank(full.at_rest()) == 0
    assert all(blank(full.scene(n)) == 0 for n in range(len(full.beats)))


def test_in_each_phase_the_current_output_alone_is_not_complete():
    keys = {"i": 4, "k": 3, "in_channels": 3, "values": {"seed": 7}, "view": "channels"}
    for phases in ("each_step", "in_acts"):
        full = convanim.figure(**keys, phases=phases, fill=False).layout
        assert blank(full.scene(0)) == 1
        assert blank(full.scene(len(full.beats) - 1)) == 0
