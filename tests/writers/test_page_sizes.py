"""How large files are, measured from the files themselves: in millimetres, and in pixels."""

from __future__ import annotations

import re

import pytest
from PIL import Image

import convanim

KEYS = {"i": 4, "k": 3, "p": 1, "frames": "0,1"}


def written(tmp_path, name, **setup):
    path = tmp_path / name
    convanim.figure(**KEYS).save(path, **setup)
    return path


def pdf_box(path):
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", path.read_bytes())
    return tuple(float(side) / 72 * 25.4 for side in found.groups())


def svg_sides(path):
    head = path.read_text(encoding="utf-8").partition("<title>")[0]
    return re.search(r' width="([^"]+)"', head)[1], re.search(r' height="([^"]+)"', head)[1]


@pytest.mark.parametrize("width", [60, 84, 174])
def test_pages_on_paper_are_as_wide_as_asked(tmp_path, width):
    setup = {"width": f"{width}mm"}
    assert pdf_box(written(tmp_path, "x.pdf", **setup))[0] == pytest.approx(width, abs=0.001)
    still, _ = svg_sides(written(tmp_path, "still.svg", format="svg", **setup))
    assert still.endswith("pt")
    assert float(still[:-2]) / 72 * 25.4 == pytest.approx(width, abs=0.001)
    assert svg_sides(written(tmp_path, "x.svg", format="asvg", **setup))[0] == f"{width}mm"
    with Image.open(written(tmp_path, "x.png", dpi=300, **setup)) as picture:
        dots = picture.info["dpi"][0]
        assert picture.width / dots * 25.4 == pytest.approx(width, abs=0.5 * 25.4 / 300)
        assert dots == pytest.approx(300, abs=0.01)


def test_a_page_of_both_sides(tmp_path):
    box = pdf_box(written(tmp_path, "x.pdf", width="160mm", canvas="16:9"))
    assert box == pytest.approx((160, 90), abs=0.001)


@pytest.mark.parametrize("name", ["x.png", "x.gif"])
@pytest.mark.parametrize(
    ("setup", "size"),
    [
        ({"width": "800px"}, (800, None)),
        ({"width": 801}, (801, None)),
        ({"height": "333px"}, (None, 333)),
        ({"width": "640px", "canvas": "16:9"}, (640, 360)),
        ({"width": "300px", "height": "300px"}, (300, 300)),
        ({"width": "25.4cm", "dpi": 50}, (500, None)),
    ],
)
def test_pictures_have_exactly_as_many_pixels_as_asked(tmp_path, name, setup, size):
    with Image.open(written(tmp_path, name, **setup)) as picture:
        assert all(wanted in (None, side) for side, wanted in zip(picture.size, size, strict=True))


def test_printable_pages_in_pixels_have_those_of_css(tmp_path):
    still, _ = svg_sides(written(tmp_path, "still.svg", format="svg", width="800px"))
    assert still == "600pt"
    assert pdf_box(written(tmp_path, "x.pdf", width="800px"))[0] == pytest.approx(800 / 96 * 25.4)
    assert svg_sides(written(tmp_path, "x.svg", format="asvg", width="800px"))[0] == "800"


def test_pixels_enlarge_letters_and_millimetres_do_not(tmp_path):
    fig = convanim.figure(i=4, k=3, values={"seed": 1})
    texts = []
    for number, width in enumerate(("100mm", "200mm", f"{round(200 / 25.4 * 96)}px")):
        path = tmp_path / f"{number}.svg"
        fig.save(path, "svg", width=width)
        scales = re.findall(r"scale\(([\d.]+)\)", path.read_text(encoding="utf-8"))
        texts.append(max(map(float, scales)))
    one, two, pixels = texts
    assert one == pytest.approx(two, rel=0.01)
    assert pixels > 2 * one
