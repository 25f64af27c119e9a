"""Cubes against rays: the visible cube at a point is the first one that a ray meets."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convanim.layout.maps.plane import ALONG_ROW, UP_COLUMN
from convanim.scene.geometry import CELL, holds
from convanim.scene.shapes import Polygons, Strokes
from convanim.views.volume.cubes import Block, Look, Solid

SHAPE = (3, 4, 3)
WHOLE = Block((0, 0, 0), SHAPE)
SOLID = Solid(WHOLE, ALONG_ROW, UP_COLUMN)
AWAY = np.array([1.0, -1.0, 0.7])
"""The direction of a ray from the viewer; all its points have one position on the page."""

everywhere = list(itertools.product(*map(range, SHAPE)))
volumes = st.sets(st.sampled_from(everywhere), min_size=1)


def test_a_ray_is_one_point_of_the_page():
    for t in (0, 0.5, 2):
        assert SOLID.point(tuple(np.array([1.0, 2.0, 0.5]) + t * AWAY)) == pytest.approx(
            SOLID.point((1.0, 2.0, 0.5))
        )


def seen(cubes, start):
    """Return the first cube on the ray through a point, and the axis normal to its face."""
    met = []
    for cube in cubes:
        at = np.array(cube)
        enter, leave = sorted_ends((at - start) / AWAY, (at + 1 - start) / AWAY)
        if enter.max() < leave.min() - 1e-9:
            met.append((enter.max(), cube, ("top", "front", "side")[int(enter.argmax())]))
    return min(met)[1:] if met else None


def sorted_ends(a, b):
    return np.minimum(a, b), np.maximum(a, b)


def painted(layers, point):
    """Return what is painted last at a point of the page."""
    last = None
    for layer in layers:
        for shape in layer.shapes if isinstance(layer, Polygons) else ():
            if holds(shape, point):
                last = layer.role
    return last


@settings(max_examples=60)
@given(volumes, st.integers(0, 1000))
def test_the_cube_painted_last_is_the_one_that_is_seen(cubes, seed):
    looks = {cube: Look(("cube{}{}{}".format(*cube),)) for cube in cubes}
    layers = list(SOLID.cubes(looks))
    for start in np.random.default_rng(seed).uniform((0, 0, 0), SHAPE, (20, 3)):
        found = seen(cubes, start)
        expected = "cube{}{}{}".format(*found[0]) + f".{found[1]}" if found else None
        assert painted(layers, SOLID.point(tuple(start))) == expected


@settings(max_examples=60)
@given(volumes, volumes, st.integers(0, 1000))
def test_what_is_not_cut_away_hides_nothing_of_a_block(cubes, window, seed):
    block = Block.around(window)
    inside = set(block)
    assert all(cube in block for cube in inside)
    assert all(block.is_hidden_by(cube) for cube in inside)
    left = {cube for cube in cubes if not block.is_hidden_by(cube)}
    for start in np.random.default_rng(seed).uniform(block.first, block.past, (20, 3)):
        assert seen(left | inside, start)[0] in inside


@settings(max_examples=60)
@given(volumes, st.integers(0, 1000))
def test_what_is_not_before_a_row_hides_nothing_of_its_top_and_front(window, seed):
    block = Block.around(window)
    row = block.row(SHAPE[2])
    assert (
        set(block)
        <= set(row)
        == {at for at in everywhere if at[0] in depths(block) and at[1] in rows(block)}
    )
    behind = {at for at in everywhere if at not in row and not row.is_hidden_by(at)}
    for start in np.random.default_rng(seed).uniform(row.first, row.past, (20, 3)):
        assert seen(behind | set(row), start)[0] in row


def depths(block):
    return range(block.first[0], block.past[0])


def rows(block):
    return range(block.first[1], block.past[1])


def test_a_full_block_shows_three_sides():
    layers = list(SOLID.cubes({at: Look(("input",), "edge") for at in everywhere}))
    faces = {}
    for layer in layers:
        shapes = layer.shapes if isinstance(layer, Polygons) else layer.lines
        faces[layer.role] = faces.get(layer.role, 0) + len(shapes)
    assert faces == {"input.top": 12, "input.side": 12, "input.front": 9, "edge": 33}


def test_a_translucent_neighbour_hides_no_face():
    layers = SOLID.cubes({(1, 1, 1): Look(("unit",)), (0, 1, 1): Look(("glass",))})
    assert "unit.top" in {layer.role for layer in layers}


def test_a_ghost_of_a_cube_has_the_colour_of_its_lowest_fill():
    cube = Look(("unit", "shade"), "edge")
    assert not cube.is_ghost
    assert cube.ghost == Look(("ghost.unit",))
    assert cube.ghost.is_ghost and cube.ghost.ghost == cube.ghost


def test_faces_of_a_cube_on_the_page():
    layers = SOLID.cubes({(2, 3, 0): Look(("unit", "shade"), "edge")})
    found = {layer.role: layer for layer in layers}
    assert list(found) == [
        "unit.top", "shade.top", "unit.side", "shade.side", "unit.front", "shade.front", "edge",
    ]  # fmt: skip
    # The lowest corner of the volume, at the front face, is the origin.
    lower_left, lower_right, *_ = found["unit.front"].shapes[0]
    assert lower_left == (0, 0)
    assert lower_right == pytest.approx((CELL, CELL / 2))
    assert isinstance(found["edge"], Strokes)
    assert all(line[0] == line[-1] for line in found["edge"].lines)


def test_edges_and_walls_of_a_box():
    outline, *inner = SOLID.edges(WHOLE)
    assert outline[0] == outline[-1] and len(set(outline)) == 6
    (nearest,) = {line[0] for line in inner}
    assert nearest == SOLID.point((0, 4, 0))
    assert {line[1] for line in inner} < set(outline)
    walls = SOLID.walls(WHOLE)
    far = SOLID.point((3, 0, 3))
    # Three grids of 3 x 4, 3 x 3 and 4 x 3 cells, which share three lines.
    assert len(walls) == len(set(walls)) == (4 + 5) + (4 + 4) + (5 + 4) - 3
    assert sum(far in line for line in walls) == 3
