"""Filmstrips: which steps they show, where these stand, and the letters below them."""

from __future__ import annotations

import shutil
import subprocess

import pytest

import convanim
from convanim.layout.maps.plane import MARGIN
from convanim.layout.page.filmstrip import Filmstrip, Strip
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import LEADING


def strip(fig, **keys):
    return Filmstrip.of(fig.layout, Strip(**keys), fig.timeline.drawings)


def letters(made):
    return [
        text
        for layer in made.scene(0).layers
        if isinstance(layer, Labels) and layer.role == "caption"
        for text in layer.texts
    ]


def test_it_shows_the_first_steps_or_those_chosen():
    fig = convanim.figure(i=5, k=3, frames="8,6,4,2,0")
    assert strip(fig, columns=3).shown == (8, 6, 4)
    assert strip(fig, columns=3, frames=(0, 1, 5)).shown == (0, 1, 5)


def test_its_letters_stand_in_the_middle_below_each():
    fig = convanim.figure(i=5, k=3)
    bare = strip(fig, rows=2, columns=2)
    made = strip(fig, rows=2, columns=2, labels=True)
    left, bottom, right, top = fig.layout.box
    # Two margins would be apart; neighbours share one.
    width, height = right - left, top - bottom + LEADING - MARGIN
    assert [text for text, _ in letters(made)] == ["(a)", "(b)", "(c)", "(d)"]
    xs = [x for _, (x, _) in letters(made)]
    assert xs == pytest.approx([left + width / 2 + n * (width - MARGIN) for n in (0, 1, 0, 1)])
    assert made.box[2] == pytest.approx(right + width - MARGIN)
    ys = [y for _, (_, y) in letters(made)]
    assert ys == pytest.approx([bottom, bottom, bottom - height, bottom - height])
    assert bare.box[1] - made.box[1] == pytest.approx(2 * LEADING)
    assert letters(bare) == []
    assert bare.scene(0).layers[0] == made.scene(0).layers[0]


def test_letters_below_a_drawing_stay_on_the_page():
    made = strip(convanim.figure(i=4, k=3), columns=2, labels=True)
    assert min(y for _, (_, y) in letters(made)) - LEADING / 2 >= made.box[1]


def test_after_z_there_are_two_letters():
    made = strip(convanim.figure(i=8, k=3), rows=2, columns=15, labels=True)
    assert [text for text, _ in letters(made)][24:29] == ["(y)", "(z)", "(aa)", "(ab)", "(ac)"]


def test_a_pdf_of_it_is_one_page_with_its_letters_as_text(tmp_path):
    keys = {"frames": "0,4,8", "labels": True}
    fig = convanim.figure(i=5, k=3, name="x", filmstrip=keys, outputs=["pdf"])
    _, path = fig.render(tmp_path)
    assert path.name == "x_filmstrip.pdf"
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler-utils")
    told = subprocess.check_output(["pdftotext", "-layout", path, "-"], text=True)
    assert told.split() == ["(a)", "(b)", "(c)"]
    assert told.count("\f") == 1
