"""The paths view: numbers of paths against brute force, and what each drawing shows."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.scene.geometry import CELL, bounds
from convanim.scene.shapes import Labels, Polygons
from tests.views.test_receptive_field import bare

CONFIG = Path(__file__).parents[2] / "configs" / "receptive_field" / "paths.yaml"


def counted(fig, n=-1):
    """Return the number in each cell of the input, by row and column."""
    layout = bare(fig)
    n = range(len(layout.beats))[n]
    found = {}
    for layer in layout.scene(n).layers:
        if isinstance(layer, Labels) and layer.role.startswith("count."):
            for text, (x, y) in layer.texts:
                rows = layout.tiers.plane.height
                found[rows - 1 - int(y // CELL), int(x // CELL)] = int(text)
    return found


def walked(layers, size, unit):
    """Follow every path from a unit of the last map down to the input, one by one."""
    found = {}

    def walk(depth, at):
        if depth < 0:
            found[at] = found.get(at, 0) + 1
            return
        k, s, p, d = layers[depth]
        below = size
        for k_, s_, p_, d_ in layers[:depth]:
            below = (below + 2 * p_ - ((k_ - 1) * d_ + 1)) // s_ + 1
        taps = [[n * s - p + tap * d for tap in range(k)] for n in at]
        for each in itertools.product(*taps):
            if all(0 <= n < below for n in each):
                walk(depth - 1, each)

    walk(len(layers) - 1, unit)
    return found


STACKS = [
    ([(3, 1, 0, 1), (3, 1, 0, 1), (3, 1, 0, 1)], 7, (0, 0)),
    ([(3, 1, 1, 1), (3, 1, 1, 1)], 5, (0, 2)),
    ([(3, 2, 0, 1), (2, 1, 0, 1)], 9, (1, 2)),
    ([(3, 1, 0, 1), (3, 1, 0, 2)], 9, (2, 0)),
    ([(2, 1, 0, 1), (2, 2, 0, 1), (3, 1, 1, 1)], 8, (2, 0)),
]


@pytest.mark.parametrize(("layers", "size", "unit"), STACKS)
def test_every_path_is_counted(layers, size, unit):
    keys = [dict(zip("kspd", each, strict=True)) for each in layers]
    fig = convanim.figure(
        view="paths",
        layers=[{"operation": "conv", "i": size, **keys[0]}, *keys[1:]],
        unit=list(unit),
    )
    assert counted(fig) == walked(layers, size, unit)


def test_one_axis_and_pooling():
    pool = {"operation": "max_pool", "k": 2, "s": 2}
    layers = [{"operation": "conv", "i": [8], "k": 3}, pool, {"operation": "conv", "k": 2}]
    found = counted(convanim.figure(view="paths", layers=layers, unit=0))
    box = np.convolve([1, 1, 1], np.convolve([1, 1], [1, 0, 1]))
    assert [found[0, n] for n in range(6)] == list(box)


def test_the_shipped_figure_puts_on_layer_after_layer():
    fig = convanim.load(CONFIG)
    ones = np.ones((1, 3))
    for n, size in enumerate((3, 5, 7)):
        along = [1]
        for _ in range(n + 1):
            along = np.convolve(along, ones[0])
        start = (7 - size) // 2
        expected = {
            (start + r, start + c): along[r] * along[c] for r in range(size) for c in range(size)
        }
        assert counted(fig, n) == expected
    assert counted(fig)[3, 3] == 49 and counted(fig)[0, 0] == 1
    sizes = [
        [t for x in bare(fig).scene(n).layers if x.role == "label.size" for t, _ in x.texts]
        for n in range(3)
    ]
    assert list(map(len, sizes)) == [1, 2, 3]
    assert sizes[2][-1] == r"sees $7 \times 7$ of the input"


def test_shades_are_shares_of_the_most():
    scene = bare(convanim.load(CONFIG)).scene(2)
    dark = [x for x in scene.layers if x.role == "count.fourth" and isinstance(x, Polygons)]
    left, bottom, right, top = bounds(dark[0].points())
    assert (round((right - left) / CELL), round((top - bottom) / CELL)) == (3, 3)
    assert len(dark[0].shapes) == 5  # 49 and the four 42 beside it
