"""The parts of a page and the places of their cells, wherever a layout puts them."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.scene.shapes import Polygons
from convanim.sweep.sweep import Cells

CONFIGS = Path(__file__).parents[2] / "configs"
SIZES_ALONE = {"connections", "shapes"}

ONE = {"operation": "conv", "i": 4, "k": 3}
TWO = {"panels": [{**ONE, "title": "one"}, {**ONE, "p": 1}], "show": ["labels", "formula"]}
LAYERS = {"layers": [ONE, {"operation": "max_pool", "k": 2}], "view": "flat", "caption": "two"}
LARGER = {**ONE, "view": "flat", "values": {"seed": 1, "input": [-99999, 99999]}}


def cells_of(fig, n):
    """The cells written in a drawing, each as its corners."""
    parts = zip(fig.layout.parts, fig.layout.parts_at(n), strict=True)
    for part, beat in parts:
        if beat is not None:
            writes = part.sweep.steps[beat.step].writes
            yield from part.places[writes.role, writes.index].cells(writes)


def drawn(fig, n):
    layers = fig.layout.scene(n).layers
    found = [each for each in layers if isinstance(each, Polygons)]
    return {
        tuple((round(x, 3), round(y, 3)) for x, y in sorted(shape))
        for layer in found
        if layer.role.startswith("window.output")
        for shape in layer.shapes
    }


@pytest.mark.parametrize("keys", [ONE, TWO, LAYERS, LARGER])
def test_each_part_has_its_places_on_the_page(keys):
    fig = convanim.figure(**keys)
    for n in range(len(fig.layout.beats)):
        places = {
            tuple((round(x, 3), round(y, 3)) for x, y in sorted(line)) for line in cells_of(fig, n)
        }
        assert places == drawn(fig, n)


def test_parts_that_rest_show_nothing():
    fig = convanim.figure(**{**TWO, "advance": "in_turn"})
    assert [beat is None for beat in fig.layout.parts_at(0)] == [False, True]
    assert [beat is None for beat in fig.layout.parts_at(4)] == [True, False]


def test_a_moved_place_has_names_and_numbers_where_the_drawing_has_them():
    fig = convanim.figure(**TWO)
    one, other = (part.places["output", ()] for part in fig.layout.parts)
    (x, _), anchor = one.name_point()
    (x2, _), anchor2 = other.name_point()
    assert x2 > x and anchor == anchor2 == "start"
    assert [text for text, _ in other.numbered()] == list("01230123")


@pytest.mark.parametrize("topic", sorted(path.name for path in CONFIGS.iterdir() if path.is_dir()))
def test_every_map_of_every_shipped_figure_that_shows_cells_has_a_place(topic):
    for path in sorted((CONFIGS / topic).glob("*.yaml")):
        fig = convanim.load(path)
        views = {panel.view.name for panel in fig.spec.panels}
        parts = fig.layout.parts
        assert len(fig.layout.parts_at(0)) == len(parts)
        if not views & SIZES_ALONE:
            for part in parts:
                assert any(role in {"input", "kernel"} for role, _ in part.places), path


def test_a_cube_knows_how_near_it_is_and_covers_its_outline():
    fig = convanim.figure(i=[3, 3, 3], k=2, view="volume")
    (part,) = fig.layout.parts
    assert part.nearness is not None
    assert part.nearness("input", (), (0, 2, 0)) > part.nearness("input", (), (2, 0, 2))
    place = part.places["input", ()]
    (line,) = place.cells(Cells("input", (range(1), range(1), range(1))))
    assert len(line) == 6
    assert place.numbered() == () and place.name_point()[1] == "start"
    xs = [x for x, _ in line]
    assert min(xs) < place.centre((0, 0, 0))[0] < max(xs)


@pytest.mark.parametrize("product", ["rows", "columns"])
def test_units_of_a_matrix_view_are_touched_in_its_vectors(product):
    fig = convanim.figure(i=4, k=3, p=1, view="matrix", product=product)
    (part,) = fig.layout.parts
    shown = {
        tuple(sorted((round(x, 3), round(y, 3)) for x, y in shape))
        for layer in fig.layout.scene(1).layers
        if isinstance(layer, Polygons) and layer.role in {"window", "window.output"}
        for shape in layer.shapes
    }
    step = part.sweep.steps[1]
    touched = {
        tuple(sorted((round(x, 3), round(y, 3)) for x, y in line))
        for cells in (step.writes, *step.read_of("input"))
        for line in part.places[cells.role, cells.index].cells(cells)
    }
    assert touched == shown
    assert part.places["input", ()].numbered() == ()


def test_units_in_memory_are_touched_in_maps_and_in_the_strip_that_is_written():
    fig = convanim.figure(i=[2, 3], k=1, in_channels=2, view="memory")
    (part,) = fig.layout.parts
    step = part.sweep.steps[3]
    (read,) = step.reads
    (line,) = part.places["input", read.index].cells(read)
    lit = [each for each in fig.layout.scene(3).layers if each.role.startswith("window.group")]
    assert line in lit[0].shapes
    (line,) = part.places["output", ()].cells(step.writes)
    assert any(line in each.shapes for each in lit[1:] if isinstance(each, Polygons))


def test_kernels_of_volumes_have_places_where_they_have_numbers():
    fig = convanim.figure(i=[3, 3, 3], k=2, view="volume", values={"seed": 1})
    (part,) = fig.layout.parts
    place = part.places["kernel", ()]
    (step, *_) = part.sweep.steps
    (kernel,) = step.read_of("kernel")
    assert len(place.cells(kernel)) == 8
    right = max(
        x for line in part.places["input", ()].cells(step.read_of("input")[0]) for x, _ in line
    )
    assert all(x > right for line in place.cells(kernel) for x, _ in line)
