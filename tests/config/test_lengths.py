"""Lengths with their units, and the proportions of a page."""

from __future__ import annotations

import pytest

from convanim.film.page_setup import Length
from tests.config.test_outputs import made

HEAD = "i: 5\nk: 3\n"
WAYS = "must be a length such as 84mm or 800px, or one of column, text"
UNITS = "its unit is one of bp, cm, in, mm, pt, px"

FAULTS = [
    ("width: 84", None),
    ("width: 9", "width must be a whole number of pixels from 16 to 65535, not 9"),
    ("width: 80.5px", "width must be a whole number of pixels from 16 to 65535, not 80.5px"),
    ("width: 9mm", "width must be from 10 mm to 2000 mm, not 9mm"),
    ("width: 3m", f"width {WAYS}, not '3m'; {UNITS}"),
    ("height: tall", f"height {WAYS}, not 'tall'; {UNITS}"),
    ("width: [3]", f"width {WAYS}, not [3]; {UNITS}"),
    ("width: true", f"width {WAYS}, not true; {UNITS}"),
    ("canvas: wide", "canvas must be proportions such as '16:9', not 'wide'"),
    ("canvas: '90:9'", "canvas must be at most 5:1 or 1:5, not 90:9"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_what_is_no_length_is_told(faults, text, message):
    column = text.index(":") + 3
    expected = [] if message is None else [f"3:{column}: {message}"]
    assert faults(HEAD + text) == expected


def test_proportions_need_no_quotes(faults):
    assert faults(HEAD + "canvas: 16:9") == []


def test_sides_that_contradict_each_other_are_refused(faults):
    both = "width: 84mm\nheight: 40mm\ncanvas: 16:9"
    message = "canvas follows from width and height; remove one of the three"
    assert faults(HEAD + both) == [f"5:9: {message}"]
    mixed = "width: 84mm\nheight: 40px"
    message = "height must be in pixels if width is; they are 84mm and 40px"
    assert faults(HEAD + mixed) == [f"4:9: {message}"]
    entry = "outputs: [{format: png, width: 84mm, height: 40px}]"
    assert faults(HEAD + entry) == [f"3:46: outputs[0].{message}"]


def test_an_output_has_a_length_of_its_own():
    (pdf,) = made({"format": "pdf", "width": "column", "height": "60mm"})
    assert (pdf.setup.width, pdf.setup.height) == (Length(84, "mm"), Length(60, "mm"))
