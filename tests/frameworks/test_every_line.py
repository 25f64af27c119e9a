"""The lines of code of every operation, as a text to be read: they need no framework.

``CONVANIM_UPDATE_GOLDENS=1 python -m pytest tests/frameworks`` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import convanim
from convanim.layers.operation import Operation
from convanim.plugins import registry

LINES = Path(__file__).with_name("lines.txt")

WINDOW = {"i": 6, "k": 2}
BACK = {"i": 3, "k": 2}
KEYS = {
    "adaptive_avg_pool": [{"i": 6, "output_size": 3}, {"i": 5, "output_size": 3}],
    "adaptive_max_pool": [{"i": 6, "output_size": 3}, {"i": 5, "output_size": 3}],
    "avg_pool": [
        {**WINDOW, "s": 2},
        {**WINDOW, "s": 1, "p": 1, "count_include_pad": False},
        {**WINDOW, "k": 3, "s": 2, "ceil_mode": True},
        {**WINDOW, "s": 2, "divisor_override": 3},
    ],
    "col2im": [{"output_size": 4, "k": 2}, {"output_size": 4, "k": 2, "s": 2, "p": 1}],
    "conv": [
        WINDOW,
        {**WINDOW, "s": 2, "p": 1, "d": 2, "bias": True},
        {**WINDOW, "p": "same"},
        {**WINDOW, "in_channels": 4, "out_channels": 4, "groups": 2},
        {**WINDOW, "k": 3, "p": 1, "padding_mode": "reflect"},
        {**WINDOW, "flip": True},
        {**WINDOW, "relu": True},
    ],
    "conv_backward_input": [BACK, {**BACK, "s": 2, "p": 1, "d": 2}],
    "conv_backward_kernel": [WINDOW, {**WINDOW, "s": 2, "p": 1, "d": 2}],
    "global_avg_pool": [{"i": 6}],
    "global_max_pool": [{"i": 6}],
    "im2col": [WINDOW, {**WINDOW, "s": 2, "p": 1, "d": 2}],
    "lp_pool": [{**WINDOW, "s": 2, "norm": 2}, {**WINDOW, "s": 1, "norm": 4, "ceil_mode": True}],
    "max_pool": [
        {**WINDOW, "s": 2},
        {**WINDOW, "s": 1, "p": 1},
        {**WINDOW, "k": 3, "s": 2, "ceil_mode": True},
        {**WINDOW, "s": 2, "d": 2},
    ],
    "pixel_shuffle": [
        {"i": 3, "r": 2, "in_channels": 8},
        {"i": 3, "r": 2, "in_channels": 8, "channel_order": "DCR"},
    ],
    "pixel_unshuffle": [
        {"i": 4, "r": 2, "in_channels": 2},
        {"i": 4, "r": 2, "in_channels": 2, "channel_order": "DCR"},
    ],
    "relu": [{"i": 3}],
    "transposed_conv": [
        BACK,
        {**BACK, "s": 2, "p": 1, "a": 1, "d": 2, "bias": True},
        {**BACK, "in_channels": 4, "out_channels": 4, "groups": 2},
    ],
    "unpool": [
        {"i": 6, "k": 2, "s": 2, "values": {"seed": 1}},
        {"i": 6, "k": 3, "s": 2, "p": 1, "values": {"seed": 1}},
    ],
    "upsample": [
        {"i": 3, "scale": 2},
        {"i": 3, "scale": 2, "mode": "bilinear"},
        {"i": 3, "scale": 2, "mode": "bilinear", "align_corners": True},
    ],
}
"""Keys of each operation, of which each is tried with one, two and three axes."""


def given(keys, axes):
    """Return keys with the sizes of an input, or an output, along so many axes."""
    sized = "output_size" if "i" not in keys else "i"
    return {**keys, sized: [keys[sized]] * axes}


def lines(name, keys, axes):
    """Yield what is said of a layer, or that it is refused."""
    yield f"{name}, {axes} {'axis' if axes == 1 else 'axes'}: " + ", ".join(
        f"{key}={value}" for key, value in keys.items()
    )
    try:
        figure = convanim.figure(operation=name, view="shapes", **given(keys, axes))
    except convanim.ConfigError as error:
        yield f"  {error.reports[0].message}"
        return
    for framework, told in figure.spec.layers[-1].summary().frameworks.items():
        yield f"  {framework:6}{told.code}{f'  # {told.note}' if told.note else ''}"


def test_every_line_is_the_one_that_was_read():
    assert set(KEYS) == set(registry.scan(Operation))
    found = [
        line
        for name, every in KEYS.items()
        for keys in every
        for axes in (1, 2, 3)
        for line in lines(name, keys, axes)
    ]
    text = "\n".join(found) + "\n"
    if os.environ.get("CONVANIM_UPDATE_GOLDENS"):
        LINES.write_text(text, encoding="utf-8")
    assert text == LINES.read_text(encoding="utf-8")
