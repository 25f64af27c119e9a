"""Pieces of lines: they add up to the lines, and all that meet a box are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convanim.backends._mpl.artists import MANY, layer_path
from convanim.backends._mpl.pieces import Pieces
from convanim.scene.shapes import Strokes
from tests.backends.conftest import THEME

LONGEST = 60.0

places = st.floats(-200, 200)
points = st.tuples(places, places)
lines = st.lists(st.tuples(points, points), min_size=1, max_size=5).map(np.array)


@settings(max_examples=80)
@given(lines)
def test_together_they_are_the_lines(drawn):
    pieces = iter(Pieces.of(drawn, LONGEST).ends)
    for start, end in drawn:
        at = start
        while True:
            first, last = next(pieces)
            assert np.allclose(first, at, atol=1e-9)
            assert np.hypot(*(last - first)) <= LONGEST + 1e-9
            at = last
            if np.allclose(at, end, atol=1e-9):
                break
    assert not list(pieces)


@settings(max_examples=80)
@given(lines, points, points)
def test_those_that_meet_a_box_are_found(drawn, one, other):
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(one, other, strict=True))
    pieces = Pieces.of(drawn, LONGEST)
    found = pieces.within((left, bottom, right, top)).vertices.reshape(-1, 4).tolist()
    along = np.linspace(0, 1, 400)[:, None]
    for first, last in pieces.ends:
        x, y = (first + along * (last - first)).T
        # A piece that only touches the box does not meet it.
        inside = (left + 1e-6 < x) & (x < right - 1e-6) & (bottom + 1e-6 < y) & (y < top - 1e-6)
        if inside.any():
            assert [*first, *last] in found
    far = Pieces.of(np.array([[(300.0, -300.0), (300.0, 300.0)]]), LONGEST)
    assert not far.within((left, bottom, right, top)).vertices.size


LEVEL = [((0.0, float(n)), (2 * LONGEST, float(n))) for n in range(MANY)]


@pytest.mark.parametrize(
    ("role", "lines", "cut"),
    [
        ("ground", LEVEL, True),
        ("ground", LEVEL[: MANY // 2], False),
        ("ground", [((0.0, 0.0), (9.0, 9.0))] * MANY, False),
        ("ground", [(*line, (0.0, 0.0)) for line in LEVEL], False),
        ("dashes", LEVEL, False),
    ],
)
def test_many_long_straight_and_unbroken_lines_are_cut(role, lines, cut):
    made = layer_path(Strokes(role, tuple(lines)), THEME.paint(role), LONGEST)
    assert bool(made.style.dash) == (role == "dashes")
    assert (made.pieces is not None) == cut
