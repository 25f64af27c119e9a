"""The volume view: the cut and its ghosts, highlights, names, numbers of shipped figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import convanim
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.geometry import bounds, holds
from convanim.scene.shapes import Polygons
from convanim.views.volume import Volume
from tests.support.guide import CELL

CONFIGS = Path(__file__).parents[2] / "configs" / "volume"
NAMES = sorted(path.stem for path in CONFIGS.glob("*.yaml"))


def laid_out(operation, tint="plain"):
    subject = Subject(operation)
    assert not list(Volume(tint).faults(subject))
    return Volume(tint).lay_out(subject)


def shipped(name):
    figure = convanim.load(CONFIGS / f"{name}.yaml")
    return figure, figure.spec.view.lay_out(Subject(figure.spec.operation))


def of_role(scene, role):
    return [layer for layer in scene.layers if layer.role == role]


def faces(scene, role):
    """Return how many tops, sides and fronts are painted in a role."""
    count = Counter()
    for layer in scene.layers:
        count[layer.role] += len(layer.shapes) if isinstance(layer, Polygons) else 0
    return tuple(count[f"{role}.{face}"] for face in ("top", "side", "front"))


def shapes(scene, role):
    return [shape for layer in of_role(scene, role) for shape in layer.shapes]


def window_size(scene):
    """Return the sizes of the window, from the three edges that meet nearest to the viewer."""
    _, *inner = of_role(scene, "box")[0].lines
    found = []
    for ((x, y), (x2, y2)), (dx, dy) in zip(inner, ((0, -1), (-0.7, 0.65), (1, 0.5)), strict=True):
        length = (dx * (x2 - x) + dy * (y2 - y)) / (dx**2 + dy**2) / CELL
        found.append(round(length))
        assert (x2 - x, y2 - y) == pytest.approx((dx * length * CELL, dy * length * CELL), abs=1e-3)
    return tuple(found)


def painted_last(scene, shape):
    """Return what is painted last in the middle of a face."""
    point = tuple(sum(each) / len(shape) for each in zip(*shape, strict=True))
    last = None
    for layer in scene.layers:
        for other in layer.shapes if isinstance(layer, Polygons) else ():
            if holds(other, point):
                last = layer.role
    return last


SHIPPED = {
    # Shapes of the input, the window and the output; kernels; steps.
    "conv_3d_k2": ((4, 4, 4), (2, 2, 2), (3, 3, 3), 1, 27),
    "conv_3d_k3": ((5, 5, 5), (3, 3, 3), (3, 3, 3), 1, 27),
    "conv_3d_padding_strides": ((4, 4, 4), (3, 3, 3), (2, 2, 2), 1, 8),
    "conv_3d_dilation": ((4, 4, 4), (3, 3, 3), (2, 2, 2), 1, 8),
    "max_pool_3d": ((4, 4, 4), (2, 2, 2), (2, 2, 2), 0, 8),
    "transposed_conv_3d": ((2, 2, 2), (3, 3, 3), (3, 3, 3), 1, 27),
    "pointwise_3d": ((3, 3, 3), (1, 1, 1), (3, 3, 3), 1, 27),
    "rgb": ((3, 5, 5), (3, 3, 3), (2, 3, 3), 2, 18),
    "pointwise": ((4, 4, 4), (4, 1, 1), (2, 4, 4), 2, 32),
    "depthwise": ((3, 4, 4), (1, 3, 3), (3, 2, 2), 3, 12),
    "video_causal": ((4, 3, 3), (2, 3, 3), (4, 3, 3), 1, 36),
}


def test_every_shipped_volume_is_known_here():
    assert set(NAMES) == set(SHIPPED)


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_shipped_volumes(name):
    units, window, written, kernels, steps = SHIPPED[name]
    figure, layout = shipped(name)
    assert len(figure) == steps
    assert len(layout.below.units) == units[0] * units[1] * units[2]
    assert layout.above.solid.whole.past == written
    assert len(layout.kernels.solids) == kernels
    for step in range(steps):
        scene = figure.layout.scene(step)
        assert scene.box == figure.layout.box
        assert window_size(scene) == window


def is_lit(layer):
    role = layer.role
    return isinstance(layer, Polygons) and role.startswith("window") and "kernel" not in role


def seen(scene):
    """Yield the faces that no other hides in their middle, with their roles."""
    for layer in scene.layers:
        for shape in layer.shapes if isinstance(layer, Polygons) else ():
            if painted_last(scene, shape) == layer.role:
                yield layer.role, shape


@pytest.mark.parametrize("name", NAMES)
def test_nothing_hides_the_top_and_the_front_of_what_is_read_and_written(name):
    _, layout = shipped(name)
    for step in range(len(layout.sweep.steps)):
        scene = layout.scene(step)
        lit = replace(scene, layers=tuple(filter(is_lit, scene.layers)))
        found = set()
        for role, shape in seen(lit):
            found.add("output" if role.startswith("window.output") else "input")
            if not role.endswith(".side"):
                last = painted_last(scene, shape)
                assert not last.startswith("ghost"), (step, role)
                # Some taps of a dilated kernel are seen past the units between them.
                assert last.startswith("window") or name == "conv_3d_dilation", (step, role)
        assert "output" in found
        read = layout.below.units.keys() & set(layout.lit(step))
        assert ("input" in found) == bool(read)


@pytest.mark.parametrize("name", NAMES)
def test_ghosts_keep_the_silhouette_whole(name):
    _, layout = shipped(name)
    rest = layout.at_rest()
    outside = [shape for _, shape in seen(rest)]
    assert len(outside) > 20
    for step in (0, len(layout.sweep.steps) // 2, len(layout.sweep.steps) - 1):
        scene = layout.scene(step)
        assert all(painted_last(scene, shape) for shape in outside)


def test_the_cut_stays_while_the_window_moves_along_a_row():
    layout = laid_out(Conv((4, 4, 4), (2, 2, 2)))
    ghosts = [sorted(shapes(layout.scene(n), "ghost.input.top")) for n in range(9)]
    assert ghosts[0] == ghosts[1] == ghosts[2]
    assert ghosts[3] == ghosts[4] == ghosts[5]
    assert ghosts[0] != ghosts[3]
    # The last row of the first two depths has nothing in front of it and nothing above it.
    assert ghosts[6] == ghosts[7] == ghosts[8] == []


def test_what_is_before_the_row_is_a_ghost_and_the_rest_is_solid():
    scene = laid_out(Conv((4, 4, 4), (2, 2, 2))).scene(0)
    # Two rows of two depths are before the row: their tops, their fronts and two of their sides.
    assert faces(scene, "ghost.input") == (8, 4, 8)
    assert faces(scene, "window") == (4, 4, 4)


def test_the_side_of_the_window_is_hidden_by_its_row_alone():
    layout = laid_out(Conv((4, 4, 4), (2, 2, 2)))
    sides = [shapes(layout.scene(n), "window.side") for n in (0, 1)]
    seen = [{painted_last(layout.scene(n), shape) for shape in sides[n]} for n in (0, 1)]
    assert seen[0] == {"window.side"}
    assert "window.side" not in seen[1]


def test_units_between_the_taps_of_a_dilated_kernel_are_ghosts():
    layout = laid_out(Conv((3, 3, 3), (2, 2, 2), d=(2, 2, 2)))
    scene = layout.scene(0)
    assert faces(scene, "window") == faces(scene, "input") == (8, 8, 8)
    assert faces(scene, "ghost.input")[0] > 0


def test_zeros_in_the_window_are_grey_ghosts():
    layout = laid_out(Conv((4, 4, 4), (3, 3, 3), (2, 2, 2), ((1, 1),) * 3))
    scene = layout.scene(0)
    walls, outline = scene.layers[:2]
    assert (walls.role, outline.role) == ("padding.wall", "padding")
    assert len(walls.lines) == 3 * 14 - 3
    # Only the 8 units among the 27 cells of the first window are cubes.
    assert faces(scene, "window") == (4, 4, 4)
    assert faces(scene, "ghost.window.zero") == (9 + 4 - 4, 9 + 4 - 4, 9 + 4 - 4)
    plain = laid_out(Conv((4, 4, 4), (2, 2, 2))).scene(0)
    assert not of_role(plain, "padding")
    assert faces(plain, "ghost.window.zero") == (0, 0, 0)


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


def test_outputs_fill_up_and_are_full_at_the_end():
    layout = laid_out(Conv((4, 4, 4), (2, 2, 2)))
    assert faces(layout.at_rest(), "output") == (0, 0, 0)
    assert faces(layout.at_rest(), "ghost.page") == (9, 9, 9)
    assert faces(layout.at_end(), "output") == (9, 9, 9)
    for step in range(9):
        scene = layout.scene(step)
        assert faces(scene, "output")[0] == step + 1
        assert faces(scene, "window.output") == (1, 1, 1)
    # What was written above and before the unit is a ghost, and what is not yet there is white.
    scene = layout.scene(9)
    assert faces(scene, "ghost.output")[0] == 9
    assert faces(scene, "ghost.page")[0] == 8 + 1


def test_channels_of_two_axes_are_depths_the_first_on_top():
    layout = laid_out(Conv((4, 4), (3, 3), in_channels=3, groups=3))
    groups = ("first", "second", "third")
    tops = [
        bounds(of_role(layout.scene(4 * n), f"window.group.{group}.top")[0].points())[3]
        for n, group in enumerate(groups)
    ]
    assert [tops[0] - top for top in tops] == pytest.approx([0, CELL, 2 * CELL], abs=1e-3)


def test_groups_keep_their_colours():
    layout = laid_out(Conv((4, 4), (3, 3), in_channels=3, groups=3))
    for n, group in enumerate(("first", "second", "third")):
        scene = layout.scene(4 * n + 1)
        lit = {layer.role for layer in scene.layers if layer.role.startswith("window.")}
        assert {f"window.group.{group}.top", f"window.output.group.{group}.top"} <= lit
        others = {role for role in lit if "group" in role and group not in role}
        assert not others


def test_the_channels_of_a_picture_are_red_green_and_blue():
    layout = laid_out(Conv((5, 5), (3, 3), in_channels=3, out_channels=2), "rgb")
    rest = layout.at_rest()
    found = {colour: faces(rest, f"channel.{colour}") for colour in ("red", "green", "blue")}
    # The front of the input, and those of two filters.
    assert [found[each][2] for each in ("red", "green", "blue")] == [5 + 3 + 3] * 3
    scene = layout.scene(0)
    for colour in ("red", "green", "blue"):
        # The window, and the kernel in use.
        assert faces(scene, f"window.channel.{colour}")[2] == 3 + 3
        assert faces(scene, f"ghost.channel.{colour}")[2] == 5


def test_the_kernel_of_the_channel_that_is_written_is_in_use():
    layout = laid_out(Conv((5, 5), (3, 3), in_channels=3, out_channels=2))
    first, second = layout.kernels.solids
    for step, used in ((0, first), (8, first), (9, second), (17, second)):
        *_, top = bounds(
            [at for shape in shapes(layout.scene(step), "window.kernel.top") for at in shape]
        )
        *_, highest = bounds(used.outline(used.whole))
        assert top == pytest.approx(highest)
        assert faces(layout.scene(step), "filter") == (9, 9, 9)
        assert faces(layout.scene(step), "window.kernel") == (9, 9, 9)
    assert faces(layout.at_rest(), "window.kernel") == (0, 0, 0)


def test_kernels_are_below_each_other_and_in_columns_where_there_are_many():
    few, many = (
        laid_out(Conv((4, 4), (3, 3), in_channels=2, out_channels=count)).kernels.solids
        for count in (3, 12)
    )
    assert len({each.origin[0] for each in few}) == 1
    assert len({each.origin for each in many}) == 12
    assert 1 < len({each.origin[0] for each in many}) < 12


def test_kernels_touch_neither_volumes_nor_names():
    layout = laid_out(Conv((4, 4), (3, 3), in_channels=2, out_channels=12))
    boxes = [bounds(each.outline(each.whole)) for each in layout.kernels.solids]
    right = max(
        bounds(each.solid.outline(each.solid.whole))[2] for each in (layout.below, layout.above)
    )
    assert all(left > right + CELL / 2 for left, *_ in boxes)
    for n, (left, bottom, right, top) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = left >= other[2] or other[0] >= right or bottom >= other[3] or other[1] >= top
            assert apart


@pytest.mark.parametrize("name", NAMES)
def test_connectors_are_vertical_from_the_unit_to_its_window(name):
    _, layout = shipped(name)
    for step in range(len(layout.sweep.steps)):
        scene = layout.scene(step)
        (connector,) = of_role(scene, "connector")
        assert len(connector.lines) == 4
        for (x, y), (x2, y2) in connector.lines:
            assert x == pytest.approx(x2, abs=1e-6)
            assert y < y2
        *corners, _ = bounds(of_role(scene, "box")[0].lines[0])
        starts = [start for start, _ in connector.lines]
        assert all(corners[0] - 1e-6 <= x <= corners[2] + 1e-6 for x, _ in starts)


def test_connectors_lean_only_where_a_stride_leaves_the_unit():
    layout = laid_out(Conv((9, 9, 9), (1, 1, 1), (4, 4, 4)))
    (connector,) = of_role(layout.scene(0), "connector")
    assert all(start[0] != pytest.approx(end[0]) for start, end in connector.lines)
    (middle,) = of_role(layout.scene(13), "connector")
    assert all(start[0] == pytest.approx(end[0]) for start, end in middle.lines)


def texts(scene):
    return {text for layer in of_role(scene, "label") for text, _ in layer.texts}


LABELS = {
    "rgb": [
        r"input $3 \times 5 \times 5$", r"output $2 \times 3 \times 3$", "channels", "height",
        "width", r"filter 1: $3 \times 3 \times 3$", r"filter 2: $3 \times 3 \times 3$",
    ],
    "conv_3d_padding_strides": [
        r"input $4 \times 4 \times 4$", r"output $2 \times 2 \times 2$", "depth", "height",
        "width", r"kernel $3 \times 3 \times 3$",
    ],
    "transposed_conv_3d": [
        r"input $2 \times 2 \times 2$", r"output $3 \times 3 \times 3$", "depth", "height",
        "width", r"kernel $3 \times 3 \times 3$",
    ],
    "max_pool_3d": [
        r"input $4 \times 4 \times 4$", r"output $2 \times 2 \times 2$", "depth", "height",
        "width",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_volumes_kernels_and_axes_have_names(name):
    figure, _ = shipped(name)
    assert texts(figure.layout.scene(0)) == set(LABELS[name])


FAULTS = {
    "view 'volume' draws 2 or 3 axes; this figure has 1": (Conv((4,), (2,)), "plain"),
    "view 'volume' draws one input volume and one output volume; this figure has 2 and 1": (
        Conv((3, 3, 3), (2, 2, 2), in_channels=2),
        "plain",
    ),
    "view 'volume' draws at most 10000 cubes; the padded input has 10648": (
        Conv((22,) * 3, (2,) * 3),
        "plain",
    ),
    "tint: rgb needs 3 input channels; this layer has 2": (
        Conv((4, 4), (2, 2), in_channels=2),
        "rgb",
    ),
}


@pytest.mark.parametrize("message", FAULTS)
def test_what_it_cannot_show_is_refused(message):
    operation, tint = FAULTS[message]
    found = [fault.message for fault in Volume(tint).faults(Subject(operation))]
    assert found == [message]
