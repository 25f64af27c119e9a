"""The fonts of texts: their own widths and heights, in every format alike."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest
from fontTools.ttLib import TTFont

import convanim
from convanim.backends._mpl import fonts
from convanim.backends._mpl.lettering import outline, outlines, runs
from convanim.backends._mpl.truetype import is_postscript
from convanim.config import theme
from convanim.errors import ConfigError
from convanim.scene.faces import FILE, measured, measured_in
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import width
from tests.faces import tables
from tests.scene.test_typesetting import TEXTS
from tests.support.legibility import faults

CHINESE = "Noto Sans CJK SC"
needs_chinese = pytest.mark.skipif(
    fonts.family(CHINESE) is None, reason=f"{CHINESE} is not installed"
)
needs_pdffonts = pytest.mark.skipif(
    shutil.which("pdffonts") is None, reason="pdffonts (poppler) is not installed"
)

KEYS = {
    "i": 4,
    "k": 3,
    "p": 1,
    "values": {"seed": 7, "kernel": [-2, 2]},
    "show": ["labels", "formula", "step", "sum"],
    "title": "Weights with a sign, $p = 1$",
    "frames": "5",
}


def embedded(figure):
    """Return the name and the type of each font in a figure's PDF, and what poppler says."""
    done = subprocess.run(
        ["pdffonts", "-"], input=figure.to_bytes("pdf"), capture_output=True, check=True
    )
    rows = done.stdout.decode().splitlines()[2:]
    return {(row[7:37].split()[0], row[37:55].strip()) for row in rows}, done.stderr.decode()


def test_the_widths_are_those_of_the_fonts():
    assert json.loads(FILE.read_text()) == tables()


@pytest.mark.parametrize("name", measured())
@pytest.mark.parametrize("text", TEXTS)
def test_texts_come_out_no_wider_than_the_room_kept_for_them(name, text):
    with measured_in(measured()[name]):
        assert 0.99 * outline(text, name)[2] <= width(text) <= 1.3 * outline(text, name)[2]


@pytest.mark.parametrize("face", ["times", "sans", "DejaVu Serif"])
def test_digits_stand_in_the_middle_of_their_line(face):
    paint = theme("clear").in_font(face).paint("input.value")
    path = outlines(Labels("input.value", (("1", (0.0, 0.0)),)), paint)
    heights = np.asarray(path.vertices)[:, 1]
    assert heights.min() + heights.max() == pytest.approx(0, abs=0.02 * paint.size)


@pytest.mark.parametrize("font", ["times", "sans", {"family": "DejaVu Serif"}])
def test_a_figure_is_legible_in_each_font(font):
    figure = convanim.figure(**KEYS, font=font, width="column")
    spec = figure.spec
    with measured_in(figure.face):
        found = [*faults(figure.layout.scene(5), spec.theme, 240.0)]
    assert not found


def test_lines_of_a_wider_font_hold_fewer_words():
    caption = 4 * "A caption that is long enough to be broken into several lines. "
    found = {
        font: convanim.figure(i=4, k=3, font=font, caption=caption).layout.box
        for font in ("cm", "sans")
    }
    assert found["cm"][1] > found["sans"][1]


@needs_pdffonts
@pytest.mark.parametrize(
    ("font", "names"),
    [
        ("cm", {"Cmr10", "Cmmi10", "Cmsy10"}),
        ("cm-sans", {"Cmss10", "Cmr10", "Cmmi10", "Cmsy10"}),
        ("times", {"STIXGeneral-Regular", "STIXGeneral-Italic"}),
        ("sans", {"DejaVuSans", "DejaVuSans-Oblique"}),
        (
            {"family": "DejaVu Serif"},
            {"DejaVuSerif", "STIXGeneral-Regular", "STIXGeneral-Italic"},
        ),
    ],
)
def test_a_pdf_embeds_the_fonts_as_truetype(font, names):
    found, said = embedded(convanim.figure(**KEYS, font=font))
    assert {name for name, _ in found} == names
    assert {kind for _, kind in found} == {"CID TrueType"}
    assert not said


@needs_chinese
@needs_pdffonts
@pytest.mark.parametrize(
    ("font", "name"), [("cm", "NotoSansCJKsc"), ({"family": "Noto Serif CJK SC"}, "NotoSerifCJKsc")]
)
def test_chinese_is_set_in_a_chinese_font_and_embedded_as_truetype(font, name):
    keys = {**KEYS, "title": "直角卷积 with $p = 1$", "font": font}
    found, said = embedded(convanim.figure(**keys))
    assert (f"{name}-Regular", "CID TrueType") in found
    assert {kind for _, kind in found} == {"CID TrueType"}
    assert not said


@needs_chinese
def test_a_converted_font_has_the_outlines_of_the_original(tmp_path):
    from convanim.backends._mpl.truetype import converted

    path = fonts.family(CHINESE)
    assert path.face_index > 0
    assert is_postscript(path)
    made = converted(path, "直卷", tmp_path)
    assert not is_postscript(made)
    with TTFont(made) as font:
        assert {"glyf", "loca"} <= set(font.keys())
        assert not {"CFF ", "VORG"} & set(font.keys())
        assert set(font.getBestCmap()) == {ord("直"), ord("卷")}
    assert fonts.widths(made, "直卷") == fonts.widths(path, "直卷") == {"直": 1.0, "卷": 1.0}
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    boxes = [
        TextPath((0, 0), "直卷", size=1000, prop=FontProperties(fname=each)).get_extents().extents
        for each in (path, made)
    ]
    np.testing.assert_allclose(*boxes, atol=2)


@needs_chinese
def test_letters_of_a_line_are_each_in_their_own_face():
    found = [(run.text, run.font.get_name()) for run in runs("鲸鱼 3: $i$ 鳄 x", "cm-sans")]
    assert found == [
        ("鲸鱼", CHINESE),
        (" 3: ", "cmss10"),
        ("$i$", "cmss10"),
        (" ", "cmss10"),
        ("鳄", CHINESE),
        (" x", "cmss10"),
    ]


def test_every_format_has_the_font():
    figures = [convanim.figure(**KEYS, font=font) for font in ("cm-sans", "times")]
    for name in ("png", "svg", "asvg", "html", "gif", "pdf"):
        one, other = (figure.to_bytes(name) for figure in figures)
        assert one != other, name


def test_the_font_of_a_theme_is_used():
    figure = convanim.figure(**KEYS, theme={"extends": "clear", "root": {"font": "sans"}})
    assert figure.face is measured()["sans"]


CHOICE = "font must be one of cm, cm-sans, sans, times, or a mapping such as {family: Noto Sans}"
INSTALLED = "install it, or choose one of cm, times and sans"
LETTERS = "install one that does, such as Noto, or use other characters"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "font: {family: DejaVu Serf}",
            "3:7: no font family 'DejaVu Serf' is installed; did you mean 'DejaVu Serif'?",
        ),
        ("font: {family: Zyx}", f"3:7: no font family 'Zyx' is installed; {INSTALLED}"),
        ("font: tims", f"3:7: {CHOICE}, not 'tims'; did you mean 'times'?"),
        ("font: {family: 3}", f"3:7: {CHOICE}, not a mapping"),
        ("title: a \u1b83", f"3:8: no installed font has the characters \u1b83: {LETTERS}"),
        (
            "caption: |\n  a\n  \u1b83",
            f"3:10: no installed font has the characters \u1b83: {LETTERS}",
        ),
    ],
)
def test_what_the_fonts_of_a_machine_cannot_set_is_found_by_validation(tmp_path, text, expected):
    path = tmp_path / "x.yaml"
    path.write_text(f"i: 5\nk: 3\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    (report,) = caught.value.reports
    assert str(report).splitlines()[0] == f"{path}:{expected}"
