"""Themes: inks from YAML, with faults as good as those of a config."""

from __future__ import annotations

import itertools

import pytest

from convanim.config import theme, themes
from convanim.config.keys.names import THEMES
from convanim.config.keys.themes import read_theme
from convanim.errors import ConfigError
from convanim.layout.tints import GROUPS
from convanim.plugins.registry import UnknownNameError
from convanim.scene.theme import NONE, Ink

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
def test_groups_beside_each_other_differ_in_lightness(name):
    def lightness(role):
        red, green, blue, _ = theme(name).paint(role).fill
        linear = [((n / 255 + 0.055) / 1.055) ** 2.4 for n in (red, green, blue)]
        light = sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        return 116 * light ** (1 / 3) - 16

    for one, other in itertools.pairwise((*GROUPS, GROUPS[0])):
        assert abs(lightness(one) - lightness(other)) > LEAST


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
    ("x: red", "3:4: x must be a mapping such as {fill: '#268bd2'}, not 'red'"),
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
    path.write_text("input: {fill: none}")
    with pytest.raises(ConfigError) as caught:
        read_theme(path)
    assert [line(report) for report in caught.value.reports] == [
        "1:1: the role root is missing",
        "1:1: the role page is missing",
    ]


@pytest.mark.parametrize("name", themes())
def test_what_is_not_looked_at_is_paler_than_the_lines_of_the_root(name):
    def distance(role):
        page, line = theme(name).page, theme(name).paint(role).line
        return sum(abs(a - b) for a, b in zip(page[:3], line[:3], strict=True))

    assert 0 < distance("faint") < 0.6 * distance("root")
