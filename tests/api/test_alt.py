"""The alternative text: derived or given, and read back from every format that can hold one."""

from __future__ import annotations

import re
import subprocess
from xml.etree import ElementTree

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image

import convanim

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"i": 5, "k": 3, "s": 2, "p": 1}, "conv i=5 k=3 s=2 p=1, output 3 x 3; 9 steps"),
        (
            {"op": "transposed_conv", "i": [2, 3], "k": 3},
            "transposed_conv i=2x3 k=3, output 4 x 5; 20 steps",
        ),
        (
            {"i": 4, "k": 3, "in_channels": 4, "out_channels": 8, "groups": 2, "frames": "0"},
            "conv i=4 k=3, 4 to 8 channels in 2 groups, output 2 x 2; 1 step",
        ),
        (
            {"panels": [{"i": 4, "k": 3}, {"op": "max_pool", "i": 4, "k": 2, "s": 2}]},
            "conv i=4 k=3, output 2 x 2; max_pool i=4 k=2 s=2, output 2 x 2; 4 steps",
        ),
        (
            {"op": "conv_backward_kernel", "i": 4, "k": 3, "groups": 1},
            "conv_backward_kernel i=4 k=3, output 3 x 3; 9 steps",
        ),
    ],
)
def test_it_follows_from_the_arithmetic_and_the_steps(keys, text):
    assert convanim.figure(**keys).alt == text


def test_frames_of_motion_are_no_steps():
    figure = convanim.figure(i=4, k=3, timing={"tween": 3})
    assert (len(figure), figure.alt) == (13, "conv i=4 k=3, output 2 x 2; 4 steps")


def test_a_figure_too_large_to_draw_has_one_without_steps():
    figure = convanim.figure(i=2000, k=3, excerpt=False)
    assert figure.alt == "conv i=2000 k=3, output 1998 x 1998"


def test_that_of_an_excerpt_is_of_the_whole_layer():
    figure = convanim.figure(i=2000, k=3)
    assert figure.alt == f"conv i=2000 k=3, output 1998 x 1998; {len(figure)} steps"


def test_the_key_overrides_it_on_one_line():
    assert convanim.figure(i=4, k=3, alt="A window\nslides.").alt == "A window slides."


@pytest.mark.parametrize(
    ("alt", "message"),
    [
        (3, "alt must be text, not 3; write '3'"),
        ("a\0b", "alt must not contain control characters: 'a\N{REPLACEMENT CHARACTER}b'"),
    ],
)
def test_what_is_no_text_is_refused(alt, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(i=4, k=3, alt=alt)
    assert str(caught.value) == message


ALT = "<b> & é: the window slides"


@pytest.fixture(scope="module")
def figure():
    return convanim.figure(i=4, k=3, name="mine", alt=ALT)


@pytest.mark.parametrize("format", ["svg", "asvg"])
def test_svg(figure, tmp_path, format):
    keys = {"outputs": [format]}
    (path,) = figure.with_(**keys).render(tmp_path)
    root = ElementTree.parse(path).getroot()
    assert root.get("role") == "img"
    assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("mine", ALT)


@pytest.mark.parametrize("options", [{}, {"small": True}])
def test_png(figure, tmp_path, options):
    figure.save(tmp_path / "x.png", **options)
    with Image.open(tmp_path / "x.png") as picture:
        assert (picture.text["Title"], picture.text["Description"]) == ("mine", ALT)


def test_png_frames(figure, tmp_path):
    for path in figure.with_(outputs=["png/"]).render(tmp_path):
        with Image.open(path) as picture:
            assert picture.text["Description"] == ALT


def test_pdf(figure, tmp_path):
    figure.save(tmp_path / "x.pdf")
    content = (tmp_path / "x.pdf").read_bytes()
    assert b"/Title (mine)" in content
    found = re.search(rb"/Subject \((.*?)\)", content, re.DOTALL)[1]
    assert found.removeprefix(b"\xfe\xff").decode("utf-16-be") == ALT


@pytest.mark.xdist_group("player")
def test_html(figure, chromium):
    page = chromium.new_page()
    page.set_content(figure.to_bytes("html").decode())
    meta = page.locator("meta[name=description]")
    assert meta.get_attribute("content") == ALT
    drawing = page.locator("#drawing[aria-description]")
    assert drawing.get_attribute("aria-description") == ALT
    page.close()


def test_mp4(figure, tmp_path):
    figure.save(tmp_path / "x.mp4")
    command = [get_ffmpeg_exe(), "-v", "error", "-i", str(tmp_path / "x.mp4")]
    told = subprocess.run([*command, "-f", "ffmetadata", "-"], capture_output=True, check=True)
    lines = told.stdout.decode().splitlines()
    assert "title=mine" in lines
    assert f"description={ALT}" in lines
