"""What a console and a notebook show; files as bytes and in file objects."""

from __future__ import annotations

import base64
import io
import re
from html import unescape

import pytest
from PIL import Image

import convanim
from convanim.api.display import MOST_PLAYED
from tests.support.notebooks import executed, needs_nbconvert

KEYS = {"i": 5, "k": 3, "s": 2, "p": 1, "name": "mine"}


def test_the_repr_is_one_line():
    assert repr(convanim.figure(**KEYS)) == "<Figure mine: conv i=5 k=3 s=2 p=1, output 3 x 3>"
    many = convanim.figure(layers=[{"i": 40, "k": 3}, *[{"k": 2, "d": 1}] * 20], name="deep")
    assert len(repr(many)) < 200
    assert repr(many).endswith(" ...>")


def test_the_repr_draws_nothing():
    figure = convanim.figure(**KEYS)
    repr(figure)
    assert "panels" not in vars(figure)


def test_a_notebook_gets_an_animation_a_picture_and_a_text():
    figure = convanim.figure(**KEYS, alt='a "window" & <more>')
    bundle = figure._repr_mimebundle_()
    assert list(bundle) == ["text/plain", "image/png", "text/html"]
    assert base64.b64decode(bundle["image/png"]) == figure.to_bytes("png")
    found = re.fullmatch(
        r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">', bundle["text/html"]
    )
    assert unescape(found[1]) == 'a "window" & <more>'
    assert base64.b64decode(found[2]) == figure.to_bytes("asvg")


def test_a_notebook_may_ask_for_some_kinds():
    figure = convanim.figure(**KEYS)
    assert list(figure._repr_mimebundle_(include={"text/html"})) == ["text/html"]
    assert "image/png" not in figure._repr_mimebundle_(exclude={"image/png"})


def test_what_is_too_large_to_draw_is_told():
    figure = convanim.figure(i=2000, k=3, excerpt=False)
    assert figure._repr_mimebundle_() == {"text/plain": repr(figure)}


def test_a_very_long_film_is_a_picture():
    figure = convanim.figure(i=21, k=1, excerpt=False, frames="all")
    assert len(figure) == 441 > MOST_PLAYED
    assert 'src="data:image/png;base64,' in figure._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(
    ("keys", "captions"),
    [
        (KEYS, ["axes 0 and 1", "layer", "frameworks", "film"]),
        (
            {"layers": [{"i": 6, "k": 3}, {"k": 2}]},
            [
                *["axes 0 and 1", "layer", "frameworks"] * 2,
                "all layers",
                "receptive field, axes 0 and 1",
                "film",
            ],
        ),
        (
            {"panels": [KEYS, {"i": 2000, "k": 3, "excerpt": False}]},
            ["axes 0 and 1", "layer", "frameworks"] * 2,
        ),
    ],
)
def test_an_explanation_shows_its_tables(keys, captions):
    keys = {key: value for key, value in keys.items() if key != "name"}
    if "panels" in keys:
        keys["panels"] = [{k: v for k, v in each.items() if k != "name"} for each in keys["panels"]]
    told = convanim.figure(**keys).explain()
    html = told._repr_html_()
    assert re.findall("<caption>(.*)</caption>", html) == captions
    for label, text in re.findall('<th scope="row">(.*)</th><td>(.*)</td>', html):
        assert unescape(label) in str(told)
        assert unescape(text).split()[0] in str(told)


@needs_nbconvert
def test_nbconvert_keeps_the_animation_and_its_alternative_text(tmp_path):
    cells = ["import convanim", "fig = convanim.figure(i=4, k=3)", "fig", "fig.explain()"]
    page = executed(cells, tmp_path).read_text(encoding="utf-8")
    assert '<img alt="conv i=4 k=3, output 2 x 2; 4 steps" src="data:image/svg+xml;base64,' in page
    assert "<caption>axes 0 and 1</caption>" in page


@pytest.mark.parametrize("format", ["gif", "mp4", "png", "svg", "asvg", "pdf", "txt"])
def test_bytes_are_those_of_the_file(tmp_path, format):
    figure = convanim.figure(i=4, k=3)
    (path,) = figure.save(tmp_path / f"x{'.svg' if format == 'asvg' else f'.{format}'}", format)
    content = io.BytesIO()
    assert figure.save(content, format) == []
    assert content.getvalue() == path.read_bytes() == figure.to_bytes(format)


def test_options_hold_for_bytes_too():
    figure = convanim.figure(i=4, k=3)
    with Image.open(io.BytesIO(figure.to_bytes("png", width=100, theme="dark"))) as picture:
        assert picture.width == 100
        assert picture.convert("L").getpixel((0, 0)) < 60


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (io.BytesIO(),),
            "a file object has no suffix; name a format, as in save(file, format='gif')",
        ),
        ((io.BytesIO(), "png/"), "format 'png/' is a folder of files; save it to a path"),
        ((io.BytesIO(), "gfi"), "no format 'gfi'; did you mean 'gif'?"),
    ],
)
def test_what_cannot_be_saved_to_a_file_object(arguments, message):
    with pytest.raises(convanim.ConvanimError) as caught:
        convanim.figure(i=4, k=3).save(*arguments)
    assert str(caught.value) == message
