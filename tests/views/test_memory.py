"""The memory view: addresses in both orders, strides, and what is written when."""

from __future__ import annotations

import math

import numpy as np
import pytest

import convanim
from convanim.scene.geometry import CELL
from convanim.views.memory import COLOURS, ORDERS, address, units


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def texts(scene, role):
    return [text for layer in of_role(scene, role) for text, _ in layer.texts]


def strip(scene, level, prefix=""):
    """Return the channel of each cell that is filled in the n-th strip, from left to right."""
    found = {}
    tops = {}
    for channel, colour in enumerate(COLOURS):
        for layer in of_role(scene, prefix + colour):
            for shape in layer.shapes:
                if (top := round(shape[3][1], 3)) <= 0:
                    tops.setdefault(top, {})[round(shape[0][0] / CELL / 0.8, 3)] = channel
    for at, channel in tops[sorted(tops, reverse=True)[level]].items():
        found[at] = channel
    return [found[at] for at in sorted(found)]


@pytest.mark.parametrize("shape", [(3, 2, 3), (2, 4), (1, 2, 2), (4, 3, 1)])
def test_addresses_are_those_of_arrays(shape):
    numbers = np.arange(math.prod(shape))
    first, last = numbers.reshape(shape), np.moveaxis(numbers.reshape(*shape[1:], shape[0]), -1, 0)
    for unit in units(shape):
        assert address(unit, shape, "channels first") == first[unit]
        assert address(unit, shape, "channels last") == last[unit]
    assert [address(unit, shape, "channels last") for unit in units(shape)] == list(numbers)


def test_the_shipped_figure_writes_the_same_units_in_both_orders():
    fig = convanim.load("configs/shapes/nhwc_and_nchw.yaml")
    assert len(fig) == 18
    end = fig.panels[0].at_end()
    assert strip(end, 0) == [0, 1, 2] * 6
    assert strip(end, 1) == [0] * 6 + [1] * 6 + [2] * 6
    assert [text for text in texts(end, "label") if ":" in text] == [
        "NHWC: channels last",
        "NCHW: channels first",
    ]
    assert texts(end, "note") == [
        "next channel +1, next column +3, next row +9",
        "next column +1, next row +3, next channel +6",
    ]
    assert texts(end, "index") == [str(n) for n in range(18)] * 2


def test_units_are_written_one_by_one():
    layout = convanim.load("configs/shapes/nhwc_and_nchw.yaml").panels[0]
    assert not strip_cells(layout.at_rest())
    for n in range(18):
        scene = layout.scene(n)
        assert len(strip_cells(scene)) == 2 * (n + 1)
        assert len(strip_cells(scene, "window.")) == 2
        # The unit itself is lit in its map, too.
        (lit,) = of_role(scene, f"window.{COLOURS[n % 3]}")[:1]
        assert lit.shapes[0][0][1] >= 0


def strip_cells(scene, prefix=""):
    return [
        shape
        for colour in COLOURS
        for layer in of_role(scene, prefix + colour)
        for shape in layer.shapes
        if shape[3][1] <= 0
    ]


def test_one_axis_has_no_rows():
    scene = convanim.figure(i=[3], k=1, in_channels=2, view="memory").layout.at_rest()
    assert texts(scene, "note") == [
        "next channel +1, next column +2",
        "next column +1, next channel +3",
    ]
    assert [text for text in texts(scene, "label") if ":" in text] == [
        "NWC: channels last",
        "NCW: channels first",
    ]
    assert ORDERS == ("channels last", "channels first")


def test_steps_copy_units():
    fig = convanim.figure(i=[2, 2], k=1, in_channels=2, view="memory")
    assert [fig.step(n).read("input").index for n in range(3)] == [(0,), (1,), (0,)]
    assert [fig.step(n).writes.first for n in range(3)] == [(0,), (1,), (2,)]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "pixel_shuffle", "i": 2, "r": 2, "in_channels": 4},
            "view 'memory' draws layers of a network with 1 or 2 axes",
        ),
        ({"i": [3, 3, 3], "k": 2}, "view 'memory' draws layers of a network with 1 or 2 axes"),
        (
            {"i": 2, "k": 1, "in_channels": 5},
            "view 'memory' has colours for 4 channels; this figure has 5",
        ),
        (
            {"i": 7, "k": 1},
            "view 'memory' draws at most 48 units; this figure has 49: use "
            "excerpt: true, use view: flat or use a smaller i",
        ),
        (
            {"i": 2, "k": 1, "order": "snake"},
            "view 'memory' goes through the steps in an order of its own; remove order: snake",
        ),
    ],
)
def test_what_it_does_not_show(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        _ = convanim.figure(view="memory", **keys).layout
    assert message in str(caught.value)
