"""Every text that convanim writes is translated; what a config gives stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import convanim
from convanim.config.keys.languages import language, languages, read_language
from convanim.errors import ConfigError
from convanim.layout.language import GIVEN, Language
from convanim.scene.shapes import Labels

CONFIGS = Path(__file__).parents[2] / "configs"
FIGURES = [path for path in sorted(CONFIGS.glob("*/*.yaml")) if path.parent.name != "guide"]
OTHERS = [name for name in languages() if name != "en"]

MATHEMATICS = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$")
WORD = re.compile(r"[A-Za-z]{2,}")


def written(figure):
    """Return the texts with words that convanim writes into a few drawings of a figure."""
    drawings = figure.timeline.drawings
    sample = {drawings[n] for n in (0, 1 % len(drawings), len(drawings) // 2, -1)}
    return {
        text
        for n in sample
        for layer in figure.layout.scene(n).layers
        if isinstance(layer, Labels) and layer.role not in GIVEN
        for text, _ in layer.texts
        if WORD.search(MATHEMATICS.sub("", text))
    }


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_text_of_a_shipped_figure_is_in_each_table(path):
    for figure in convanim.load_all(path):
        if figure.spec.language is None:
            for name in OTHERS:
                unknown = {text for text in written(figure) if not language(name).knows(text)}
                assert not unknown, f"add them to convanim/languages/{name}.yaml"


SMALL = Language(
    "test",
    (
        ("input", "A"),
        ("{} of {}", "{1}/{0}"),
        ("step {} of {}: {}", "S {} {} {}"),
        ("; ", "|"),
        (", ", "+"),
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("input", "A"),
        ("3 of input", "A/3"),
        ("step 3 of 9: input", "S 3 9 A"),
        ("unheard of", "unheard of"),
        ("$i$ of $k$", "$k$/$i$"),
    ],
)
def test_the_most_specific_entry_translates_a_text(text, expected):
    assert SMALL.translated(text) == expected


def test_an_alternative_text_is_translated_part_by_part():
    assert SMALL.sentence("conv i=5, 1 of 2; input") == "conv i=5+2/1|A"


def test_a_figure_in_chinese():
    keys = {"i": 5, "k": 3, "show": ["labels", "step", "formula"], "title": "input"}
    figure = convanim.figure(**keys, lang="zh")
    labels = [each for each in figure.layout.scene(1).layers if isinstance(each, Labels)]
    texts = [text for each in labels for text, _ in each.texts]
    assert {"输入", "输出", "第 2 步，共 9 步：输出 (0, 1)"} <= set(texts)
    # The title is the config's own.
    assert "input" in texts
    assert figure.alt == "卷积 i=5 k=3，输出 3 x 3；9 步"
    assert figure.layout.box == convanim.figure(**keys).layout.box
    assert figure.frame(0).shape


def test_texts_in_chinese_have_the_room_of_those_in_english():
    from convanim.scene.typesetting import width

    for path in FIGURES[::7]:
        for figure in convanim.load_all(path):
            for text in written(figure):
                assert width(language("zh").translated(text)) <= width(text) + 1.5, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("input: 3", "1:8: the translation of 'input' must be a text, not 3"),
        ("a {}: b", "1:7: the translation must have as many {} as 'a {}', or {0} ..."),
        ("a: b {}", "1:4: the translation must have as many {} as 'a', or {0} ..."),
    ],
)
def test_a_fault_of_a_table_has_its_place(tmp_path, text, expected):
    path = tmp_path / "xx.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_language(path)
    assert str(caught.value).splitlines()[0] == f"{path}:{expected}"


def test_another_file_is_another_language(tmp_path):
    path = tmp_path / "de.yaml"
    path.write_text("input: Eingabe")
    assert read_language(path) == Language("de", (("input", "Eingabe"),))


def test_an_unknown_language_is_refused(tmp_path):
    with pytest.raises(ConfigError) as caught:
        convanim.figure(i=5, k=3, lang="zz")
    assert str(caught.value) == "lang must be one of en, zh, not 'zz'; did you mean 'zh'?"


def test_without_a_font_for_a_language_validation_says_what_to_install(tmp_path, monkeypatch):
    from convanim.backends._mpl import faces

    monkeypatch.setattr(faces, "lacking", lambda text, face: "输入")
    path = tmp_path / "x.yaml"
    path.write_text("i: 5\nk: 3\nlang: zh\nfont: times\n")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}:3:7: no installed font has the characters 输入: install one that does, such as "
        "Noto Sans CJK (fonts-noto-cjk), or drop lang"
    )
