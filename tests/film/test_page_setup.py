"""The page of an output: what it has of its own, and what it has from its figure."""

from __future__ import annotations

import pytest

import convanim
from convanim import config
from convanim.film.page_setup import Length, PageSetup

BOX = (-10.0, 0.0, 134.0, 72.0)
"""Two inches wide and one inch high."""


@pytest.mark.parametrize(
    ("own", "figure", "expected"),
    [
        ({}, {}, (300, 150)),
        ({}, {"dpi": 300}, (600, 300)),
        ({"dpi": 72}, {"dpi": 300}, (144, 72)),
        ({"width": Length(500, "px")}, {"dpi": 300}, (500, 250)),
        ({}, {"width": Length(500, "px")}, (500, 250)),
        ({"dpi": 72}, {"width": Length(500, "px")}, (144, 72)),
        ({"dpi": 72, "width": Length(200, "px")}, {"width": Length(500, "px")}, (200, 100)),
    ],
)
def test_an_output_has_its_own_size_or_that_of_its_figure(own, figure, expected):
    assert PageSetup(**own).over(PageSetup(**figure)).pixels(BOX) == expected


def test_every_backend_has_the_page_of_the_output():
    fig = convanim.figure(i=4, k=3, dpi=50, outputs=["gif", {"format": "png", "dpi": 75}])
    assert [fig.shot_for(each).setup.dpi for each in fig.outputs] == [50, 75]
    assert fig.frame(0).shape == fig.frame(0, dpi=50).shape
    assert fig.shot_for(config.output("gif", width=90)).setup.pixels(fig.layout.box)[0] == 90


def test_text_has_no_page():
    with pytest.raises(convanim.ConvanimError, match="unknown key 'dpi' in txt"):
        config.output("txt", dpi=3)


@pytest.mark.parametrize(
    ("box", "setup", "way"),
    [
        ((0, 0, 6312, 14230), {}, ": use dpi: 60"),
        ((0, 0, 100, 40_000), {}, ": use dpi: 117"),
        ((0, 0, 500, 300), {"width": Length(20_000, "px")}, ": use width: 10327px"),
        ((0, 0, 500, 300), {"height": Length(20_000, "px")}, ": use height: 6196px"),
        (
            (0, 0, 400, 300),
            {"width": Length(20_000, "px"), "height": Length(15_000, "px")},
            ": use a smaller width and height",
        ),
        ((0, 0, 1e6, 1e6), {}, ""),
    ],
)
def test_pages_with_too_many_pixels_name_the_most_that_fit(box, setup, way):
    message = PageSetup(**setup).oversize(box)
    assert message.endswith(f"65,535 on each side{way}")
    if way[-1:].isdigit() or way.endswith("px"):
        key, number = way.removeprefix(": use ").split(": ")
        most = int(number.removesuffix("px"))
        for n, fits in ((most, True), (most + 1, False)):
            value = Length(n, "px") if number.endswith("px") else n
            assert (PageSetup(**{**setup, key: value}).oversize(box) is None) == fits
