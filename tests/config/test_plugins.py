"""A plug-in dropped into a folder brings its keys along; nothing in ``config`` names them."""

from __future__ import annotations

import sys

import pytest

from convanim import views
from convanim.config import from_keys, output, schema
from convanim.config.keys import plugins
from convanim.errors import ConfigError
from convanim.plugins import registry

SOURCE = """
from dataclasses import dataclass
from typing import Annotated, ClassVar

from convanim.errors import Fault
from convanim.layout.view import LayerView, View
from convanim.plugins.key import Key


@dataclass(frozen=True)
class Sketch(LayerView):
    name: ClassVar = "sketch"

    shades: Annotated[int, Key("count", "how many shades", ("tones",))]
    tilt: Annotated[float, Key("number", "how far it leans", minimum=-10)] = 0
    shadow: Annotated[bool, Key("flag", "whether it throws a shadow")] = False
    style: Annotated[str, Key("word", "how it is drawn", words=("ink", "chalk"))] = "ink"
    texture: Annotated[str | None, Key("path", "a file")] = None
    copy: Annotated[int, Key("count", "a word that Python has its own use for")] = 1

    def faults(self, subject):
        if self.tilt > len(subject.sweep.steps):
            yield Fault(("tilt",), "leans too far")
        if self.shades == 13:
            yield Fault((), "the sketch does not like it")

    def lay_out(self, subject):
        raise AssertionError("only figures are laid out")
"""

CONV = "operation: conv\ni: 5\nk: 3\nview: sketch\n"


@pytest.fixture(autouse=True)
def sketch(tmp_path, monkeypatch):
    (tmp_path / "sketch.py").write_text(SOURCE)
    monkeypatch.setattr(views, "__path__", [*views.__path__, str(tmp_path)])
    caches = (registry._SCANNED.clear, plugins.union.cache_clear)
    for clear in caches:
        clear()
    yield
    sys.modules.pop("convanim.views.sketch", None)
    vars(views).pop("sketch", None)
    for clear in caches:
        clear()


def test_its_keys_are_read_under_every_spelling():
    keys = {"operation": "conv", "i": 5, "k": 3, "view": "sketch"}
    made = from_keys({**keys, "tones": 3, "tilt": 1.5, "shadow": True, "style": "chalk"}).figure
    view = made.view
    assert (view.shades, view.tilt, view.shadow, view.style) == (3, 1.5, True, "chalk")


CASES = [
    ("", "1:1: shades is missing: how many shades"),
    ("shades: x", "5:9: shades must be a whole number from 1 to 65535, not 'x'"),
    (
        "shades: 1\ntilt: -11",
        "6:7: tilt must be a number from -10 to 1e+06, not -11",
    ),
    ("shades: 1\nshadow: yes", "6:9: shadow must be true or false, not 'yes'"),
    (
        "shades: 1\nstyle: chlk",
        "6:8: style must be one of chalk, ink, not 'chlk'; did you mean 'chalk'?",
    ),
    ("shades: 1\nstyle: 3", "6:8: style must be one of chalk, ink, not 3"),
    (
        "shades: 1\ntexture: ../x",
        "6:10: texture must stay inside the output folder, not '../x'",
    ),
    ("shades: 1\ncopy: 0", "6:7: copy must be a whole number from 1 to 65535, not 0"),
    ("shades: 1\ntilt: 99", "6:7: leans too far"),
    ("shades: 13", "4:7: the sketch does not like it"),
    ("shades: 1\nview_: flat", "6:1: unknown key 'view_'; did you mean 'view'?"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_its_keys_have_faults_like_any(faults, text, expected):
    assert faults(CONV + text) == [expected]


def test_another_view_names_it_as_the_owner_of_a_key(faults):
    assert faults("operation: conv\ni: 5\nk: 3\ntones: 3") == [
        "4:1: 'tones' belongs to the view sketch; this is isometric"
    ]


def test_a_writer_may_have_an_option_that_must_be_given(monkeypatch):
    from convanim.views.sketch import Sketch

    class Scratch(Sketch):
        name, suffix, setup = "scratch", ".scratch", frozenset()

    monkeypatch.setattr(registry, "scan", lambda _: {"scratch": Scratch})
    assert output("scratch", shades=2).writer.shades == 2
    with pytest.raises(ConfigError, match=r"^shades is missing: how many shades$"):
        output("scratch")


def test_it_stands_in_the_schema():
    assert schema()["properties"]["tones"]["description"] == "how many shades (as shades)"
