"""The picture view: the shade of each number, the frames, and the figures that are made of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import convanim
from convanim.config import themes
from convanim.errors import ConfigError
from convanim.scene.geometry import CELL, bounds
from convanim.scene.vision import contrast
from tests.support import oracle

CONFIGS = Path(__file__).parents[2] / "configs" / "compare"
STRENGTHS = ("first", "second", "third", "fourth")


def drawn(n=0, **keys):
    return convanim.figure(view="picture", fill=False, **keys).layout.scene(n).layers


def shades(layers):
    """Return the shade under each number, in the order of the page: by rows, then by columns."""
    cells = {}
    for layer in layers:
        if layer.role.startswith("shade.") and layer.role.endswith(".value"):
            for text, (x, y) in layer.texts:
                shade = layer.role.removeprefix("shade.").removesuffix(".value")
                cells[-y, x] = text.strip("$"), shade
    return [cells[at] for at in sorted(cells)]


def framed(layers, role):
    """Return how many columns and rows a frame surrounds."""
    ((line,),) = (layer.lines for layer in layers if layer.role == role)
    left, bottom, right, top = bounds(line)
    return round((right - left) / CELL), round((top - bottom) / CELL)


def outputs(fig):
    sweeps = (panel.sweep for panel in fig.panels)
    return [np.reshape(each.map("output").values, each.map("output").shape) for each in sweeps]


def inputs(fig):
    return [
        np.reshape(panel.sweep.map("input").values, panel.sweep.map("input").shape)
        for panel in fig.panels
    ]


def test_the_number_farthest_from_zero_has_the_strongest_shade():
    values = {"input": [0, 1, 2, 3, 4, -1, -4, 8, -8]}
    found = shades(drawn(i=9, operation="conv", values={**values, "kernel": [1] + [0] * 8}))
    assert dict(found[:9]) == {
        "0": "zero",
        "1": "positive.first",
        "2": "positive.first",
        "3": "positive.second",
        "4": "positive.second",
        "8": "positive.fourth",
        "-1": "negative.first",
        "-4": "negative.second",
        "-8": "negative.fourth",
    }


def test_a_map_of_zeros_has_no_strength():
    found = shades(drawn(operation="conv", values={"input": [0, 0, 0], "kernel": [1, 1]}))
    assert {shade for _, shade in found} == {"zero"}


def test_the_window_is_a_frame_and_padding_has_no_shade():
    layers = drawn(operation="conv", i=4, k=[3, 2], p=1, values={"seed": 1})
    assert framed(layers, "window.outline") == (2, 3)
    assert framed(layers, "window.output.outline") == (1, 1)
    assert not any(layer.role in ("window", "window.zero", "window.output") for layer in layers)
    zeros = [layer for layer in layers if layer.role == "page.value"]
    assert sum(len(layer.texts) for layer in zeros) == 6 * 6 - 4 * 4


def test_pooling_has_an_arrow_in_place_of_a_kernel():
    layers = drawn(operation="max_pool", i=4, k=2, s=2, values={"seed": 1})
    signs = [text for layer in layers if layer.role == "sign" for text, _ in layer.texts]
    assert signs == [r"$\to$"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"i": 4}, "view 'picture' shades cells by their numbers; give values"),
        (
            {"i": 4, "in_channels": 2, "values": {"seed": 1}},
            "draws one input map and one output map; this layer has 2 and 1: use view: flat",
        ),
        (
            {"i": [4, 4, 4], "values": {"seed": 1}},
            "view 'picture' draws 1 or 2 axes; this figure has 3",
        ),
    ],
)
def test_what_is_no_picture_is_refused(keys, message):
    with pytest.raises(ConfigError, match=message):
        convanim.figure(operation="conv", k=2, view="picture", **keys).spec.drawable()


def test_edges():
    fig = convanim.load(CONFIGS / "edges.yaml")
    (x, same), (across, down) = inputs(fig), outputs(fig)
    assert (x == same).all()
    assert (across == x[:, 2:] - x[:, :-2]).all()
    assert (down == x[2:] - x[:-2]).all()
    assert list(across[1]) == [8, 8, 0, -3, -6, -5]


def test_a_moved_pattern_moves_the_output_unless_the_stride_jumps_over_it():
    kernel = np.array([[1, 0, 1], [0, 2, 0], [1, 0, 1]])
    for name, stride in (("shift_equivariance", 1), ("shift_and_stride", 2)):
        fig = convanim.load(CONFIGS / f"{name}.yaml")
        (before, after), found = inputs(fig), outputs(fig)
        assert (after == np.roll(before, 1, axis=1)).all() and not before[:, -1].any()
        for x, y in zip((before, after), found, strict=True):
            ones = (1, 1)
            expected = oracle.conv(x, kernel, (stride, stride), ((0, 0), (0, 0)), ones)
            assert (y == expected).all()
        first, second = found
        if stride == 1:
            assert (second[:, 1:] == first[:, :-1]).all() and first.max() == 19
        else:
            assert first.any() and not second.any()


@pytest.mark.parametrize("name", themes())
def test_shades_become_stronger_and_the_signs_differ_in_every_theme(name):
    cspace = pytest.importorskip("colorspacious").cspace_convert
    theme = convanim.config.theme(name)

    def lightness(side):
        fills = [theme.paint("shade.zero").fill]
        fills += [theme.paint(f"shade.{side}.{each}").fill for each in STRENGTHS]
        return [cspace(np.array(fill[:3]) / 255, "sRGB1", "CIELab")[0] for fill in fills]

    for side in ("positive", "negative"):
        steps = np.diff(lightness(side))
        assert (steps > 4).all() or (steps < -4).all(), side
    pairs = [
        [theme.paint(f"shade.{side}.{each}").fill for side in ("positive", "negative")]
        for each in STRENGTHS
    ]
    for one, other in pairs:
        space = {"name": "sRGB1+CVD", "cvd_type": "deuteranomaly", "severity": 100}
        seen = [np.clip(cspace(np.array(c[:3]) / 255, space, "sRGB1"), 0, 1) for c in (one, other)]
        assert np.linalg.norm(np.subtract(*(cspace(c, "sRGB1", "CAM02-UCS") for c in seen))) > 10


@pytest.mark.parametrize("name", themes())
def test_numbers_are_legible_on_every_shade_in_every_theme(name):
    inks = convanim.config.theme(name)
    shades_of = [f"{side}.{each}" for side in ("positive", "negative") for each in STRENGTHS]
    for shade in ("zero", *shades_of):
        ground = inks.paint(f"shade.{shade}").fill
        text = inks.paint(f"shade.{shade}.value").text
        assert ground[3] == 255 and contrast(ground, text) >= 4.5, shade
