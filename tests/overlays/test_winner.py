"""The winner of each window: which unit is marked when, against a search by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

import convanim
from convanim.arithmetic.values import Array, Values
from convanim.operations.max_pool import MaxPool
from convanim.scene.geometry import CELL
from convanim.sweep.terms import cell_terms

UNITS = [[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]
NOW, BEFORE = "window.output.winner", "output.winner"


def figure(**keys):
    return convanim.figure(**{"values": {"input": UNITS}, "show": ["winner"], **keys})


def marked(fig, t, role):
    """Return the cells of the first map that are marked, as rows and columns."""
    found = set()
    for layer in fig.layout.scene(t).layers:
        if layer.role == role:
            for shape in layer.shapes:
                (left, bottom), (_, top) = shape[0], shape[2]
                rows = len(fig.sweep.map("input", *first_index(fig)).axes[0])
                found.add((round(rows - top / CELL), round(left / CELL)))
                assert top - bottom == pytest.approx(CELL)
    return found


def first_index(fig):
    return fig.sweep.maps_of("input")[0].index


def largest(values, k, s):
    """Return for each window in reading order the first of its largest units."""
    for row, column in itertools.product(range(0, len(values) - k + 1, s), repeat=2):
        cells = list(itertools.product(range(row, row + k), range(column, column + k)))
        yield max(cells, key=lambda cell: values[cell])


@pytest.mark.parametrize(("k", "s"), [(2, 2), (3, 1), (2, 1)])
@pytest.mark.parametrize("seed", range(4))
def test_the_largest_unit_is_marked_and_leaves_its_mark(k, s, seed):
    values = np.random.default_rng(seed).integers(-3, 4, (5, 5))
    fig = figure(operation="max_pool", k=k, s=s, values={"input": values.tolist()})
    winners = list(largest(values, k, s))
    assert len(winners) == len(fig)
    for t, winner in enumerate(winners):
        assert marked(fig, t, NOW) == {winner}
        window = set(fig.step(t).read("input"))
        assert marked(fig, t, BEFORE) == set(winners[:t]) - window
        (frames,) = [x for x in fig.layout.scene(t).layers if x.role == "stamp.winner"]
        assert len(frames.lines) == len(set(winners[: t + 1]))


def test_a_mark_has_the_number_that_it_covers():
    fig = figure(operation="max_pool", k=2, s=2)
    texts = {
        layer.role: [text for text, _ in layer.texts]
        for layer in fig.layout.scene(3).layers
        if layer.role.endswith("winner.value")
    }
    assert texts == {"window.output.winner.value": ["8"], "output.winner.value": ["5", "6", "7"]}


def test_padding_never_wins():
    values = [[-3, -1], [-2, -4]]
    fig = figure(operation="max_pool", k=2, p=1, values={"input": values})
    fig_cells = [marked(fig, t, NOW) for t in range(len(fig))]
    assert fig_cells[0] == {(1, 1)}
    assert fig_cells[4] == {(1, 2)}


def test_nan_wins_as_in_torch():
    values = Values(input=Array((2, 2), (1.0, math.nan, 5.0, 2.0)))
    sweep = MaxPool(k=(2, 2), values=values).sweep()
    (terms,) = cell_terms(sweep, sweep.steps[0])
    assert terms.winner.cell == (0, 1)


def test_of_several_layers_the_pooling_alone_has_winners_and_keeps_them():
    layers = [{"operation": "max_pool", "k": 2, "s": 2}, {"operation": "unpool"}]
    fig = figure(layers=layers)
    winners = {(1, 1), (0, 2), (3, 0), (3, 3)}
    assert marked(fig, 3, NOW) == {(3, 3)}
    for t in range(4, 8):
        assert marked(fig, t, NOW) == set()
        assert marked(fig, t, BEFORE) == winners


@pytest.mark.parametrize("view", ["flat", "isometric"])
def test_other_views_mark_winners_too(view):
    fig = figure(operation="max_pool", k=2, s=2, view=view, show=["values", "winner"])
    (shape,) = next(x.shapes for x in fig.layout.scene(0).layers if x.role == NOW)
    middle = fig.panels[0].places["input", ()].centre((1, 1))
    assert [sum(xs) / 4 for xs in zip(*shape, strict=True)] == pytest.approx(middle)
    assert "5" in [
        text
        for layer in fig.layout.scene(0).layers
        if layer.role.startswith(NOW + ".")
        for text, _ in layer.texts
    ]


def test_a_row_marks_winners_too():
    values = {"input": [1, 4, 2, 0, 3]}
    fig = convanim.figure(operation="max_pool", k=3, view="row", show=["winner"], values=values)
    found = [next(x.shapes for x in fig.layout.scene(t).layers if x.role == NOW) for t in range(3)]
    assert [round(shape[0][0] / CELL) for (shape,) in found] == [1, 1, 4]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"k": 2, "values": {"input": UNITS, "kernel": [[1, 0], [0, 1]]}},
            "show: winner is for layers that take the largest; conv does not; remove it",
        ),
        (
            {"operation": "max_pool", "i": 4, "k": 2},
            "show: winner needs numbers; give values, or remove it",
        ),
        (
            {"operation": "max_pool", "i": 4, "k": 2, "view": "shapes"},
            "show: winner needs a view that draws maps cell by cell; remove it",
        ),
    ],
)
def test_without_a_choice_it_is_refused(keys, message):
    with pytest.raises(convanim.ConfigError, match=message):
        convanim.figure(**keys, show=["winner"])


POOLED = {"operation": "max_pool", "k": 2, "s": 2, "values": {"input": UNITS}}


def overlays(**keys):
    fig = convanim.figure(**keys)
    return [[each.name for each in panel.overlays] for panel in fig.spec.panels]


@pytest.mark.parametrize("view", ["flat", "row"])
def test_the_winner_is_marked_by_default_where_numbers_are_drawn(view):
    keys = {**POOLED, "view": view}
    keys |= {"values": {"input": [1, 3, 2, 0]}} if view == "row" else {}
    assert overlays(**keys) == [["winner"]]
    assert any(each.role == NOW for each in convanim.figure(**keys).layout.scene(0).layers)


@pytest.mark.parametrize(
    "keys",
    [
        {**POOLED, "show": []},
        {**POOLED, "theme": "guide"},
        {**POOLED, "view": "isometric"},
        {**POOLED, "operation": "avg_pool"},
        {"operation": "max_pool", "i": 4, "k": 2, "view": "flat"},
        {"i": 4, "k": 2, "values": {"seed": 1}},
    ],
)
def test_nothing_is_marked_by_default_elsewhere(keys):
    assert overlays(**keys) == [[]]


def test_show_says_all_that_is_shown():
    assert overlays(**POOLED, show=["labels"]) == [["labels"]]
    panels = [{"show": []}, {}]
    assert overlays(**POOLED, panels=panels) == [[], ["winner"]]


def test_a_layer_of_several_has_its_winners_by_default():
    layers = [{"i": 5, "k": 2}, {"operation": "max_pool", "k": 2}]
    assert overlays(layers=layers, values={"seed": 1}) == [["winner"]]
