"""The numbers of every figure under ``configs/operations``; those of volumes stand elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import convanim
from convanim.arithmetic.cells import Cell

CONFIGS = Path(__file__).parents[2] / "configs" / "operations"

OUTPUTS = {
    "adaptive_avg_pool": [
        "2 13/6 7/2 / 2 22/9 2 / 5/4 13/6 9/4",
    ],
    "adaptive_max_pool": [
        "4 5 7 / 6 6 8",
    ],
    "avg_pool_ceil_mode": [
        "2 1 3 / 2 2 2 / 4 2 5",
    ],
    "avg_pool_without_padding_counted": [
        "2 11/6 9/4 / 7/3 31/9 5/2 / 3 5/2 13/4",
    ],
    "causal": [
        "6 2 4 0 5 5 8",
    ],
    "col2im": [
        "1 2 2 1 / 2 4 4 2 / 2 4 4 2 / 1 2 2 1",
    ],
    "conv_backward_input": [
        "5 6 0 8 10 / 8 12 6 23 16 / 0 12 15 18 0 / 2 24 24 28 2 / 5 6 0 4 5",
    ],
    "conv_backward_kernel": [
        "2 7 9 / 5 12 9 / 6 2 6",
    ],
    "conv_relu_pool": [
        "3 4 / 3 6",
    ],
    "global_avg_pool": [
        "7/4",
    ],
    "global_max_pool": [
        "7",
    ],
    "im2col": [
        "1 2 5 6 / 2 3 6 7 / 3 4 7 8 / 5 6 9 10 / 6 7 10 11"
        " / 7 8 11 12 / 9 10 13 14 / 10 11 14 15 / 11 12 15 16",
    ],
    "lp_pool": [
        "5 2 / 5 10",
    ],
    "max_pool": [
        "4 5 / 6 7",
    ],
    "max_pool_padding": [
        "-1 3 3 / 2 3 3 / 2 2 -1",
    ],
    "padding_circular": [
        "33 29 31 33 29 / 21 17 19 21 17 / 27 23 25 27 23 / 33 29 31 33 29 / 21 17 19 21 17",
    ],
    "padding_reflect": [
        "25 22 25 28 25 / 16 13 16 19 16 / 25 22 25 28 25 / 34 31 34 37 34 / 25 22 25 28 25",
    ],
    "padding_replicate": [
        "5 6 10 14 15 / 8 9 13 17 18 / 20 21 25 29 30 / 32 33 37 41 42 / 35 36 40 44 45",
    ],
    "pixel_shuffle": [
        "11 21 12 22 13 23 / 31 41 32 42 33 43 / 14 24 15 25 16 26"
        " / 34 44 35 45 36 46 / 17 27 18 28 19 29 / 37 47 38 48 39 49",
    ],
    "pixel_unshuffle": [
        "11 12 / 13 14",
        "21 22 / 23 24",
        "31 32 / 33 34",
        "41 42 / 43 44",
    ],
    "subpixel_convolution": [
        "5 4 4 4 2 1 / 4 -2 0 -8 0 -4 / 6 1 4 1 0 1"
        " / 0 -3 7 -2 5 -4 / 4 -3 1 1 -4 1 / -2 -3 3 0 7 2",
    ],
    "unpool": [
        "0 0 6 0 / 0 5 0 0 / 0 0 0 0 / 7 0 0 8",
    ],
    "unpool_overlapping": [
        "0 9 0 9 0 / 0 0 7 0 0 / 0 6 0 0 7 / 0 0 0 0 0 / 0 0 0 0 0",
    ],
    "relu": [
        "3 0 0 2 / 0 4 0 1 / 1 0 5 0 / 0 2 0 3",
    ],
    "upsample_align_corners": [
        "0 10 20 30 40 50 / 30 28 26 26 28 30 / 60 46 32 22 16 10"
        " / 65 51 37 27 21 15 / 45 43 41 41 43 45 / 25 35 45 55 65 75",
    ],
    "upsample_bilinear": [
        "0 4 12 20 28 32 / 12 13 15 18 22 24 / 36 31 21 14 10 8"
        " / 40 37 31 23 13 8 / 24 31 45 45 31 24 / 16 28 52 56 40 32",
    ],
    "upsample_nearest": [
        "1 1 2 2 3 3 / 1 1 2 2 3 3 / 4 4 5 5 6 6 / 4 4 5 5 6 6 / 7 7 8 8 9 9 / 7 7 8 8 9 9",
    ],
    "upsample_then_convolve": [
        "0 0 4 6 / 2 6 9 6 / 4 8 10 7 / 4 3 4 0",
    ],
}
"""Each output map of the last layer, row by row, as torch 2.13 works it out."""

SIZES = {"same_padding_strides": (4, 4)}
"""Those without numbers."""


def last_outputs(name):
    fig = convanim.load(CONFIGS / f"{name}.yaml")
    last = (len(fig.spec.layers) - 1,) if len(fig.spec.layers) > 1 else ()
    outputs = [each for each in fig.maps if each.role == "output"]
    return [each for each in outputs if each.index[: len(last)] == last]


def test_every_figure_is_known_here_or_among_the_volumes():
    found = {path.stem for path in CONFIGS.glob("*.yaml") if "_3d" not in path.stem}
    assert found == {*OUTPUTS, *SIZES}


@pytest.mark.parametrize(("name", "maps"), OUTPUTS.items(), ids=OUTPUTS)
def test_numbers(name, maps):
    grids = [[row.split() for row in grid.split(" / ")] for grid in maps]
    found = last_outputs(name)
    shapes = [(len(grid), len(grid[0]))[-len(found[0].shape) :] for grid in grids]
    assert [each.shape for each in found] == shapes
    assert [list(each.values) for each in found] == [
        [Fraction(number) for row in grid for number in row] for grid in grids
    ]


@pytest.mark.parametrize(("name", "size"), SIZES.items(), ids=SIZES)
def test_sizes(name, size):
    assert [each.shape for each in last_outputs(name)] == [size]


PADDED = {
    "padding_reflect": "9 8 7 8 9 8 7",
    "padding_replicate": "1 1 1 2 3 3 3",
    "padding_circular": "5 6 4 5 6 4 5",
    "max_pool_padding": " ".join(["-inf"] * 7),
    "conv_backward_input": " ".join(["0"] * 7),
}
"""The first row of the padded input."""


@pytest.mark.parametrize(("name", "row"), PADDED.items(), ids=PADDED)
def test_what_padding_holds(name, row):
    values = convanim.load(CONFIGS / f"{name}.yaml").sweep.map("input").values
    assert [float(value) for value in values[:7]] == [float(each) for each in row.split()]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("avg_pool_ceil_mode", "rrrrro"),
        ("causal", "pppprrrrrrr"),
        ("same_padding_strides", "prrrrrrrp"),
    ],
)
def test_where_padding_stands(name, kinds):
    axis = convanim.load(CONFIGS / f"{name}.yaml").sweep.map("input").axes[-1]
    letters = {Cell.REAL: "r", Cell.PADDING: "p", Cell.OVERHANG: "o"}
    assert "".join(letters[kind] for kind in axis) == kinds


def test_each_window_of_the_pooling_has_one_winner_and_all_stay_marked():
    fig = convanim.load(CONFIGS / "max_pool.yaml")
    for n in range(4):
        layers = fig.layout.scene(n).layers
        marked = [
            text
            for layer in layers
            if layer.role in ("output.winner.value", "window.output.winner.value")
            for text, _ in layer.texts
        ]
        assert sorted(marked) == sorted("4567"[: n + 1])
