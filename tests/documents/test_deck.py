"""Slides for PowerPoint, read back with python-pptx, and opened in LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys

import pytest
from PIL import Image

import convanim
from convanim.documents import deck
from convanim.errors import MissingExtraError
from tests.support.runs import command

CONFIGS = {
    "first_one": "i: 4\nk: 3\nalt: 'a <b> & c'\n",
    "wide": "i: [2, 40]\nk: 2\nview: flat\nvalues: {seed: 1}\n",
}


@pytest.fixture
def made(tmp_path):
    pytest.importorskip("pptx", reason="needs python-pptx, of the extra pptx")
    for name, text in CONFIGS.items():
        (tmp_path / f"{name}.yaml").write_text(text)

    def make(*options):
        from pptx import Presentation

        done = command(tmp_path, "deck", "first_one.yaml", "wide.yaml", "-o", "x.pptx", *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "x.pptx\n", "")
        return Presentation(tmp_path / "x.pptx")

    return make


def figures(presentation):
    return [
        shape
        for slide in presentation.slides
        for shape in slide.shapes
        if shape != slide.shapes.title
    ]


def described(shape):
    return shape._element._nvXxPr.cNvPr.get("descr")


def test_each_slide_has_a_figure_its_alternative_text_and_its_numbers(made):
    presentation = made()
    assert [slide.shapes.title.text for slide in presentation.slides] == ["first one", "wide"]
    first, wide = figures(presentation)
    assert described(first) == "a <b> & c"
    assert described(wide).startswith("conv i=2x40 k=2")
    for shape in (first, wide):
        assert shape.image.content_type == "image/gif"
        with Image.open(io.BytesIO(shape.image.blob)) as film:
            assert film.is_animated
            assert shape.width / shape.height == pytest.approx(film.width / film.height, 0.01)
    notes = presentation.slides[0].notes_slide.notes_text_frame.text
    assert "output size            o = N + 1 = 2" in notes


def test_a_title_is_that_of_the_slide_and_not_in_the_figure_too(tmp_path):
    pptx = pytest.importorskip("pptx", reason="needs python-pptx, of the extra pptx")
    keys = {"i": 4, "k": 3, "name": "the_name"}
    titles = ("Two lines\nof text", "Stride $s$")
    deck.write(
        [convanim.figure(**keys, title=each) for each in titles], tmp_path / "x.pptx", video=False
    )
    plain, mathematical = pptx.Presentation(tmp_path / "x.pptx").slides
    assert plain.shapes.title.text == "Two lines of text"
    assert mathematical.shapes.title.text == "the name"
    heights = []
    for slide in (plain, mathematical):
        with Image.open(io.BytesIO(slide.shapes[1].image.blob)) as film:
            heights.append(film.height / film.width)
    boxes = [convanim.figure(**keys, **more).layout.box for more in ({}, {"title": titles[1]})]
    expected = [(top - bottom) / (right - left) for left, bottom, right, top in boxes]
    assert heights == pytest.approx(expected, rel=0.01)


def test_figures_fill_the_slide_and_stay_on_it(made):
    presentation = made()
    width, height = presentation.slide_width, presentation.slide_height
    for shape in figures(presentation):
        top = shape.top - presentation.slides[0].shapes.title.height
        assert min(shape.left, top) >= 0
        assert max(shape.left + shape.width - width, shape.top + shape.height - height) < 0
        assert shape.width > 0.9 * width or shape.height > 0.7 * height
        assert shape.left + shape.width / 2 == pytest.approx(width / 2, 0.01)


def test_slides_have_the_colours_of_the_theme(made):
    for slide in made("-t", "dark").slides:
        assert max(slide.background.fill.fore_color.rgb) < 64
        (run,) = slide.shapes.title.text_frame.paragraphs[0].runs
        assert min(run.font.color.rgb) > 128


def test_a_video_has_its_middle_frame_as_a_poster(made):
    presentation = made("--video")
    first, _ = figures(presentation)
    assert first.media_format is not None
    assert first.media_type is not None
    assert described(first) == "a <b> & c"
    with Image.open(io.BytesIO(first.poster_frame.blob)) as poster:
        assert first.width / first.height == pytest.approx(poster.width / poster.height, 0.01)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(made, tmp_path):
    made()
    words = ["soffice", "--headless", "--convert-to", "pdf", "x.pptx"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_a_figure_with_errors_is_reported_and_left_out(made, tmp_path):
    made()
    (tmp_path / "wide.yaml").write_text("i: 4\nk: 9\n")
    done = command(tmp_path, "deck", "first_one.yaml", "wide.yaml", "-o", "y.pptx")
    assert (done.returncode, done.stdout) == (1, "y.pptx\n")
    assert "wide.yaml:2:4: kernel does not fit" in done.stderr


def test_the_file_must_be_a_deck(tmp_path):
    (tmp_path / "x.yaml").write_text("i: 4\nk: 3\n")
    done = command(tmp_path, "deck", "x.yaml", "-o", "x.ppt")
    assert done.returncode == 2
    assert "-o must name a file that ends in .pptx" in done.stderr


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(MissingExtraError) as caught:
        deck.write([convanim.figure(i=4, k=3)], tmp_path / "x.pptx", video=False)
    says = "a deck needs a package: python -m pip install 'python-pptx>=1.0.2'"
    assert str(caught.value) == says
