"""Padding that repeats units: the copies in the window and the units that they repeat.

What is copied from where is compared with ``numpy.pad`` of the cells' own numbers.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import convanim
from convanim.arithmetic.cells import Cell
from convanim.scene.shapes import Strokes

NUMPY = {"circular": "wrap", "reflect": "reflect", "replicate": "edge"}


def layer(mode, view, **keys):
    sizes = {"i": (4, 5), "p": (2, 1), "k": 3} if view != "row" else {"i": [5], "p": 2, "k": 3}
    return convanim.figure(**{**sizes, "padding_mode": mode, "view": view, "show": [], **keys})


def origins(mode, shape, p):
    """Return the padded cell that each padded cell repeats, as one array for each axis."""
    cells = np.indices(shape) + np.array(p).reshape(-1, *[1] * len(shape))
    return [np.pad(axis, [(n, n) for n in p], mode=NUMPY[mode]) for axis in cells]


def expected(fig, mode, t):
    """Return the cells in the window and outside it that share the tint of copies.

    And those in the window that are repeated.
    """
    units, p = tuple(axis.i for axis in fig.spec.operation.axes), fig.spec.operation.axes
    found = origins(mode, units, tuple(axis.p_before for axis in p))
    window = list(fig.step(t).read_of("input")[0])
    repeated = {
        cell: at for cell in window if (at := tuple(int(axis[cell]) for axis in found)) != cell
    }
    both = set(repeated.values()) & set(window)
    return set(repeated) | both, set(repeated.values()) - set(window), both


def cells_at(fig, role, t):
    """Return the cells of the input that a polygon or an outline of a role is drawn around."""
    place = fig.panels[0].places["input", fig.sweep.maps_of("input")[0].index]
    middles = {
        tuple(round(x, 2) for x in place.centre(cell)): cell
        for cell in fig.sweep.maps_of("input")[0].cells()
    }
    shapes = [
        shape[:4]
        for each in fig.layout.scene(t).layers
        if each.role == role
        for shape in (each.lines if isinstance(each, Strokes) else each.shapes)
    ]
    points = [tuple(round(sum(xs) / 4, 2) for xs in zip(*shape, strict=True)) for shape in shapes]
    return {middles[point] for point in points if point in middles}


@pytest.mark.parametrize("view", ["flat", "isometric", "row", "channels"])
@pytest.mark.parametrize("mode", NUMPY)
def test_copies_and_their_units_share_a_tint_in_every_step(mode, view):
    keys = {} if view == "isometric" else {"values": {"seed": 1}}
    fig = layer(mode, view, **keys)
    for t in range(len(fig)):
        inside, outside, both = expected(fig, mode, t)
        assert cells_at(fig, "window.copied", t) == inside
        assert cells_at(fig, "input.source", t) == outside
        assert cells_at(fig, "stamp.source", t) == outside
        assert cells_at(fig, "window.source", t) == both


def test_the_number_of_a_unit_outside_the_window_is_written_on_its_tint():
    fig = layer("circular", "flat", values={"seed": 1, "input": [0, 9]})
    _, outside, _ = expected(fig, "circular", 0)
    texts = {
        text
        for each in fig.layout.scene(0).layers
        if each.role == "input.source.value"
        for text, _ in each.texts
    }
    assert texts == {str(fig.sweep.map("input").value(cell)) for cell in outside}


@pytest.mark.parametrize("mode", NUMPY)
def test_each_position_of_a_map_knows_the_unit_it_repeats(mode):
    fig = layer(mode, "flat", values={"seed": 3, "input": [0, 99]})
    read = fig.sweep.map("input")
    for cell in read.cells():
        source = tuple(axis[n] for axis, n in zip(read.sources, cell, strict=True))
        assert read.kind(source) is Cell.REAL
        assert read.value(source) == read.value(cell)
        assert (read.kind(cell) is Cell.COPIED) == (source != cell)


@pytest.mark.parametrize("mode", NUMPY)
def test_cubes_that_are_repeated_have_the_tint_of_the_copies(mode):
    fig = layer(mode, "volume")
    for t, role in itertools.product((0, len(fig) - 1), ("ghost.window.copied", "input.source")):
        drawn = any(role in each.role for each in fig.layout.scene(t).layers)
        assert drawn == bool(expected(fig, mode, t)[role == "input.source"])


@pytest.mark.parametrize("view", ["flat", "isometric", "row", "volume"])
def test_zeros_are_no_copies(view):
    sizes = {"i": [5]} if view == "row" else {"i": 4}
    fig = convanim.figure(**sizes, k=3, p=1, view=view)
    for t in range(len(fig)):
        roles = {each.role for each in fig.layout.scene(t).layers}
        assert not [role for role in roles if "copied" in role or "source" in role]
    assert fig.sweep.map("input").sources == ()
