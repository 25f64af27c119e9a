"""Panels that are matched: they end together, and stand where the longest of them does."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim

COMPARE = Path(__file__).parents[2] / "configs" / "compare"
PAIRS = sorted(COMPARE.glob("pair_*.yaml"))


def panels(*layers):
    return convanim.figure(panels=list(layers), advance="matched")


def cells(fig, t):
    return [
        panel.sweep.steps[beat.step].writes.first
        for panel, beat in zip(fig.panels, fig.beats(t), strict=True)
    ]


def test_a_larger_stride_stands_where_the_smaller_one_does():
    fig = panels({"i": 7, "k": 3}, {"i": 7, "k": 3, "s": 2})
    assert len(fig) == 25
    for t in range(25):
        (row, column), other = cells(fig, t)
        if row % 2 == column % 2 == 0:
            assert other == (row // 2, column // 2)
    shown = [cells(fig, t)[1] for t in range(25)]
    assert shown == sorted(shown)
    assert len(set(shown)) == 9


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_both_halves_of_a_pair_go_on_to_the_end(path):
    fig = convanim.load(path)
    shown = [[beat.step for beat in fig.beats(t)] for t in range(len(fig))]
    lengths = [len(panel.beats) for panel in fig.panels]
    assert shown[0] == [0, 0]
    assert shown[-1] == [count - 1 for count in lengths]
    for steps, count in zip(zip(*shown, strict=True), lengths, strict=True):
        assert sorted(set(steps)) == list(range(count))
        # Neither is at its end before the last row of the other.
        assert steps.index(count - 1) >= len(fig) - round(max(lengths) ** 0.5)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_where_both_are_as_far_the_same_wire_is_lit(path):
    """The unit that the transpose writes is read by the convolution, and the other way round."""
    fig = convanim.load(path)
    lit = 0
    for t in range(len(fig)):
        (direct, transposed), (here, there) = fig.panels, fig.beats(t)
        one, other = direct.sweep.steps[here.step], transposed.sweep.steps[there.step]
        before = [axis.p_before for axis in fig.spec.panels[0].layers[0].axes]
        reads = {
            tuple(n - p for n, p in zip(cell, before, strict=True)) for cell in one.read("input")
        }
        axes = fig.spec.panels[1].layers[0].axes
        units = {
            tuple((n - a.first_unit) // a.stretch for n, a in zip(cell, axes, strict=True))
            for cell in other.read("input")
            if all(n in a.units for n, a in zip(cell, axes, strict=True))
        }
        assert (other.writes.first in reads) == (one.writes.first in units)
        lit += other.writes.first in reads
    assert lit >= len(min(fig.panels, key=lambda panel: len(panel.beats)).beats) - 1


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_each_space_has_one_colour_in_both_halves(path):
    fig = convanim.load(path)
    layers = [
        {each.role for each in panel.scene(0).layers if "zero" not in each.role}
        for panel in fig.panels
    ]
    assert {"input", "output", "window", "window.output"} <= layers[0] | {"window"}
    assert {"input", "output", "window.input"} <= layers[1]
    assert "window" not in layers[1]


def test_colours_of_the_direct_convolution_are_for_its_transpose():
    with pytest.raises(convanim.ConfigError, match="colours: direct is for transposed convolution"):
        _ = convanim.figure(i=4, k=3, view="isometric", colours="direct").layout


def test_outputs_fill_up_in_the_colours_of_the_direct_convolution():
    keys = {"operation": "transposed_conv", "i": 2, "k": 3, "view": "isometric"}
    fig = convanim.figure(**keys, colours="direct")
    roles = [each.role for each in fig.layout.scene(0).layers]
    assert roles.index("window.output") < roles.index("unwritten") < roles.index("window.input")


def test_panels_without_steps_go_on_evenly():
    fig = panels({"i": 5, "k": 3}, {"i": 5, "k": 3, "view": "shapes"}, {"i": [9], "k": 2})
    count = [len(panel.beats) for panel in fig.panels]
    assert len(fig) == max(count)
    assert len({fig.layout.scene(t).box for t in range(len(fig))}) == 1


def test_outputs_that_a_larger_stride_keeps_are_framed_when_they_are_written():
    fig = convanim.figure(i=5, k=3, keeps=2, view="flat", values={"seed": 1})
    counts = [
        sum(len(each.lines) for each in fig.layout.scene(t).layers if each.role == "stamp.kept")
        for t in range(9)
    ]
    assert counts == [1, 1, 2, 2, 2, 2, 3, 3, 4]


def test_a_position_that_the_longest_does_not_show_comes_in_proportion():
    fig = panels({"i": 5, "k": 3, "frames": "0-7"}, {"i": 5, "k": 3, "s": 2})
    shown = [[beat.step for beat in fig.beats(t)] for t in range(len(fig))]
    # The other panel's last position is (2, 2) of the first, its step 8: 3 of 4 are 6 of 8.
    assert shown == [[t, n] for t, n in enumerate([0, 0, 1, 1, 1, 1, 3, 3])]
