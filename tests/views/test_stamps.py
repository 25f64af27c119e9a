"""The stamps view: each stamp in its own map, the sums so far, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.errors import ConfigError
from convanim.scene.geometry import CELL
from tests.support import oracle
from tests.views.test_receptive_field import bare

CONFIG = Path(__file__).parents[2] / "configs" / "scatter" / "four_stamps.yaml"
KEYS = {"operation": "transposed_conv", "view": "stamps"}


def grids(layout, n, size):
    """Return the numbers in each map with the size of the output: the stamps, and the output."""
    written = {}
    for layer in layout.scene(n).layers:
        if layer.role in ("output.value", "window.output.value"):
            for text, (x, y) in layer.texts:
                written[x, y] = int(text.strip("$"))
    found = []
    for frame in layout._sheets[2:]:
        grid = np.full(size, -1)
        for cell in np.ndindex(*size):
            x, y = frame.plane.centre(cell)
            for (left, bottom), value in written.items():
                if abs(left - x) < CELL / 2 and abs(bottom - y) < CELL / 2:
                    grid[cell] = value
        found.append(grid)
    return found


def test_the_figure_of_dive_into_deep_learning():
    layout = bare(convanim.load(CONFIG))
    *stamps, output = grids(layout, 3, (3, 3))
    kernel = np.array([[0, 1], [2, 3]])
    for (row, column), stamp in zip(np.ndindex(2, 2), stamps, strict=True):
        assert (stamp[row : row + 2, column : column + 2] == (2 * row + column) * kernel).all()
        assert (stamp == -1).sum() == 5  # the cells that a stamp does not reach are empty
    assert output.tolist() == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]


def test_stamps_appear_one_by_one_and_the_output_is_their_sum_so_far():
    layout = bare(convanim.load(CONFIG))
    for n in range(4):
        *stamps, output = grids(layout, n, (3, 3))
        assert [bool((stamp >= 0).any()) for stamp in stamps] == [k <= n for k in range(4)]
        assert (np.maximum(output, 0) == sum(np.maximum(stamp, 0) for stamp in stamps)).all()
        reached = np.any([stamp >= 0 for stamp in stamps], axis=0)
        assert ((output >= 0) == reached).all()


def test_strides_and_dilation_against_brute_force():
    x, w = np.array([[1, 2], [3, 4], [5, 6]]), np.array([[1, 2], [3, 1]])
    values = {"input": x.tolist(), "kernel": w.tolist()}
    fig = convanim.figure(**KEYS, s=[2, 1], d=[1, 2], values=values)
    expected = oracle.transposed_conv(x, w, (2, 1), ((0, 0), (0, 0)), (1, 2), (0, 0))
    *_, output = grids(bare(fig), -1 % len(fig), expected.shape)
    reached = output >= 0
    assert (output[reached] == expected[reached]).all() and not expected[~reached].any()


def test_one_axis_has_its_stamps_below_each_other():
    fig = convanim.figure(**KEYS, s=2, values={"input": [1, 2, 3], "kernel": [1, 4, 1]})
    layout = bare(fig)
    _, _, *stamps, _ = layout._sheets
    lefts, tops = zip(*(sheet.plane.point(0, 0) for sheet in stamps), strict=True)
    assert len(set(lefts)) == 1 and sorted(tops, reverse=True) == list(tops)
    last = len(layout.sweep.steps) - 1
    written = {
        x: int(text)
        for layer in layout.scene(last).layers
        if layer.role.endswith("output.value")
        for text, (x, y) in layer.texts
        if x > lefts[0] + 7 * CELL
    }
    assert [written[x] for x in sorted(written)] == [1, 4, 3, 8, 5, 12, 3]


def test_lit_are_the_unit_the_kernel_and_its_stamp():
    layout = bare(convanim.load(CONFIG))
    lit = [
        len(layer.texts) for layer in layout.scene(1).layers if layer.role == "window.output.value"
    ]
    assert lit == [4, 4]  # the cells of the stamp, and those of the output that it is added to
    (unit,) = [layer.texts for layer in layout.scene(1).layers if layer.role == "window.value"]
    assert [text for text, _ in unit] == ["1"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"i": 2, "k": 2}, "view 'stamps' draws numbers; give values"),
        ({"i": 4, "k": 2, "values": {"seed": 1}}, "draws up to 9 stamps; this input has 16 units"),
        ({"i": 2, "k": 3, "p": 1, "values": {"seed": 1}}, "draws no padding, which crops"),
        ({"i": 2, "k": 2, "in_channels": 2, "values": {"seed": 1}}, "1 input and 1 output channel"),
        ({"i": 2, "k": 2, "bias": True, "values": {"seed": 1}}, "cannot draw bias"),
        ({"operation": "conv", "i": 2, "k": 2}, "draws transposed_conv with 1 or 2 axes, not conv"),
    ],
)
def test_what_it_refuses(keys, message):
    with pytest.raises(ConfigError, match=message):
        convanim.figure(**{**KEYS, **keys}).spec.drawable()
