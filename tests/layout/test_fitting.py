"""Figures on pages of a given size: exact sides, texts at their size, nothing too small to read."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.errors import ConfigError
from convanim.film.page_setup import UNITS
from convanim.layout.captions import TITLE
from convanim.layout.page.fitting import Sheet
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons
from convanim.scene.typesetting import SIZE
from tests.support.legibility import faults

CONFIGS = Path(__file__).parents[2] / "configs"
MM = UNITS["mm"]


def load(name, *settings):
    return convanim.load(CONFIGS / f"{name}.yaml", *settings)


def sides(layout):
    left, bottom, right, top = layout.box
    return (right - left) / MM, (top - bottom) / MM


def sizes(layout, role):
    return {
        round(SIZE * layer.scale, 2)
        for layer in layout.scene(0).layers
        if isinstance(layer, Labels) and layer.role == role
    }


FIGURES = [
    "guide/padding_strides",
    "guide/numerical_padding_strides",
    "channels/cs231n",
    "compare/pair_padding_strides",
    "counting/dilation_counted",
    "receptive_field/wavenet",
    "matrix/matrix_numbers",
    "scatter/overlap_add",
    "volume/rgb",
]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [84, 174])
def test_the_page_is_exactly_as_wide_as_asked_and_its_texts_can_be_read(name, width):
    fig = load(name, f"width={width}mm")
    assert sides(fig.layout)[0] == pytest.approx(width, abs=1e-9)
    small = [
        fault
        for t in (0, len(fig) - 1)
        for fault in faults(fig.layout.scene(fig.timeline.moments[t].drawing), fig.spec.theme, 1e9)
        if "points" in fault or "leaves the page" in fault or "meets" in fault
    ]
    assert not small


def test_letters_keep_their_size_while_cells_grow():
    usual, wide = (load("guide/numerical_padding_strides", *w) for w in ((), ("width=174mm",)))
    assert sizes(usual.layout, "input.value") == sizes(wide.layout, "input.value") == {7.97}
    assert side_of_a_cell(wide) > 2.5 * side_of_a_cell(usual)


def side_of_a_cell(fig):
    shapes = (each for each in fig.layout.scene(0).layers if isinstance(each, Polygons))
    corners = next(shapes).shapes[0]
    return max(x for x, _ in corners) - min(x for x, _ in corners)


def test_titles_and_captions_keep_their_size_in_a_smaller_drawing():
    fig = load("channels/cs231n", "width=84mm", "caption=Three maps and two filters.")
    assert sizes(fig.layout, "title") == {round(TITLE * SIZE, 2)}
    assert sizes(fig.layout, "caption") == {SIZE}


def test_lines_and_dashes_are_as_large_as_the_drawing_but_stay_visible():
    fig = load("guide/padding_strides", "width=84mm")
    usual, drawn = fig.spec.theme.paint("padding"), fig.shot(fig.spec.theme).theme.paint("padding")
    assert drawn.width == pytest.approx(usual.width * fig.scale)
    assert drawn.dash == pytest.approx([length * fig.scale for length in usual.dash])
    assert fig.spec.theme.scaled(0.1, thinnest=0.3).paint("padding").width == 0.3


def test_numbers_are_as_large_as_fits_into_their_cells():
    keys = {"i": 6, "k": 3, "values": {"seed": 1, "input": [-9, -1], "kernel": [0, 0]}}
    fig = convanim.figure(**keys, width="62mm")
    (size,) = sizes(fig.layout, "input.value")
    assert SIZE * 0.625 <= size < SIZE
    assert 0.644 * size < CELL * fig.scale * 0.7


@pytest.mark.parametrize(
    ("name", "settings", "columns"),
    [
        ("compare/pair_padding_strides", ["width=84mm"], 1),
        ("compare/pair_padding_strides", ["width=174mm"], 2),
        ("compare/valid_and_same", ["width=84mm"], 1),
    ],
)
def test_panels_wrap_by_the_width_of_the_page(name, settings, columns):
    assert load(name, *settings).page.columns == columns


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"width": "column"}, (84, None)),
        ({"width": "text"}, (174, None)),
        ({"width": "3.3in"}, (83.82, None)),
        ({"width": "8.4 cm"}, (84, None)),
        ({"width": "239pt"}, (83.999, None)),
        ({"height": "60mm"}, (None, 60)),
        ({"width": "84mm", "height": "60mm"}, (84, 60)),
        ({"width": "160mm", "canvas": "16:9"}, (160, 90)),
        ({"height": "90mm", "canvas": "16:9"}, (160, 90)),
        ({"width": "90mm", "height": "200mm"}, (90, 200)),
    ],
)
def test_both_sides_are_as_asked(given, expected):
    fig = convanim.figure(i=5, k=3, s=2, p=1, **given)
    for side, wanted in zip(sides(fig.layout), expected, strict=True):
        assert wanted is None or side == pytest.approx(wanted, abs=0.001)


@pytest.mark.parametrize("canvas", ["16:9", "4:3", "1:1"])
def test_a_canvas_has_the_drawing_in_its_middle(canvas):
    usual = convanim.figure(i=5, k=3)
    fig = convanim.figure(i=5, k=3, canvas=canvas)
    wide, high = map(int, canvas.split(":"))
    width, height = sides(fig.layout)
    assert width / height == pytest.approx(wide / high)
    assert fig.scale == 1
    middles = [
        [(box[k] + box[k + 2]) / 2 for k in (0, 1)] for box in (usual.layout.box, fig.layout.box)
    ]
    assert middles[0] == pytest.approx(middles[1])
    assert fig.layout.box[0] <= usual.layout.box[0] + 1e-9
    assert fig.layout.box[3] >= usual.layout.box[3] - 1e-9


def test_the_filmstrip_is_as_wide_as_the_page_too():
    fig = convanim.figure(i=5, k=3, width="174mm", filmstrip={"columns": 3, "labels": True})
    strip = fig.strip(fig.spec.theme)
    assert sides(strip.layout)[0] == pytest.approx(174)
    assert (
        strip.theme.paint("padding").width < fig.shot(fig.spec.theme).theme.paint("padding").width
    )


REFUSED = [
    (
        {"i": 6, "k": 3, "values": {"seed": 1, "input": [-9, -1]}, "width": "30mm"},
        r"width leaves [\d.]+ pt for a cell, but numbers need 9.8: use width: \d+mm, fewer "
        "cells or no values",
    ),
    (
        {"i": 40, "k": 3, "width": "30mm", "frames": "0"},
        r"width leaves [\d.]+ pt for a cell, but cells need 3.0: use width: \d+mm or fewer cells",
    ),
    (
        {"i": 5, "k": 3, "title": "Incomprehensibilities" * 2, "width": "30mm"},
        r"width is too small for the texts of the figure: use width: \d+mm",
    ),
    (
        {"i": 12, "k": 3, "show": "labels", "view": "flat", "height": "20mm"},
        r"height leaves .*: use height: \d+mm",
    ),
    (
        {"i": 9, "k": 3, "canvas": "16:9", "width": "30mm"},
        r"width leaves .*: use width: \d+mm or fewer cells",
    ),
    (
        {"i": 9, "k": 3, "canvas": "16:9", "height": "20mm"},
        r"height leaves .*: use height: \d+mm or fewer cells",
    ),
    (
        {"panels": [{"k": 3}, {"k": 2}], "i": 6, "width": "12mm"},
        r"width leaves .*: use width: \d+mm, fewer panels or fewer cells",
    ),
]


@pytest.mark.parametrize(("keys", "message"), REFUSED)
def test_a_page_that_is_too_small_is_refused_with_one_that_is_not(keys, message):
    fig = convanim.figure(**keys)
    with pytest.raises(ConfigError, match=message) as caught:
        fig.frame(0)
    way = str(caught.value).partition("use ")[2].split(",")[0].split(": ")
    key, length = way
    assert convanim.figure(**{**keys, key: length.split()[0]}).frame(0) is not None


def test_a_page_with_both_sides_too_small_says_both():
    with pytest.raises(ConfigError) as caught:
        convanim.figure(i=5, k=3, s=2, p=1, width="12mm", height="12mm").frame(0)
    assert str(caught.value) == (
        "width leaves 1.1 pt for a cell, but cells need 3.0: use width: 20mm and height: 20mm or "
        "fewer cells"
    )
    assert convanim.figure(i=5, k=3, s=2, p=1, width="20mm", height="20mm").frame(0) is not None


CONV = {"i": 5, "k": 3, "s": 2, "p": 1}
STRIPS = [
    (
        {**CONV, "width": "84mm", "filmstrip": 9},
        "width leaves 1.3 pt for a cell, but cells need 3.0: use width: 150mm, filmstrip: [3, 4], "
        "at most 4 frames or fewer cells",
        [{"width": "150mm"}, {"filmstrip": [3, 4]}, {"filmstrip": 4}],
    ),
    (
        {**CONV, "width": "84mm", "height": "100mm", "filmstrip": [9, 1]},
        "height leaves 1.7 pt for a cell, but cells need 3.0: use height: 146mm, filmstrip: "
        "[5, 2], at most 6 frames or fewer cells",
        [{"height": "146mm"}, {"filmstrip": [5, 2]}, {"filmstrip": [6, 1]}],
    ),
    (
        {**CONV, "width": "40mm", "filmstrip": {"frames": "0,4,8", "labels": True}},
        "width leaves 2.0 pt for a cell, but cells need 3.0: use width: 53mm, filmstrip: "
        "{rows: 2, columns: 2, ...}, at most 2 frames or fewer cells",
        [
            {"width": "53mm"},
            {"filmstrip": {"frames": "0,4,8", "labels": True, "rows": 2, "columns": 2}},
            {"filmstrip": {"frames": "0,4", "labels": True}},
        ],
    ),
]


@pytest.mark.parametrize(("keys", "message", "ways"), STRIPS)
def test_each_way_out_of_a_filmstrip_that_is_too_large_is_one(keys, message, ways):
    figure = convanim.figure(**keys)
    with pytest.raises(ConfigError) as caught:
        figure.strip(figure.spec.theme)
    assert str(caught.value) == message
    for way in ways:
        mended = convanim.figure(**{**keys, **way})
        assert mended.strip(mended.spec.theme).layout.box


def test_the_fault_of_a_page_has_its_place(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("i: 40\nk: 3\nframes: '0'\nwidth: 30mm\n")
    fig = convanim.load(path)
    (fault,) = fig.size_faults(fig.outputs)
    assert str(fault).startswith(f"{path}:4:8: width leaves 0.9 pt")


def test_the_page_of_an_output_alone_is_refused_at_the_output(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("i: 40\nk: 3\nframes: '0'\noutputs:\n- {format: pdf, width: 30mm}\n- png\n")
    fig = convanim.load(path)
    (fault,) = fig.size_faults(fig.outputs)
    assert str(fault).startswith(f"{path}:5:3: width leaves 0.9 pt")


def test_an_output_has_a_page_of_its_own():
    fig = convanim.figure(
        i=5, k=3, width="84mm", outputs=[{"format": "pdf", "width": "174mm"}, "png"]
    )
    wide, usual = (sides(fig.shot_for(each).layout)[0] for each in fig.outputs)
    assert (wide, usual) == (pytest.approx(174), pytest.approx(84))


CAPTION = "A caption that is longer than its figure is wide, and therefore is set in several lines."


def test_texts_are_no_wider_than_a_narrow_page():
    figure = convanim.figure(
        i=3, k=2, width="40mm", title="A title as long as two", caption=CAPTION
    )
    assert sides(figure.layout)[0] == pytest.approx(40, abs=1e-9)
    assert figure.scale > 1
    assert {texts: len(lines(figure, texts)) for texts in ("title", "caption")} == {
        "title": 2,
        "caption": 4,
    }


def test_captions_of_panels_share_a_narrow_page():
    panels = [{"s": 1, "caption": CAPTION}, {"p": 1, "caption": "Short"}]
    figure = convanim.figure(i=3, k=2, width="80mm", panels=panels)
    assert sides(figure.layout)[0] == pytest.approx(80, abs=1e-9)
    assert len(lines(figure, "caption")) == 5


def lines(figure, role):
    return [
        text
        for layer in figure.layout.scene(0).layers
        if isinstance(layer, Labels) and layer.role == role
        for text, _ in layer.texts
    ]


@pytest.mark.parametrize("box", [(0.0, 0.0, 30.0, 20.0), (-10.0, 5.0, 40.0, 25.0)])
@pytest.mark.parametrize("side", ["width", "height"])
def test_a_page_with_one_side_given_is_as_large_as_the_drawing_along_the_other(box, side):
    left, bottom, right, top = Sheet(**{side: 80.0}).around(box)
    assert (left + right, bottom + top) == (box[0] + box[2], box[1] + box[3])
    width, height = (80.0, box[3] - box[1]) if side == "width" else (box[2] - box[0], 80.0)
    assert (right - left, top - bottom) == (width, height)
