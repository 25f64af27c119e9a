"""Figures with other sizes: ranges around those of the config, and why some cannot vary."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

import convanim
from convanim.errors import ConvanimError, OutputError
from convanim.film.player import unpacked
from tests.support.shipped import IS_THOROUGH

CONV = {"operation": "conv", "i": 5, "k": 3, "s": 2, "p": 1}


def ranges(most, **keys):
    """Return the first and last value of each slider, and the widest variations with all shots."""
    figure = convanim.figure(**keys)
    made = [*figure.shot(figure.spec.theme).ask.variations(most)]
    shots = {values: shot for each in made for values, shot in each.shots.items()}
    assert len(shots) == sum(len(each.shots) for each in made)
    sliders = made[-1].sliders
    found = {each.letter: (each.values[0], each.values[-1]) for each in sliders if each.moves}
    return found, replace(made[-1], shots=shots)


def book_of(path):
    """Return the book of a page."""
    text = path.read_text(encoding="utf-8")
    book = unpacked(re.search(r'id="packed">([^<]*)<', text)[1])["book"]
    return {**book, "films": book["films"]["size"]}


def test_ranges_grow_around_the_config_as_far_as_the_cap_allows():
    found, made = ranges(60, **CONV)
    assert found == {"i": (4, 6), "k": (2, 4), "s": (1, 3), "p": (0, 1)}
    assert len(made.shots) == 54
    assert [each.start for each in made.sliders] == [5, 3, 2, 1, 1]
    assert len(ranges(7, **CONV)[1].shots) <= 7


def test_each_set_of_sizes_is_the_figure_of_a_config_with_them():
    _, made = ranges(20, **CONV, theme="dark", expect={"o": 3}, title="for s = 2")
    for values, shot in made.shots.items():
        sizes = {each.letter: n for each, n in zip(made.sliders, values, strict=True)}
        if isinstance(shot, str):
            with pytest.raises(ConvanimError) as raised:
                convanim.figure(**{**CONV, **sizes})
            assert shot in str(raised.value)
            continue
        figure = convanim.figure(**{**CONV, **sizes}, theme="dark")
        own = figure.shot(figure.spec.theme)
        assert shot.timeline == figure.timeline
        assert shot.layout.scene(0) == figure.layout.scene(0)
        assert shot.ask.inspection().formulas == own.ask.inspection().formulas


def test_an_excerpt_varies_the_layer_that_it_is_of():
    """Each set of sizes is the excerpt of a whole layer with these, not of a smaller one."""
    keys = {**CONV, "i": 64, "in_channels": 16, "out_channels": 32}
    found, made = ranges(12, **keys)
    assert found["i"] == (63, 65)
    for values, shot in made.shots.items():
        sizes = {each.letter: n for each, n in zip(made.sliders, values, strict=True)}
        figure = convanim.figure(**{**keys, **sizes})
        assert figure.spec.panels[0].whole
        assert shot.layout.scene(0) == figure.layout.scene(0)
        own = figure.shot(figure.spec.theme)
        assert shot.ask.inspection().formulas == own.ask.inspection().formulas


def test_a_transpose_varies_the_layer_it_is_the_transpose_of():
    keys = {"operation": "transposed_conv", "transpose_of": {"i": [5], "k": 3, "s": 2}}
    found, made = ranges(30, **keys, view="row")
    assert {"i", "k", "s"} <= {*found}
    shot = made.shots[tuple(each.start for each in made.sliders)]
    assert shot.layout.scene(0) == convanim.figure(**keys, view="row").layout.scene(0)


@pytest.mark.parametrize(
    ("keys", "fixed"),
    [
        ({"i": 5, "k": 3, "p": "same"}, "p"),
        ({"i": [5, 6], "k": 3}, "i"),
        ({"k": 2, "values": {"input": [[1, 2, 3]] * 3}}, "i"),
        ({"i": 4, "values": {"kernel": [[1, 2]] * 2}}, "k"),
        ({"i": 5, "k": 3, "p": [[1, 0], [1, 0]]}, "p"),
    ],
)
def test_sizes_that_are_no_single_number_stay(keys, fixed):
    found, made = ranges(40, **keys)
    assert fixed not in found and found
    assert any(not isinstance(shot, str) for shot in made.shots.values())


@pytest.mark.parametrize(
    "keys",
    [
        {"layers": [{"i": 5, "k": 3}, {"k": 2}]},
        {"operation": "upsample", "i": 3, "scale": 2},
    ],
)
def test_a_figure_without_such_a_layer_is_refused(keys, tmp_path):
    with pytest.raises(OutputError, match="sliders need one layer with a window whose sizes are"):
        convanim.figure(**keys).save(tmp_path / "x.html", sliders=10)
    assert not list(tmp_path.iterdir())


SLOW = [{"view": "channels", "i": 5, "k": 3, "values": {"seed": 1}, "show": ["sum"]}] * IS_THOROUGH
SEEDED = {"view": "flat", "i": 5, "k": 3, "p": 1, "values": {"seed": 1}}


@pytest.mark.parametrize(
    "keys",
    [
        {**CONV, "theme": "guide", "fill": False},
        SEEDED,
        *SLOW,
    ],
)
def test_a_page_has_as_many_sets_of_sizes_as_fit_into_60_kilobytes(keys, tmp_path):
    figure = convanim.figure(**keys)
    (path,) = figure.save(tmp_path / "x.html", sliders=1000)
    assert 35_000 < path.stat().st_size < 60_000
    book = book_of(path)
    letters = {each["letter"] for each in book["sliders"]}
    assert book["limit"] == 60 and {"i", "k"} <= letters
    values = [range(each["first"], each["last"] + 1) for each in book["sliders"]]
    assert {*book["keys"]} == {" ".join(map(str, each)) for each in itertools.product(*values)}
    numbers = {each for each in book["keys"].values() if isinstance(each, int)}
    assert numbers == {*range(len(book["films"]))}
    (few,) = figure.save(tmp_path / "few.html", sliders=6)
    assert "limit" not in book_of(few)
    assert few.stat().st_size < path.stat().st_size


def test_sliders_for_which_a_page_has_no_room_are_refused(tmp_path):
    figure = convanim.figure(
        view="channels", i=9, k=3, in_channels=2, out_channels=3, values={"seed": 1}
    )
    assert len(figure.to_bytes("html")) < 60_000
    with pytest.raises(OutputError, match="a page with sliders would be larger than 60 kB; remove"):
        figure.save(tmp_path / "x.html", sliders=10)
    assert not list(tmp_path.iterdir())
