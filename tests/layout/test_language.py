"""Every text that convanim writes is translated; what a config gives stays as it is."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import convanim
from convanim.config import read
from convanim.config.keys.languages import language, languages, read_language
from convanim.errors import ConfigError
from convanim.explain.summary import Code
from convanim.film.player.texts import texts
from convanim.film.writer import Writer
from convanim.gallery.words import words
from convanim.layout.wrappers.language import GIVEN
from convanim.plugins import registry
from convanim.scene.language import Language
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import width

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


MOST_WIDER = 1.5
"""How much wider than in English a text may be, in ems."""


def gain(text, name):
    """Return how much wider than in English a text is in a language, in ems."""
    return width(language(name).translated(text)) - width(text)


NAMES = {
    *("torch", "keras", "jax", "onnx", "same", "valid", "half", "full", "causal"),
    *("mod", "pads", "scales", "shape"),
    *registry.scan(Writer),
}
"""Words of an explanation that are the same in every language, as config keys are."""

PLAIN = re.compile(r"(?<![\w.\"])[a-z]{3,}(?![\w.(=\[\"])")
"""A word that is no part of code."""


MOST_READ = 400
"""The most frames of which the text is read."""


def untold(figure, name):
    """Return the words of a figure's frames as plain text that a language leaves in English."""
    shot = figure.shot(figure.spec.theme)
    if len(figure) > MOST_READ:
        return set()
    return {*PLAIN.findall("\n".join(replace(shot.text(), language=language(name)).frames()))}


def unexplained(figure, name):
    """Return the words of a figure's explanation that a language leaves in English."""
    said = replace(figure.explain(), language=language(name))
    own = {*PLAIN.findall(figure.name)}
    found = set()
    for section in map(said.translated, said.sections()):
        texts = (section.heading.removeprefix(figure.name), *itertools.chain(*section.rows))
        found |= {
            word for text in texts if not isinstance(text, Code) for word in PLAIN.findall(text)
        }
    return found - NAMES - own


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_text_of_a_shipped_figure_is_in_each_table(path):
    for figure in convanim.load_all(path):
        for name in OTHERS:
            assert not unexplained(figure, name), f"add them to convanim/languages/{name}.yaml"
            assert not untold(figure, name) - {"inf"}, f"add them to convanim/languages/{name}.yaml"
            if figure.spec.language is None:
                shown = written(figure)
                unknown = {text for text in shown if not language(name).knows(text)}
                assert not unknown, f"add them to convanim/languages/{name}.yaml"
                # The room is that of the English texts.
                assert not {each for each in shown if gain(each, name) > MOST_WIDER}


@pytest.mark.parametrize("name", OTHERS)
def test_every_text_of_the_player_is_in_each_table(name):
    missing = {*texts()} - dict(language(name).words).keys()
    assert not missing, f"add them to convanim/languages/{name}.yaml"
    assert {"Play", "Step {} of {}", "Next step (right arrow)", "holds {}"} <= {*texts()}


@pytest.mark.parametrize("name", OTHERS)
def test_every_text_of_a_gallery_is_in_each_table(name):
    missing = {*words()} - dict(language(name).words).keys()
    assert not missing, f"add them to convanim/languages/{name}.yaml"
    assert {"Skip to the content", "Files:", "Play {}", "poster", "slides"} <= {*words()}


REFUSED = [
    {"i": 4, "k": 3},
    {"operation": "max_pool", "i": 5, "k": 2, "p": 1},
    {"operation": "transposed_conv", "i": 4, "k": 3, "s": 2, "a": 1, "p": 1},
    {"i": 4, "k": 2, "p": 2, "padding_mode": "reflect"},
]


def refusals(figure):
    """Return why a figure cannot have some of the sizes around its own."""
    made = figure.shot(figure.spec.theme).ask.variations(60)
    return [each for some in made for each in some.shots.values() if isinstance(each, str)]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("keys", REFUSED)
def test_a_slider_says_in_the_language_why_there_is_no_figure(keys, name):
    found = refusals(convanim.figure(**keys, lang=name))
    assert found
    words = {*itertools.chain(*map(PLAIN.findall, found))} - {"reflect", "padding_mode"}
    assert not words, f"add them to convanim/languages/{name}.yaml"


def made_up(folder):
    """Write a language of which each word is one of the English words backwards."""
    words = {
        text: WORD.sub(lambda word: word[0][::-1], text)
        for text, _ in language("zh").words
        if WORD.search(text)
    }
    path = folder / "qaa.yaml"
    path.write_text(json.dumps(words))
    return path


def test_a_file_of_a_user_is_a_language(tmp_path, monkeypatch):
    table = made_up(tmp_path)
    path = tmp_path / "x.yaml"
    path.write_text("i: 5\nk: 4\nshow: [labels, step]\nlang: ./qaa.yaml\n")
    monkeypatch.chdir("/")
    figure = convanim.load(path)
    assert figure.alt == "vnoc i=5 k=4, tuptuo 2 x 2; 4 spets"
    assert (
        figure.to_bytes("txt")
        .decode()
        .startswith("emarf 0 fo 4: pets 0, edils, setirw tuptuo (0, 0)\ntupni 5 x 5\n")
    )
    assert "vnoc, tuptuo 2 x 2" in str(figure.explain()).splitlines()[0]
    assert "pets 2 fo 4: tuptuo (0, 1)" in written(figure)
    for kind in ("svg", "asvg"):
        assert f'<desc lang="qaa">{figure.alt}</desc>' in figure.to_bytes(kind).decode()
    page = figure.to_bytes("html").decode()
    assert '<html lang="qaa">' in page
    assert "eht tpircs ni siht elif" in page
    assert any("lenrek seod ton tif" in each for each in refusals(figure))
    # Other keys leave the path as it was, and a change of the file is one of the figure.
    assert figure.with_(k=3).alt == "vnoc i=5 k=3, tuptuo 3 x 3; 9 spets"
    assert [*read(path).named_files()] == [table]


def test_a_language_without_a_file_is_refused(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("i: 5\nk: 3\nlang: ./qaa.yaml\n")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}:3:7: {tmp_path / 'qaa.yaml'}: cannot be read: No such file or directory"
    )


def test_a_language_is_named_by_its_code(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("i: 5\nk: 3\nlang: 'my words.yaml'\n")
    (tmp_path / "my words.yaml").write_text("input: A\n")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}:3:7: the file of a language is named by its code, as in de.yaml or pt-BR.yaml, "
        "not 'my words.yaml'"
    )


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conv i=5, 1 of 2; input", "conv i=5+2/1|A"),
        ("6 (input, 3)", "6 (A+3)"),
        ("3 (half (input) of n)", "3 (n/half (input))"),
        ("x[1, 2], f(a, b)", "x[1, 2], f(a, b)"),
        ("f(a, b), input", "f(a, b)+A"),
        ("a) (input, b", "a) (input, b"),
        ("step_1 of 2: input", "2/step_1: A"),
    ],
)
def test_a_sentence_is_translated_part_by_part(text, expected):
    assert SMALL.sentence(text) == expected


def test_an_explanation_in_chinese():
    told = str(convanim.figure(i=5, k=3, s=2, p=1, lang="zh", name="input").explain())
    assert told.startswith("input: 卷积，输出 3 x 3\n\n轴 0 和 1\n")
    assert "\n  填充后的输入           7\n" in told
    assert "\n  关系式                 6 (任意 i、k、s 和 p)\n" in told
    assert "lax.conv_general_dilated(x, w, (2, 2), [(1, 1), (1, 1)])" in told
    assert convanim.figure(i=5, k=3, lang="zh").explain().as_dict()["operation"] == "conv"


def test_a_figure_in_chinese():
    keys = {"i": 5, "k": 3, "show": ["labels", "step", "formula"], "title": "input"}
    figure = convanim.figure(**keys, lang="zh")
    labels = [each for each in figure.layout.scene(1).layers if isinstance(each, Labels)]
    texts = [text for each in labels for text, _ in each.texts]
    assert {"输入", "输出", "第 2/9 步：输出 (0, 1)"} <= set(texts)
    # The title is the config's own.
    assert "input" in texts
    assert figure.alt == "卷积 i=5 k=3，输出 3 x 3；9 步"
    assert figure.layout.box == convanim.figure(**keys).layout.box
    assert figure.frame(0).shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("input: 3", "1:8: the translation of 'input' must be text, not 3"),
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
    assert str(caught.value) == (
        "lang must be one of en, zh, or a file such as ./de.yaml, not 'zz'; did you mean 'zh'?"
    )


def test_without_a_font_for_a_language_validation_says_what_to_install(tmp_path, monkeypatch):
    from convanim.backends._mpl import faces

    monkeypatch.setattr(faces, "lacking", lambda text, face: "输入")
    path = tmp_path / "x.yaml"
    path.write_text("i: 5\nk: 3\nlang: zh\nfont: times\n")
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    assert str(caught.value).splitlines()[0] == (
        f"{path}:3:7: no installed font has the characters 输入: install one that does, such as "
        "Noto Sans CJK (fonts-noto-cjk), or remove lang"
    )
