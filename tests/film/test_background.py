"""Pages of another colour, and transparent ones with real opacity."""

from __future__ import annotations

import io
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

import convanim
from convanim.errors import ConfigError, OutputError

KEYS = {"i": 3, "k": 2, "show": "labels"}


def picture(**keys):
    data = convanim.figure(**KEYS, **keys).to_bytes("png")
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).astype(int)


def test_a_transparent_picture_is_the_same_on_any_ground():
    clear = picture(background="none")
    assert clear[0, 0, 3] == 0
    assert set(clear[..., 3].ravel()) > {0, 255}
    for ground, colour in ((255, "#ffffff"), (0x20, "#202020"), (0x80, "#808080")):
        opacity = clear[..., 3:] / 255
        laid = clear[..., :3] * opacity + ground * (1 - opacity)
        assert np.abs(laid - picture(background=colour)[..., :3]).max() <= 5


def test_an_output_has_a_background_of_its_own():
    figure = convanim.figure(
        **KEYS,
        background="#102030",
        outputs=["png", {"format": "png", "path": "b.png", "background": "none"}],
    )
    colours = [figure.shot_for(each).theme.page for each in figure.outputs]
    assert colours == [(0x10, 0x20, 0x30, 255), (255, 255, 255, 0)]


@pytest.mark.parametrize("name", ["svg", "asvg"])
def test_a_transparent_svg_has_no_page(name):
    figure = convanim.figure(**KEYS, background="none")
    assert b'<rect width="100%" height="100%" fill="none"/>' in figure.to_bytes(name)
    assert b'<rect width="100%" height="100%" fill="#' in convanim.figure(**KEYS).to_bytes(name)


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="poppler is not installed")
def test_a_transparent_pdf(tmp_path):
    (tmp_path / "x.pdf").write_bytes(convanim.figure(**KEYS, background="none").to_bytes("pdf"))
    command = ["pdftocairo", "-png", "-transp", "-singlefile", "x.pdf", "x"]
    subprocess.run(command, cwd=tmp_path, check=True)
    drawn = np.asarray(Image.open(tmp_path / "x.png").convert("RGBA"))
    assert drawn[0, 0, 3] == 0
    assert drawn[..., 3].max() == 255


@pytest.mark.parametrize(
    ("name", "background", "message"),
    [
        (
            "mp4",
            "none",
            "mp4 cannot have a transparent page; give it a background of its own, as in "
            "{format: mp4, background: '#ffffff'}, or write gif, webp, apng or asvg",
        ),
        (
            "gif",
            "#ffffff80",
            "gif cannot have a half-transparent page; give background: none for a transparent "
            "one, or write webp, apng or asvg",
        ),
    ],
)
def test_a_format_without_transparency_says_so(name, background, message):
    figure = convanim.figure(**KEYS, background=background)
    with pytest.raises(OutputError) as caught:
        figure.to_bytes(name)
    assert str(caught.value) == message
    (fault,) = figure.size_faults((convanim.config.output(name),))
    assert fault.message == message
    own = convanim.config.output(name, background="#ffffff")
    assert not figure.size_faults((own,))


@pytest.mark.parametrize("name", ["svg", "asvg"])
def test_a_half_transparent_svg_has_half_a_page(name):
    figure = convanim.figure(**KEYS, background="#ff000080")
    page = b'<rect width="100%" height="100%" fill="#ff0000" fill-opacity="0.502"/>'
    assert page in figure.to_bytes(name)


def test_ghosts_and_faces_keep_their_tints_on_a_transparent_page():
    plain = convanim.figure(i=[3, 3, 3], k=2, view="volume")
    shown = [
        plain.shot_for(convanim.config.output("png", **keys)).theme
        for keys in ({}, {"background": "none"})
    ]
    for role in ("ghost.input", "input.top"):
        assert len({theme.paint(role) for theme in shown}) == 1


def test_a_background_is_a_colour():
    with pytest.raises(ConfigError) as caught:
        convanim.figure(**KEYS, background="white")
    assert str(caught.value).startswith("background must be a colour such as '#268bd2'")
