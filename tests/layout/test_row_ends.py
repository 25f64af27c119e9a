"""The hold at the end of a row."""

from __future__ import annotations

import pytest

import convanim

STEP, ROW, LAST = 50, 80, 200
"""Hundredths of a second that a step, the end of a row and the last step are shown."""


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        ({"i": [4, 2]}, [0, 1]),  # each row has one position
        ({"i": [2, 4]}, []),
        ({"i": [3, 4]}, [2]),
        ({"i": [4, 3]}, [1, 3]),
        ({"i": [4, 3], "order": "column"}, [2]),
        ({"panels": [{"i": [2, 3]}, {"i": [4, 3]}]}, [1, 3]),  # the longest panel decides
        ({"panels": [{"i": [4, 2]}, {"i": [2, 5]}]}, []),
        ({"i": [4, 2], "frames": "0,2"}, [0]),
    ],
)
def test_the_last_position_of_a_row_is_held(keys, held):
    shown = convanim.figure(k=2, **keys).timeline.centiseconds
    assert shown[-1] == LAST
    assert [n for n, time in enumerate(shown[:-1]) if time != STEP] == held
    assert {shown[n] for n in held} <= {ROW}
