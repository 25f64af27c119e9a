"""The isometric view against the guide's coordinates, in every frame of all 15 figures."""

from __future__ import annotations

import itertools

import pytest

from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.shapes import Polygons, Strokes
from convanim.views.isometric import Isometric
from tests.support.guide import ARITHMETIC, CELL, raised, slanted

NEAR = 0.01
"""The tolerance, in points."""

ORDER = [
    "padding.whole",
    "padding.apart",
    "input",
    "input.grid",
    "window",
    "window.zero",
    "window.grid",
    "window.frame",
    "connector",
    "output",
    "output.grid",
    "window.output",
]

every_figure = pytest.mark.parametrize("figure", ARITHMETIC, ids=lambda figure: figure.name)


def laid_out(operation):
    subject = Subject(operation)
    return subject.sweep, Isometric().lay_out(subject)


def scenes(figure):
    sweep, layout = laid_out(figure.operation())
    return [layout.scene(n) for n in range(len(sweep.steps))]


def layer(scene, role):
    return next((each for each in scene.layers if each.role == role), None)


def rounded(point):
    return round(point[0] / NEAR / 2), round(point[1] / NEAR / 2)


def near(points, expected):
    """Return whether two lists of points agree to within a hundredth of a point."""
    return len(points) == len(expected) and all(
        abs(a - c) <= NEAR and abs(b - d) <= NEAR
        for (a, b), (c, d) in zip(points, expected, strict=True)
    )


def same_lines(lines, expected):
    """Return whether two sets of lines agree, in any order."""
    lines, expected = sorted(map(sorted, lines)), sorted(map(sorted, expected))
    return len(lines) == len(expected) and all(map(near, lines, expected))


def square(project, x, y, size=1):
    return [project(x + dx, y + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]


def grid(project, left, bottom, width, height):
    along = [((left, bottom + n), (left + width, bottom + n)) for n in range(height + 1)]
    up = [((left + n, bottom), (left + n, bottom + height)) for n in range(width + 1)]
    return [[project(*a), project(*b)] for a, b in along + up]


def unit_edges(scene, role, project, side):
    """Return the edges of cells that the blocks of a role and their grids draw."""
    corners = {rounded(project(x, y)): (x, y) for x in range(side + 1) for y in range(side + 1)}
    # Rounding may split a corner in two, so its neighbours count as the same corner.
    for (a, b), corner in list(corners.items()):
        for da, db in itertools.product((-1, 0, 1), repeat=2):
            corners.setdefault((a + da, b + db), corner)
    blocks, lines = layer(scene, role), layer(scene, f"{role}.grid")
    drawn = [(*block, block[0]) for block in blocks.shapes] + list(lines.lines if lines else ())
    edges = set()
    for points in drawn:
        cells = [corners[rounded(point)] for point in points]
        for (x, y), (to_x, to_y) in itertools.pairwise(cells):
            length = max(abs(to_x - x), abs(to_y - y))
            dx, dy = (to_x - x) // length, (to_y - y) // length
            for n in range(length):
                start = (x + n * dx, y + n * dy)
                edges.add(frozenset([start, (start[0] + dx, start[1] + dy)]))
    return edges


def cell_edges(units):
    edges = set()
    for x, y in units:
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
        edges |= {frozenset(pair) for pair in itertools.pairwise([*corners, corners[0]])}
    return edges


@every_figure
def test_number_of_frames_and_paint_order(figure):
    drawn = scenes(figure)
    assert len(drawn) == figure.frames
    for scene in drawn:
        roles = [each.role for each in scene.layers]
        assert roles == [role for role in ORDER if role in roles]
        assert set(ORDER) - set(roles) <= {"padding.apart", "input.grid", "window.zero"}


@every_figure
def test_input_plane(figure):
    for scene in scenes(figure):
        expected = grid(slanted, 0, 0, figure.side, figure.side)
        assert same_lines(layer(scene, "padding.whole").lines, expected)
        drawn = unit_edges(scene, "input", slanted, figure.side)
        assert drawn == cell_edges(figure.units)


@every_figure
def test_output_plane(figure):
    def project(x, y):
        return raised(figure.side, x, y)

    n = range(figure.o)
    for scene in scenes(figure):
        drawn = unit_edges(scene, "output", project, figure.o)
        assert drawn == cell_edges({(x, y) for x in n for y in n})


@every_figure
def test_window_connectors_and_output_cell(figure):
    for frame, scene in enumerate(scenes(figure)):
        (x, y), (u, v) = figure.window(frame)
        # Adjacent cells form one area.
        taps, size = (range(0, figure.span, figure.d), 1) if figure.d > 1 else ([0], figure.span)
        expected = [square(slanted, x + dx, y + dy, size) for dx in taps for dy in taps]
        assert same_lines(layer(scene, "window").shapes, expected)
        expected = grid(slanted, x, y, figure.span, figure.span)
        assert same_lines(layer(scene, "window.grid").lines, expected)
        unit = square(lambda a, b: raised(figure.side, a, b), u, v)
        assert same_lines(layer(scene, "window.output").shapes, [unit])
        corners = square(slanted, x, y, figure.span)
        expected = [list(pair) for pair in zip(corners, unit, strict=True)]
        assert same_lines(layer(scene, "connector").lines, expected)


@every_figure
def test_dashes_start_at_the_front_and_left_as_in_the_guide(figure):
    scene = scenes(figure)[0]
    for start, end in layer(scene, "padding.whole").lines:
        assert start[1] < end[1]


# Lower left corners of the units in the guide's own padding_strides_transposed_01.pdf, by column,
# and the offset of its drawing from the lower left of its page.
PUBLISHED = [
    (4.25227, 16.29973), (-15.58995, 34.72586), (-35.4322, 53.15198),
    (32.59909, 30.47314), (12.75684, 48.89926), (-7.08539, 67.3254),
    (60.94589, 44.64655), (41.10365, 63.07266), (21.2614, 81.49878),
]  # fmt: skip
OFFSET = (79.808, 10.361)


def test_units_lie_where_the_published_pdf_has_them():
    figure = next(each for each in ARITHMETIC if each.name == "padding_strides_transposed")
    scene = scenes(figure)[1]
    left, bottom, _, _ = scene.box
    ours = sorted((a - left, b - bottom) for (a, b), *_ in layer(scene, "input").shapes)
    theirs = sorted((a + OFFSET[0], b + OFFSET[1]) for a, b in PUBLISHED)
    assert near(ours, theirs)


@every_figure
def test_one_page_holds_every_frame_with_a_border(figure):
    drawn = scenes(figure)
    assert len({scene.box for scene in drawn}) == 1
    left, bottom, right, top = drawn[0].box
    points = [point for scene in drawn for each in scene.layers for point in each.points()]
    xs, ys = zip(*points, strict=True)
    for gap in (min(xs) - left, min(ys) - bottom, right - max(xs), top - max(ys)):
        assert gap == pytest.approx(10.361, abs=NEAR)


def test_frames_share_the_layers_that_do_not_change():
    first, second = scenes(ARITHMETIC[0])[:2]
    shared = [a.role for a, b in zip(first.layers, second.layers, strict=True) if a is b]
    assert shared == ["padding.whole", "input", "input.grid", "output", "output.grid"]


def test_planes_clear_each_other_whatever_their_shape():
    """Check that no corner of the output plane is over the input plane."""
    for rows, columns in itertools.product(range(1, 7), repeat=2):
        _, layout = laid_out(Conv((rows, columns), (1, 1)))
        scene = layout.scene(0)
        for x, y in layer(scene, "output").points():
            right, up = x / CELL, y / CELL
            # The inverse of the projection gives cells of the input plane.
            row = (up - 0.5 * right) / (0.65 + 0.5 * 0.7)
            column = right + 0.7 * row
            assert not (0 <= row <= rows and 0 <= column <= columns)


def test_windows_that_crop_stay_on_the_grid_and_the_cropped_units_beside_it():
    _, layout = laid_out(TransposedConv((3, 3), (3, 3), (2, 2), ((3, 3), (3, 3))))
    scene = layout.scene(0)
    cropped = layer(scene, "input.cropped")
    assert isinstance(cropped, Polygons)
    assert len(cropped.shapes) == 8
    reach = layer(scene, "padding.whole")
    assert isinstance(reach, Strokes)
    assert same_lines(reach.lines, grid(slanted, 1, 1, 3, 3))


def test_one_axis_is_a_strip():
    sweep, layout = laid_out(Conv((7,), (3,), (2,)))
    assert len(sweep.steps) == 3
    (window,) = layer(layout.scene(2), "window").shapes
    assert near(window, [slanted(4, 0), slanted(7, 0), slanted(7, 1), slanted(4, 1)])


def test_four_axes_are_refused():
    subject = Subject(Conv((3,) * 4, (2,) * 4))
    assert [fault.message for fault in Isometric().faults(subject)] == [
        "view 'isometric' draws 1 to 3 axes; this figure has 4"
    ]


DEEP = Conv((4, 3, 3), (2, 2, 2), (2, 1, 1), ((1, 0), (0, 0), (0, 0)))
PITCH = 3 * 1.7 * CELL + CELL
"""The width of three cells along a row and three up a column, and of a gap."""


def test_a_volume_is_one_plane_for_each_depth():
    _, layout = laid_out(DEEP)
    scene = layout.scene(0)
    corners = [shape[0] for shape in layer(scene, "input").shapes]
    # The first of five slices is padding and has no units.
    assert near(corners, [(n * PITCH, 0) for n in range(1, 5)])
    assert len(layer(scene, "padding.whole").lines) == 5 * 8
    # Two slices are centred over five, one cell per slice above the back of the input.
    corners = [shape[0] for shape in layer(scene, "output").shapes]
    assert near(corners, [(n * PITCH - 2.491, 8 * CELL) for n in (1.5, 2.5)])


@pytest.mark.parametrize(("step", "slices", "at"), [(0, (0, 1), 0), (3, (0, 1), 1), (7, (2, 3), 1)])
def test_the_window_is_shown_in_every_slice_it_covers(step, slices, at):
    sweep, layout = laid_out(DEEP)
    assert len(sweep.steps) == 8
    scene = layout.scene(step)
    corners = square(slanted, at, 1 - at, 2)
    expected = [[(x + n * PITCH, y) for x, y in corners] for n in slices]
    assert same_lines(layer(scene, "window").shapes, expected)
    starts, ends = zip(*layer(scene, "connector").lines, strict=True)
    (unit,) = layer(scene, "window.output").shapes
    assert near(ends, unit * 2)
    assert len(set(starts)) == 8
