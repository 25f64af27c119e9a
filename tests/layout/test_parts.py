"""The parts of a page and the places of their cells, wherever a layout puts them."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.scene.shapes import Polygons
from convanim.sweep.sweep import Cells

CONFIGS = Path(__file__).parents[2] / "configs"
SIZES_ALONE = {"shapes"}

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
        if not views & {*SIZES_ALONE, "matrix", "memory", "connections"}:
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
