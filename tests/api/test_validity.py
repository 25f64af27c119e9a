"""Faults that need a layout, and their order among all faults of a config."""

from __future__ import annotations

import re

import pytest

import convanim
from convanim.api import Figure
from convanim.views.flat import Flat
from tests.support.drafts import read_text

CONV = "operation: conv\ni: 5\nk: 3\n"
TWO = "[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]"
SMALL = "operation: conv\ni: 3\nk: 2\n"


def faults(text, *settings):
    """Return each fault of a config as ``line:column: message``, also why it cannot be drawn."""
    with pytest.raises(convanim.ConfigError) as caught:
        Figure.of(read_text(text, "x.yaml", settings)).spec.drawable()
    return [f"{each.mark.line}:{each.mark.column}: {each.message}" for each in caught.value.reports]


STEPS = [
    ("frames: '0,4,9,10'", "4:9: no step 9, 10: there are 9, numbered from 0 to 8"),
    ("frames: [0, 9]", "4:13: no step 9: there are 9, numbered from 0 to 8"),
    ("frames: 0-100", "4:9: no step 9, 10, 11, 12, 13, ...: there are 9, numbered from 0 to 8"),
    ("panels: [{}, {s: 2}]\nadvance: in_turn\nframes: [12, 13]",
     "6:14: no step 13: there are 13, numbered from 0 to 12"),
]  # fmt: skip
STEPS = [(CONV + text, expected) for text, expected in STEPS] + [
    (
        "layers:\n  - {operation: conv, i: 5, k: 3}\n  - {k: 2}\nframes: [13]",
        "4:10: no step 13: there are 13, numbered from 0 to 12",
    )
]

FILMS = [
    (
        "i: 250\nk: 1\ntiming: {tween: 60}\nframes: all",
        "3:17: 3798247 frames, 62500 with up to 60 between each and the next, are too many; "
        "the limit is 100000: use a smaller tween",
    ),
    (
        "i: [3, 3, 3]\nk: 2\nview: volume\ntiming: {tween: 2}",
        "4:17: view 'volume' draws other shapes in each step, which cannot move; remove tween",
    ),
]

VIEWS = [
    (
        SMALL + "in_channels: 3\nview: isometric",
        "5:7: view 'isometric' draws one input map and one output map; this figure has 3 and 1: "
        "use view: flat",
    ),
    (
        "op: Conv3d\ni: 3\nk: 2\nin_channels: 2\nview: volume",
        "5:7: view 'volume' draws one input volume and one output volume; this figure has 2 and 1: "
        "use view: flat",
    ),
    (
        f"values: {{input: [{TWO}], kernel: [{TWO}]}}",
        "1:1: view 'flat' draws 1 to 3 axes; this figure has 4, and no other view draws it",
    ),
]

# Faults of keys, of settings, of views, of overlays and of frames, and their lines and columns.
MIXED = [
    (
        "operation: conv\ni: 3\nk: 2\ntheme: gide\nin_channels: 3\nview: isometric\noutputs: [gfi]",
        (),
        ["4:8", "6:7", "7:11"],
    ),
    (
        "i: 3\nk: 2\nview: flat\npanels:\n  - {show: sum}\n  - {view: isometric, in_channels: 2}\n"
        "  - {k: 9}\ntheme: gide",
        (),
        ["5:12", "6:12", "7:9", "8:8"],
    ),
    (CONV + "show: [step, sum]\nframes: [0, 9]", (), ["4:7", "5:13"]),
    (CONV + "theme: gide\nframes: [9]\n", (), ["4:8", "5:10"]),
    (CONV + "theme: gide", ("frames=9",), ["4:8", "1:8"]),
    (SMALL + "view: isometric\ntheme: gide", ("in_channels=3",), ["4:7", "5:8"]),
]

EVERY = [*STEPS, *FILMS, *VIEWS]


@pytest.mark.parametrize(("text", "expected"), EVERY)
def test_a_fault_is_reported_literally_and_once(text, expected):
    assert faults(text) == [expected]


@pytest.mark.parametrize(("text", "settings", "places"), MIXED)
def test_faults_of_keys_and_of_layouts_come_together_in_the_order_of_the_file(
    text, settings, places
):
    assert [fault.split(": ")[0] for fault in faults(text, *settings)] == places


def test_frames_are_not_checked_while_a_panel_cannot_be_drawn():
    """Its drawings cannot be counted."""
    text = SMALL + "frames: 99\nview: isometric\nin_channels: 3\n"
    assert [fault.split(": ")[0] for fault in faults(text)] == ["5:7"]


def test_keys_from_python_have_faults_without_a_place():
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(i=5, k=3, view="flat", show=["sum"], frames=[9], strid=2)
    assert all(report.mark is None for report in caught.value.reports)


def test_a_valid_figure_that_cannot_be_drawn_is_explained_and_has_obstacles():
    fig = convanim.figure(i=4096, k=1, excerpt=False)
    assert fig.explain().o == (4096, 4096)
    (obstacle,) = fig.spec.obstacles
    assert obstacle.mark is None
    assert obstacle.message.startswith("16777216 steps")
    with pytest.raises(convanim.ConfigError) as caught:
        fig.frame(0)
    assert caught.value.reports == (obstacle,)


def test_reading_lays_nothing_out_and_asks_no_view(monkeypatch):
    def refuse(*_):
        raise AssertionError("config lays nothing out")

    for method in ("obstacles", "lay_out", "drawings"):
        monkeypatch.setattr(Flat, method, refuse)
    text = "layers: [{i: 5, k: 3}, {k: 2}]\nview: flat\nshow: sum\nframes: [0, 1]\norder: snake\n"
    draft = read_text(text + "values: {seed: 1}\ntiming: {tween: 1}\n", "x.yaml")
    assert not draft.reports
    assert draft.figure.frames == (0, 1)
    with pytest.raises(AssertionError):
        Figure.of(draft)


def test_a_film_is_as_long_as_its_fades_and_motions_are():
    """Of 1,999 changes 999 fade to the next row, with three frames each."""
    fig = convanim.figure(i=[1000, 2], k=1, frames="all", timing={"tween": 60})
    assert len(fig) == 2000 + 1000 * 60 + 999 * 3


@pytest.mark.parametrize(
    "config",
    [
        "view: row\noperation: conv\ni: 5\nk: 3",
        "view: volume\noperation: conv\ni: [5]\nk: 3",
        "view: isometric\noperation: conv\ni: 5\nk: 3\nin_channels: 2",
        "view: channels\noperation: max_pool\ni: 4\nk: 2",
        "view: scatter\noperation: conv\ni: 5\nk: 3",
        "view: matrix\noperation: max_pool\ni: 4\nk: 2",
        "view: im2col\noperation: conv\ni: [4, 4, 4]\nk: 2",
        "view: picture\nvalues: {seed: 1}\noperation: conv\ni: 5\nk: 3\nin_channels: 2",
        "view: receptive_field\noperation: im2col\ni: 4\nk: 2",
        "view: stamps\noperation: transposed_conv\ni: 9\nk: 3\nvalues: {seed: 1}",
    ],
)
def test_the_view_that_a_refusal_names_draws_the_layer(config):
    (message,) = faults(config)
    (named,) = re.findall(r"use view: (\w+)$", message)
    _, _, after = config.partition("\n")
    assert Figure.of(read_text(f"view: {named}\n{after}", "x.yaml")).layout.scene(0).layers
