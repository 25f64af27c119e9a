"""The volume view: cubes that are cut away, highlights, and the numbers of shipped figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import convanim
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.shapes import Polygons, Strokes
from convanim.views.volume import Volume
from tests.support.guide import CELL

CONFIGS = Path(__file__).parents[2] / "configs" / "volume"


def laid_out(operation):
    subject = Subject(operation)
    assert not list(Volume().faults(subject))
    return Volume().lay_out(subject)


def of_role(scene, role):
    return [layer for layer in scene.layers if layer.role == role]


def faces(scene, role):
    """Return how many tops, sides and fronts are painted in a role."""
    count = Counter()
    for layer in scene.layers:
        count[layer.role] += len(layer.shapes) if isinstance(layer, Polygons) else 0
    return tuple(count[f"{role}.{face}"] for face in ("top", "side", "front"))


def faces_of_a_box(depth, rows, columns):
    return rows * columns, depth * rows, depth * columns


def window_size(scene):
    """Return the sizes of the window, from the three edges that meet nearest to the viewer."""
    _, *inner = of_role(scene, "window.grid")[-1].lines
    found = []
    for ((x, y), (x2, y2)), (dx, dy) in zip(inner, ((0, -1), (-0.7, 0.65), (1, 0.5)), strict=True):
        length = (dx * (x2 - x) + dy * (y2 - y)) / (dx**2 + dy**2) / CELL
        found.append(round(length))
        assert (x2 - x, y2 - y) == pytest.approx((dx * length * CELL, dy * length * CELL), abs=1e-3)
    return tuple(found)


SHIPPED = {
    # Tops, sides and fronts of the input at rest, of the window and of the output; steps.
    "conv_3d_k2": ((16, 16, 16), (2, 2, 2), (3, 3, 3), 27),
    "conv_3d_k3": ((25, 25, 25), (3, 3, 3), (3, 3, 3), 27),
    "conv_3d_padding_strides": ((16, 16, 16), (3, 3, 3), (2, 2, 2), 8),
    "conv_3d_dilation": ((16, 16, 16), (3, 3, 3), (2, 2, 2), 8),
    "max_pool_3d": ((16, 16, 16), (2, 2, 2), (2, 2, 2), 8),
    "transposed_conv_3d": ((8, 8, 8), (3, 3, 3), (3, 3, 3), 27),
    "pointwise_3d": ((9, 9, 9), (1, 1, 1), (3, 3, 3), 27),
    "rgb": ((25, 15, 15), (3, 3, 3), (2, 3, 3), 18),
    "pointwise": ((16, 16, 16), (4, 1, 1), (2, 4, 4), 32),
    "depthwise": ((16, 12, 12), (1, 3, 3), (3, 2, 2), 12),
    "video_causal": ((9, 12, 12), (2, 3, 3), (4, 3, 3), 36),
}


def test_every_shipped_volume_is_known_here():
    assert {path.stem for path in CONFIGS.glob("*.yaml")} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_numbers_of_shipped_volumes(name):
    units, window, output, steps = SHIPPED[name]
    figure = convanim.load(CONFIGS / f"{name}.yaml")
    assert len(figure) == steps
    rest = figure.layout.at_rest()
    assert faces(rest, "input") == units
    assert faces(rest, "output") == faces_of_a_box(*output)
    for step in range(steps):
        scene = figure.layout.scene(step)
        assert scene.box == figure.layout.box
        assert window_size(scene) == window
        assert faces(scene, "window.output") == (1, 1, 1)


def test_the_window_shows_three_whole_sides_at_every_step():
    layout = laid_out(Conv((4, 4, 4), (2, 2, 2)))
    for step in range(27):
        assert faces(layout.scene(step), "window") == (4, 4, 4)


def test_a_corner_cut_away_bares_as_many_faces_as_it_had():
    scene = laid_out(Conv((5, 5, 5), (3, 3, 3))).scene(13)
    # 4 x 4 x 4 of 5 x 5 x 5 units are gone; the window has 9 faces on each side in their place.
    assert faces(scene, "input") == (25 + 9,) * 3
    assert faces(scene, "window") == (9, 9, 9)
    # The output lacks 2 x 2 x 2 units, except for the highlighted one.
    assert faces(scene, "output") == (9 + 1,) * 3


def test_only_cubes_that_no_window_could_hide_behind_are_left():
    scene = laid_out(Conv((3, 3, 3), (1, 1, 1))).scene(2)
    # This is the farthest column of the top: the other units of the top are before or beside it.
    assert faces(scene, "input") == (9 + 1, 6 + 1, 6 + 1)


def test_what_is_cut_away_is_outlined_and_the_pale_shape_lies_behind_all():
    layout = laid_out(Conv((4, 4, 4), (2, 2, 2)))
    scene = layout.scene(13)
    roles = [layer.role for layer in scene.layers]
    assert roles[0] == "cut.input"
    (shape,) = scene.layers[0].shapes
    below, above = of_role(scene, "connector.cut")
    assert len(below.lines) == len(above.lines) == 4
    assert below.lines[0] == shape
    last_input = max(n for n, role in enumerate(roles) if role.startswith("input."))
    first_window = roles.index("window.top")
    assert roles.index("connector.cut") < first_window
    assert roles.index("cut.output") > last_input


def test_padding_is_dashed_and_seen_through():
    layout = laid_out(Conv((4, 4, 4), (3, 3, 3), (2, 2, 2), ((1, 1),) * 3))
    scene = layout.scene(0)
    walls, outline = scene.layers[:2]
    assert (walls.role, outline.role) == ("padding.wall", "padding")
    assert isinstance(walls, Strokes) and len(walls.lines) == 3 * 14 - 3
    # Only the 8 units among the 27 cells of the first window are cubes.
    assert faces(scene, "window") == (4, 4, 4)
    assert not of_role(laid_out(Conv((4, 4, 4), (2, 2, 2))).scene(0), "padding")


def test_inserted_zeros_are_seen_through_and_each_unit_is_a_cube():
    layout = laid_out(TransposedConv((2, 2, 2), (3, 3, 3), (2, 2, 2), ((1, 1),) * 3))
    assert faces(layout.at_rest(), "input") == (8, 8, 8)
    met = [faces(layout.scene(n), "window")[0] for n in range(27)]
    # The window covers one unit at even positions of an axis, and two at odd positions.
    assert met == [2 ** sum(n % 2 for n in (a, b, c))
                   for a in range(3) for b in range(3) for c in range(3)]  # fmt: skip


def test_cropped_units_are_pale_cubes():
    layout = laid_out(TransposedConv((4, 4, 4), (2, 2, 2), p=((2, 2),) * 3))
    scene = layout.at_rest()
    assert faces(scene, "input") == (4, 4, 4)
    assert faces(scene, "input.cropped")[0] > 16


def test_channels_of_two_axes_are_depths_the_first_on_top():
    layout = laid_out(Conv((4, 4), (3, 3), in_channels=3, groups=3))
    tops = [
        max(y for layer in of_role(layout.scene(step), "window.top") for _, y in layer.points())
        for step in (0, 4, 8)
    ]
    assert [tops[0] - top for top in tops] == pytest.approx([0, CELL, 2 * CELL], abs=1e-3)


def test_connectors_join_the_top_of_the_window_and_the_bottom_of_the_output():
    scene = laid_out(Conv((4, 4, 4), (2, 2, 2))).scene(26)
    starts, ends = zip(*of_role(scene, "connector")[0].lines, strict=True)
    top = [point for layer in of_role(scene, "window.top") for point in layer.points()]
    assert set(starts) < set(top)
    (front,) = of_role(scene, "window.output.front")[0].shapes
    assert set(front[:2]) < set(ends)


FAULTS = {
    "view 'volume' draws 2 or 3 axes; this figure has 1": Conv((4,), (2,)),
    "view 'volume' draws one input volume and one output volume; this figure has 2 and 1: "
    "use view: flat": Conv((3, 3, 3), (2, 2, 2), in_channels=2),
    "view 'volume' draws at most 10000 cubes; the padded input has 10648": Conv(
        (22,) * 3, (2,) * 3
    ),
}


@pytest.mark.parametrize("message", FAULTS)
def test_what_it_cannot_show_is_refused(message):
    found = [fault.message for fault in Volume().faults(Subject(FAULTS[message]))]
    assert found == [message]
