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
