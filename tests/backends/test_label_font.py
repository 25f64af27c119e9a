"""The font of Chinese labels: a part of Noto Sans CJK SC that every machine has."""

from __future__ import annotations

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

import convanim
from convanim.backends._mpl import faces, fonts, lettering
from convanim.backends._mpl.faces import LABELS
from convanim.errors import ConfigError
from tests import label_font
from tests.backends.test_faces import embedded, needs_pdffonts

KEYS = {"i": 4, "k": 3, "lang": "zh", "show": ["labels", "step"], "title": "stride $s = 1$"}


@pytest.fixture
def no_fonts(monkeypatch):
    """A machine with no fonts but those that come with convanim and matplotlib."""
    caches = (faces._chinese, faces._has, faces._with_letters, lettering.runs, lettering.outline)

    def forget():
        for each in caches:
            each.cache_clear()

    monkeypatch.setattr(fonts, "families", dict)
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", list)
    forget()
    yield
    forget()


def test_it_has_the_wide_letters_of_every_table():
    with TTFont(LABELS) as font:
        assert "glyf" in font
    assert label_font.held() == label_font.letters(), "run python -m tests.label_font"


def test_a_title_in_words_of_the_field_needs_no_other_font(no_fonts):
    title = "卷积神经网络的感受野"
    convanim.figure(**{**KEYS, "title": title})
    assert {run.font.get_name() for run in lettering.runs(title, "times")} == {label_font.NAME}


def test_its_name_is_its_own_and_its_licence_lies_beside_it():
    with TTFont(LABELS) as font:
        names = {each.nameID: str(each) for each in font["name"].names}
    assert "Adobe" in names.pop(label_font.COPYRIGHT)
    assert names == label_font.NAMES
    assert not any(word in name for name in names.values() for word in ("Noto", "Source"))
    licence = LABELS.replace("labels.ttf", "labels-licence.txt")
    with open(licence, encoding="utf-8") as file:
        text = file.read()
    assert "Reserved Font Name 'Source'" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


@pytest.mark.skipif(
    fonts.family(label_font.ORIGINAL) is None, reason=f"{label_font.ORIGINAL} is not installed"
)
def test_its_letters_are_those_of_the_original():
    original = fonts.family(label_font.ORIGINAL)
    for letter in label_font.letters():
        boxes = [
            TextPath((0, 0), letter, size=1000, prop=FontProperties(fname=each)).get_extents()
            for each in (original, LABELS)
        ]
        np.testing.assert_allclose(*(box.extents for box in boxes), atol=2, err_msg=letter)
    assert fonts.widths(original, label_font.letters()) == fonts.widths(
        LABELS, label_font.letters()
    )


def test_labels_are_drawn_where_no_font_is_installed(no_fonts):
    texts = "第 2 步，共 9 步"
    found = {run.text: run.font.get_name() for run in lettering.runs(texts, "cm")}
    assert found == {"第": label_font.NAME, " 2 ": "cmr10", "步，共": label_font.NAME} | {
        " 9 ": "cmr10",
        "步": label_font.NAME,
    }
    figure = convanim.figure(**KEYS)
    assert {len(figure.to_bytes(name)) > 1000 for name in ("png", "svg")} == {True}


def test_a_title_in_letters_that_no_font_has_is_refused_with_these(no_fonts, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("i: 4\nk: 3\nlang: zh\ntitle: 输入\u9f98输出\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}:4:8: no installed font has the characters \u9f98: install one that does, such as "
        "Noto, or use other characters"
    )


@needs_pdffonts
def test_a_pdf_embeds_it_beside_the_fonts_of_the_rest():
    found, said = embedded(convanim.figure(**KEYS, frames="3"))
    assert {name for name, _ in found} == {"ConvanimLabels-Regular", "Cmr10", "Cmmi10", "Cmss10"}
    assert {kind for _, kind in found} == {"CID TrueType"}
    assert not said
