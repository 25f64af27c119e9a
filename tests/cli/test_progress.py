"""Progress: a bar for all figures, and one for each figure that is being drawn."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from convanim.cli.progress import Bars


@pytest.fixture
def bars():
    return Bars(Progress(console=Console(file=io.StringIO())), {"a[1]": 4, "b": 6, "c": 2})


def shown(bars):
    return [(t.description, t.completed, t.total) for t in bars.progress.tasks if t.visible]


def test_figures_have_a_bar_while_they_are_drawn(bars):
    assert shown(bars) == [("0 of 3 figures", 0, 12)]
    bars.advance("a[1]", 1)
    bars.advance("b", 1)
    bars.advance("b", 2)
    assert shown(bars) == [("0 of 3 figures", 4, 12), (r"a[1]", 1, 4), ("b", 3, 6)]
    bars.finished("b")
    assert shown(bars) == [("1 of 3 figures", 7, 12), (r"a[1]", 1, 4)]


def test_a_figure_that_told_no_frames_counts_when_it_is_done(bars):
    bars.finished("c")
    assert shown(bars) == [("1 of 3 figures", 2, 12)]


def test_frames_drawn_twice_count_once(bars):
    for _ in range(9):
        bars.advance("c", 1)
    bars.finished("c")
    bars.advance("c", 1)
    assert shown(bars)[0] == ("1 of 3 figures", 2, 12)
