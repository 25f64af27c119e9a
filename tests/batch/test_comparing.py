"""Two pictures look the same if only edges differ, as between versions of a library."""

from __future__ import annotations

import numpy as np
import pytest

from convanim.batch.comparing import LIBRARIES, OURS, Tolerance, _share


def letters(shift=0.0):
    """White with many dark strokes, whose edges have a grey of their own for each shift."""
    picture = np.full((60, 60, 3), 255, np.uint8)
    for x in range(4, 56, 4):
        picture[5:55, x] = 255 * shift
        picture[5:55, x + 1] = 255 * (1 - shift)
    return picture


def test_edges_that_move_by_less_than_a_pixel_are_not_counted():
    old, new = letters(0.0), letters(0.4)
    assert _share(old, new, Tolerance(3, 0)) > 0.2
    assert _share(old, new, LIBRARIES) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture[10:20, 10:20].fill(0),  # a cell that is filled
        lambda picture: picture[5:55, 4:30].fill(255),  # letters that are gone
        lambda picture: picture[..., 0].__isub__(40),  # another colour
    ],
)
def test_what_is_more_than_an_edge_is_counted_in_both_directions(change):
    old, new = letters(), letters()
    change(new)
    assert _share(old, new, LIBRARIES) > LIBRARIES.share
    assert _share(new, old, LIBRARIES) > LIBRARIES.share


def test_levels_and_single_pixels():
    old, new = letters(), letters()
    new[0, 0] -= 1
    assert _share(old, new, OURS) == 0
    new[0, 0] -= 1
    assert _share(old, new, OURS) == 1 / 3600
