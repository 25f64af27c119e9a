"""What editors and type checkers know of the keys of a figure."""

from __future__ import annotations

import inspect

import pytest

import convanim
from convanim.api import keys
from convanim.config.figure.plan import Choice
from convanim.config.keys import typed
from convanim.config.keys.kinds import KINDS
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support.runs import ROOT

SNIPPET = """
import convanim

fig = convanim.figure(
    operation="conv", i=[5, 7], kernel_size=3, p="same", timing=0.5, show=["step"], view="flat",
    values={"seed": 7}, panels=[{"s": 1, "title": "one"}, {"s": 2}], layers=[{"k": 3}],
    outputs=["gif", {"format": "png", "dpi": 90}], padding=[[0, 1], "same"],
)
fig.with_(s=2, name="x")
convanim.figure(i=5, k=3, dpii=3)
convanim.figure(i=5, k="three")
convanim.figure(i=5, k=3, view="isometrc")
fig.with_(panels=[{"name": "x"}])
"""
LINES = [10, 11, 12, 13]


def test_every_spelling_of_every_key_has_a_type():
    known = keys.Keys.__annotations__
    for operation in registry.scan(Operation).values():
        for view in registry.scan(View).values():
            for section in Choice(operation, view).sections:
                assert set(section.spellings) <= set(known)


def test_every_kind_of_value_that_a_key_of_a_figure_has_is_typed():
    inks, files = {"dash", "hatch"}, {"config", "keys", "figures", "matrix"}
    assert {*typed.TYPES, "word"} == set(KINDS) - inks - files


def test_the_docstring_of_figure_lists_all_keys():
    text = inspect.getdoc(convanim.figure)
    for words in ("s, stride, strides", "timing", "transpose_of", "weights", "outputs"):
        assert f"\n{words}\n    " in text


def test_the_public_names_are_those_of_dir():
    assert dir(convanim) == sorted(convanim.__all__)
    assert all(hasattr(convanim, name) for name in dir(convanim))


@pytest.mark.parametrize("t", [9, 99, -10, "x", None])
def test_a_frame_that_does_not_exist_is_refused_in_a_sentence(t):
    fig = convanim.figure(i=5, k=3, name="f")
    for ask in (fig.frame, fig.step, fig.beats):
        with pytest.raises(convanim.ConvanimError) as caught:
            ask(t)
        assert str(caught.value) == f"f: no frame {t!r}: there are 9, numbered from 0 to 8"


def test_frames_are_counted_from_the_end_too():
    fig = convanim.figure(i=4, k=3)
    assert fig.step(-1) == fig.step(3)
    assert (fig.frame(-1) == fig.frame(3)).all()


def test_mypy_knows_the_keys(tmp_path, monkeypatch):
    api = pytest.importorskip("mypy.api")
    (tmp_path / "x.py").write_text(SNIPPET)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    # What is known of the package is kept from one run to the next.
    cache = ROOT / ".mypy_cache" / "of_tests"
    out, err, _ = api.run(["--strict", "--cache-dir", str(cache), "x.py"])
    assert not err
    errors = [line for line in out.splitlines() if line.startswith("x.py")]
    assert [int(line.split(":")[1]) for line in errors if ": error:" in line] == LINES, out
    assert 'Unexpected keyword argument "dpii" for "figure"' in errors[0]
