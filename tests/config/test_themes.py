"""Themes: inks from YAML, with faults as good as those of a config."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from pathlib import Path

import pytest

import convanim
from convanim.config import known_themes, read, theme, theme_warnings, themes
from convanim.config.keys import inks
from convanim.config.keys import themes as theme_files
from convanim.config.keys.names import THEMES
from convanim.config.keys.themes import read_theme
from convanim.errors import ConfigError
from convanim.layout.maps.tints import GROUPS
from convanim.plugins.registry import UnknownNameError
from convanim.scene.colours import lighter
from convanim.scene.paint import NONE
from convanim.scene.theme import Ink
from convanim.scene.vision import lightness
from tests.support.command import run

from .conftest import line

LEAST = 10
"""Difference in lightness, of 100, that groups beside each other have in grey at least."""

WHOLE = "root: {line: '#000'}\npage: {fill: '#fff'}\n"


def test_every_file_of_the_folder_is_a_theme():
    assert "guide" in themes()
    assert themes() == tuple(sorted(path.stem for path in THEMES.iterdir()))
    assert [theme(name).name for name in themes()] == list(themes())


def test_a_theme_is_read_once():
    assert theme("guide") is theme("guide")


def test_the_guides_colours():
    assert theme("guide").paint("input").fill == (0x26, 0x8B, 0xD2, 255)
    assert theme("guide").paint("window").fill == (0x07, 0x36, 0x42, 0x66)
    assert theme("guide").paint("padding").dash == (2.989, 2.989)


@pytest.mark.parametrize("name", themes())
def test_groups_of_channels_have_colours_of_their_own(name):
    fills = [theme(name).paint(role).fill for role in GROUPS]
    assert fills[0] == theme(name).paint("input").fill
    assert len({theme(name).page, theme(name).paint("window").fill, *fills}) == 6


@pytest.mark.parametrize("name", ["colourblind", "dark", "grey", "paper", "slides"])
def test_groups_beside_each_other_differ_in_lightness_or_in_their_hatch(name):
    for pair in itertools.pairwise((*GROUPS, GROUPS[0])):
        one, other = (theme(name).paint(role) for role in pair)
        gap = abs(lightness(one.fill) - lightness(other.fill))
        assert gap > LEAST or bool(one.hatch) != bool(other.hatch), pair


def test_an_unknown_theme_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        theme("gide")
    assert str(caught.value) == "no theme 'gide'; did you mean 'guide'?"


def test_every_property_is_read(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        WHOLE + "a.b: {fill: '#0fA', line: none, text: '#01020304', width: 1, dash: [], "
        "hatch: '//', size: 7.5}"
    )
    made = read_theme(path)
    ink = Ink((0, 255, 170, 255), NONE, 1, (), "//", (1, 2, 3, 4), 7.5)
    assert (made.name, dict(made.inks)["a.b"]) == ("mine", ink)


COLOUR = "must be a colour such as '#268bd2', quoted, or none, not"

CASES = [
    ("x: {fill: red}", f"3:11: x.fill {COLOUR} 'red'"),
    ("x: {fill: 123456}", f"3:11: x.fill {COLOUR} 123456"),
    ("x: {fill: '#12345'}", f"3:11: x.fill {COLOUR} '#12345'"),
    ("x:\n  fill: #123456", f"4:3: x.fill {COLOUR} nothing"),
    (
        "x: {hatch: dots}",
        "3:12: x.hatch must be lines such as ////, up to 8 of / \\ | - + x, or none, not 'dots'",
    ),
    ("x: {fil: '#000'}", "3:5: unknown key 'fil' in an ink; did you mean 'fill'?"),
    ("x: {width: -1}", "3:12: x.width must be a number from 0 to 100, not -1"),
    ("x: {size: big}", "3:11: x.size must be a number from 0 to 100, not 'big'"),
    ("x: {dash: [1, x]}", "3:15: x.dash[1] must be a number from 0 to 100, not 'x'"),
    (
        "x: {dash: [1]}",
        "3:11: x.dash must be lengths of dashes and gaps, as in [3, 3], or [], not [1]",
    ),
    (
        "x: red",
        "3:4: x must be a colour such as '#268bd2', quoted, or a mapping such as "
        "{fill: '#268bd2'}, not 'red'",
    ),
    ("x y: {}", "3:1: roles are words joined by dots, as in input.value, not 'x y'"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_fault_of_a_theme_has_its_place(tmp_path, text, expected):
    path = tmp_path / "mine.yaml"
    path.write_text(WHOLE + text)
    with pytest.raises(ConfigError) as caught:
        read_theme(path)
    assert [line(report) for report in caught.value.reports] == [expected]


def test_a_theme_has_the_roles_that_others_fall_back_to(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("input: none")
    with pytest.raises(ConfigError) as caught:
        read_theme(path)
    assert [line(report) for report in caught.value.reports] == [
        f"1:1: the role {role} is missing; give it, or extend a theme, as in extends: clear"
        for role in ("root", "page")
    ]


@pytest.mark.parametrize("name", themes())
def test_what_is_not_looked_at_is_paler_than_the_lines_of_the_root(name):
    def distance(role):
        page, line = theme(name).page, theme(name).paint(role).line
        return sum(abs(a - b) for a, b in zip(page[:3], line[:3], strict=True))

    assert 0 < distance("faint") < 0.6 * distance("root")


def config(folder, text):
    path = folder / "figure.yaml"
    path.write_text(f"i: 5\nk: 3\n{text}\n")
    return path


def faults(path):
    with pytest.raises(ConfigError) as caught:
        convanim.load(path)
    return [str(each).splitlines()[0] for each in caught.value.reports]


def fill(path_or_figure, role="input"):
    figure = path_or_figure
    spec = figure.spec if isinstance(figure, convanim.Figure) else convanim.load(figure).spec
    return spec.theme.paint(role).fill


def test_a_theme_in_a_file_is_beside_the_config_that_names_it(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text(WHOLE + "input: '#010203'")
    path = config(tmp_path, "theme: ./mine.yaml")
    monkeypatch.chdir("/")
    assert fill(path) == (1, 2, 3, 255)
    assert convanim.load(path).spec.theme.name == "mine"
    # It is found from anywhere, also by figures with other keys.
    assert fill(convanim.load(path).with_(k=2)) == (1, 2, 3, 255)


def test_a_theme_extends_another_one(tmp_path):
    (tmp_path / "lab.yaml").write_text("extends: paper\nwindow: {width: 2}")
    (tmp_path / "mine.yaml").write_text("extends: lab.yaml\ninput: {fill: '#010203'}")
    made = convanim.load(config(tmp_path, "theme: mine.yaml")).spec.theme
    paper = theme("paper")
    assert made.paint("input").fill == (1, 2, 3, 255)
    assert made.paint("window") == replace(paper.paint("window"), width=2)
    assert made.paint("output.value") == paper.paint("output.value")
    # The faces of its cubes have its colour, too.
    assert made.paint("input.top") == replace(
        made.paint("input"), fill=lighter((1, 2, 3, 255), 0.05)
    )
    assert made.paint("output.top") == paper.paint("output.top")


def test_a_theme_in_the_config_changes_the_usual_one_or_another(tmp_path):
    text = "theme: {%s input: '#010203', input.grid: {width: 2}}"
    assert fill(config(tmp_path, text % ""), "output") == theme("clear").paint("output").fill
    path = config(tmp_path, text % "extends: grey,")
    assert fill(path) == (1, 2, 3, 255)
    assert fill(path, "output") == theme("grey").paint("output").fill
    assert fill(convanim.figure(i=5, k=3, theme={"input": "#010203"})) == (1, 2, 3, 255)


def test_an_output_has_a_theme_of_its_own(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: grey\ninput: '#010203'")
    path = config(tmp_path, "outputs: [png, {format: gif, theme: mine.yaml}]")
    for figure in (convanim.load(path), convanim.load(path).with_(k=2)):
        png, gif = figure.spec.outputs
        assert png.theme is None
        assert gif.theme.paint("input").fill == (1, 2, 3, 255)


def test_the_dark_theme_is_a_name_a_file_or_a_mapping_of_a_figure_and_of_an_output(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: clear-dark\ninput: '#010203'")
    path = config(
        tmp_path, "dark: mine.yaml\noutputs: [asvg, {format: asvg, path: b.svg, dark: dark}, gif]"
    )
    for figure in (convanim.load(path), convanim.load(path).with_(k=2)):
        setups = [figure.shot_for(each).setup for each in figure.outputs]
        assert setups[0].dark.paint("input").fill == (1, 2, 3, 255)
        assert setups[1].dark == theme("dark")
        assert {each.name for each in figure.spec.themes} == {"clear", "mine", "dark"}
    assert {each.name for each in read(path).named_files()} == {"mine.yaml"}


def test_the_users_folders_have_themes(tmp_path, monkeypatch):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, colour in ((first, "#010203"), (second, "#040506")):
        folder.mkdir()
        (folder / "mine.yaml").write_text(f"extends: clear\ninput: '{colour}'")
    (second / "clear.yaml").write_text("extends: grey")
    monkeypatch.setenv("CONVANIM_THEMES", f"{first}{os.pathsep}{second}")
    assert known_themes() == tuple(sorted((*themes(), "mine")))
    assert fill(config(tmp_path, "theme: mine")) == (1, 2, 3, 255)
    assert theme("clear").paint("input").fill == (0xC3, 0xDD, 0xF8, 255)
    with pytest.raises(UnknownNameError, match="no theme 'mien'; did you mean 'mine'"):
        theme("mien")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "theme: mine.yaml",
            "figure.yaml:3:8: mine.yaml: cannot be read: No such file or directory",
        ),
        ("theme: gide", "figure.yaml:3:8: no theme 'gide'; did you mean 'guide'?"),
        ("dark: gide", "figure.yaml:3:7: no theme 'gide'; did you mean 'guide'?"),
        (
            "dark: 3",
            "figure.yaml:3:7: dark must be the name of a theme, a file such as ./mine.yaml, or a "
            "mapping such as {extends: paper, input: '#b0d9f5'}, not 3",
        ),
        (
            "outputs: {format: asvg, dark: gide}",
            "figure.yaml:3:31: no theme 'gide'; did you mean 'guide'?",
        ),
        (
            "outputs: {format: gif, dark: dark}",
            "figure.yaml:3:24: unknown key 'dark' in gif; choose one of background, canvas, dpi, "
            "format, height, loop, path, theme, width",
        ),
        (
            "theme: 3",
            "figure.yaml:3:8: theme must be the name of a theme, a file such as ./mine.yaml, or a "
            "mapping such as {extends: paper, input: '#b0d9f5'}, not 3",
        ),
        ("theme: {extends: gide}", "figure.yaml:3:18: no theme 'gide'; did you mean 'guide'?"),
        (
            "theme: {extends: 3}",
            "figure.yaml:3:18: extends must be the name of a theme, or the path of its file, not 3",
        ),
        (
            "theme: {input: {fil: none}}",
            "figure.yaml:3:17: unknown key 'fil' in an ink; did you mean 'fill'?",
        ),
        (
            "theme: {input: blue}",
            "figure.yaml:3:16: input must be a colour such as '#268bd2', quoted, or a mapping such "
            "as {fill: '#268bd2'}, not 'blue'",
        ),
        (
            "theme: bad.yaml",
            "bad.yaml:2:16: output.fill must be a colour such as '#268bd2', quoted, or none, not 5",
        ),
        (
            "theme: loop.yaml",
            "loop.yaml:1:10: extends leads back to loop.yaml; a theme cannot extend itself",
        ),
        (
            "theme: part.yaml",
            "part.yaml:1:1: the role root is missing; give it, or extend a theme, as in "
            "extends: clear",
        ),
    ],
)
def test_a_fault_of_a_users_theme_has_its_place(tmp_path, monkeypatch, text, expected):
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text("extends: clear\noutput: {fill: 5}")
    Path("loop.yaml").write_text("extends: loop.yaml")
    Path("part.yaml").write_text("page: '#fff'")
    assert faults(config(Path(), text)) == [expected]


def test_a_long_chain_of_themes_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for n in range(12):
        Path(f"t{n}.yaml").write_text(f"extends: t{n + 1}.yaml")
    (found,) = faults(config(Path(), "theme: t0.yaml"))
    assert found == "t10.yaml:1:10: more than 10 themes in a chain of extends; the limit is 10"


def test_the_files_of_themes_are_known_for_watching(tmp_path):
    (tmp_path / "lab.yaml").write_text("extends: paper")
    (tmp_path / "mine.yaml").write_text("extends: lab.yaml")
    (tmp_path / "bad.yaml").write_text("[")
    path = config(tmp_path, "theme: mine.yaml\noutputs: [{format: gif, theme: bad.yaml}]")
    assert {each.name for each in read(path).named_files()} == {"mine.yaml", "lab.yaml", "bad.yaml"}


def warned(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(text)
    return [str(each).splitlines()[0] for each in theme_warnings(theme("mine.yaml"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "extends: clear\nwindow.zero: {text: '#5f6f78'}",
            "mine.yaml:2:1: warning: text of window.zero.value has a contrast of 1.9 with "
            "window.zero; it is hard to read below 4.5: make the text darker or lighter",
        ),
        (
            "extends: grey\n# Two greys.\noutput: '#cccbcd'",
            "mine.yaml:3:1: warning: input and output look alike with tritanopia, at a distance of "
            "0.4; give them colours 10 or more apart, a lighter and a darker one",
        ),
    ],
)
def test_what_is_hard_to_read_has_its_place_value_and_limit(tmp_path, monkeypatch, text, expected):
    assert expected in warned(text, tmp_path, monkeypatch)


def test_a_theme_is_not_blamed_for_what_it_does_not_say(tmp_path, monkeypatch):
    # Input and output of the guide look alike; the theme only changes lines.
    assert not warned("extends: guide\nconnector: {width: 2}", tmp_path, monkeypatch)
    assert not [*theme_warnings(theme("guide"))]


def test_validation_warns_once_and_goes_on(tmp_path):
    (tmp_path / "mine.theme.yaml").write_text("extends: clear\noutput: '#c3ddf8'")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("i: 5\nk: 3\ntheme: mine.theme.yaml\n")
    status, _, told = run(tmp_path, "validate", ".")
    assert (status, told.count("look alike")) == (0, 1)
    assert "\n  output: '#c3ddf8'\n  ^\n2 of 2 configs are valid" in told
    assert "look alike" not in run(tmp_path, "validate", ".", "-q")[2]


def test_figures_of_a_matrix_read_a_theme_once_and_notice_a_change(tmp_path, monkeypatch):
    asked = []
    ink = theme_files._ink
    record = lambda node, role: asked.append(role) or ink(node, role)  # noqa: E731
    monkeypatch.setattr(theme_files, "_ink", record)
    config = tmp_path / "figs.yaml"
    config.write_text("matrix: {i: [4, 5, 6]}\ntheme: mine.yaml\n")
    for fill in ("#123456", "#654321"):
        (tmp_path / "mine.yaml").write_text(f"extends: dark\ninput: {{fill: '{fill}'}}\n")
        asked.clear()
        found = [draft.figure.theme for draft in read(config)]
        assert len(found) == 3
        assert all(each is found[0] for each in found)
        assert bytes(found[0].paint("input").fill[:3]).hex() == fill[1:]
        assert asked.count("input") == 1


def test_a_file_that_all_figures_share_is_read_again_by_the_next_reading(tmp_path):
    mine, de = tmp_path / "mine.yaml", tmp_path / "de.yaml"
    path = tmp_path / "many.yaml"
    path.write_text(
        "matrix: {i: [5, 6, 7]}\nk: 3\ntheme: {extends: mine.yaml, page: {fill: '#fefefe'}}\n"
        "dark: mine.yaml\nlang: de.yaml\noutputs: [png, {format: asvg, theme: mine.yaml}]\n"
    )
    for word, ink in (("Eingang", "#010203"), ("Eingabe", "#040506")):
        mine.write_text(f"extends: grey\ninput: '{ink}'")
        de.write_text(f"input: {word}")
        figures = [draft.figure for draft in read(path)]
        assert len(figures) == 3
        for each in figures:
            made = each.theme, each.setup.dark, each.outputs[1].theme
            assert {one.paint("input").fill for one in made} == {inks.colour(ink)}
            assert each.language.sentence("input") == word


@pytest.mark.parametrize(
    "text",
    [
        "matrix: {k: [1, 2], theme: [a.yaml, b.yaml]}",
        "matrix: {k: [1, 2], theme.input: ['#010203', '#040506']}",
        "theme: {input: '#ffffff'}\nmatrix: {k: [1, 2], theme.extends: [a.yaml, b.yaml]}",
    ],
)
def test_each_figure_of_a_matrix_has_the_theme_that_it_names(tmp_path, text):
    for name, ink in (("a", "#010203"), ("b", "#040506")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: grey\ninput: '{ink}'\noutput: '{ink}'")
    path = tmp_path / "many.yaml"
    path.write_text(f"i: 5\n{text}\n")
    role = "output" if "extends" in text else "input"
    fills = [each.figure.theme.paint(role).fill for each in read(path)]
    assert fills == [(1, 2, 3, 255), (4, 5, 6, 255)] * 2


def test_a_fault_of_a_shared_theme_is_one_of_each_figure(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: grey\ninput: {width: -1}")
    path = tmp_path / "many.yaml"
    path.write_text("matrix: {i: [5, 6, 7]}\nk: 3\ntheme: mine.yaml\n")
    assert [len(each.reports) for each in read(path)] == [1, 1, 1]


def test_equal_themes_of_two_files_are_warned_of_in_both(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.theme.yaml").write_text("extends: clear\noutput: '#c3ddf8'")
        text = "matrix: {i: [5, 6]}\nk: 3\ntheme: mine.theme.yaml\n"
        (tmp_path / folder / f"{folder}.yaml").write_text(text)
    _, _, told = run(tmp_path, "validate", ".")
    assert [told.count(f"{name}/mine.theme.yaml:2:") for name in ("a", "b")] == [1, 1]
