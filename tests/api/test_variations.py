"""Figures with other sizes: ranges around those of the config, and why some cannot vary."""

from __future__ import annotations

import pytest

import convanim
from convanim.errors import ConvanimError, OutputError

CONV = {"operation": "conv", "i": 5, "k": 3, "s": 2, "p": 1}


def ranges(most, **keys):
    figure = convanim.figure(**keys)
    made = figure.shot(figure.spec.theme).ask.variations(most)
    return {each.letter: (each.values[0], each.values[-1]) for each in made.sliders}, made


def test_ranges_grow_around_the_config_as_far_as_the_cap_allows():
    found, made = ranges(60, **CONV)
    assert found == {"i": (4, 6), "k": (2, 4), "s": (1, 3), "p": (0, 1)}
    assert len(made.shots) == 54
    assert [each.start for each in made.sliders] == [5, 3, 2, 1]
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


def test_a_guide_figure_with_sliders_is_under_60_kilobytes(tmp_path):
    figure = convanim.figure(**CONV, theme="guide", fill=False)
    (path,) = figure.save(tmp_path / "x.html", sliders=81)
    assert path.stat().st_size < 60_000
