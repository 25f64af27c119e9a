"""Upsampling: against brute force and torch, and step by step."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.values import Values
from convanim.operations.upsample import Upsample
from tests.operations.test_channels import array, outputs

MANY = settings(max_examples=120)


@st.composite
def upsamplings(draw):
    axes = draw(st.integers(1, 2))
    few = st.integers(1, 5)
    i = tuple(draw(few) for _ in range(axes))
    shape = (draw(st.integers(1, 3)), *i)
    x = np.random.default_rng(draw(st.integers(0, 1000))).integers(-9, 10, shape)
    mode, align = draw(st.sampled_from([("nearest", None), ("bilinear", None), ("bilinear", True)]))
    return x, tuple(draw(st.integers(1, 4)) for _ in range(axes)), mode, align


def operation(case):
    x, scale, mode, align = case
    made = Upsample(scale=scale, mode=mode, align_corners=align, values=values(x))
    assert not list(made.faults())
    return made


def values(x):
    return Values(array(x, 1))


def interpolated(x, scale, align):
    """Each axis by itself, with the hat function over all units, the border repeated."""
    for axis, s in enumerate(scale, start=1):
        i = x.shape[axis]
        rows = []
        for n in range(i * s):
            at = (
                Fraction(n * (i - 1), max(1, i * s - 1))
                if align
                else Fraction(2 * n + 1 - s, 2 * s)
            )
            at = min(max(at, 0), i - 1)
            hats = [max(0, 1 - abs(at - unit)) for unit in range(i)]
            rows.append(sum(h * x.take(u, axis) for u, h in enumerate(hats)))
        x = np.stack(rows, axis)
    return x


@MANY
@given(upsamplings())
def test_values_are_those_of_brute_force_exactly(case):
    x, scale, mode, align = case
    maps = operation(case).sweep().maps_of("output")
    if mode == "nearest":
        expected = np.kron(x, np.ones((1, *scale), int))
    else:
        expected = interpolated(x.astype(object) * Fraction(1), scale, align)
    assert [value for each in maps for value in each.values] == expected.ravel().tolist()
    assert not [v for each in maps for v in each.values if isinstance(v, float)]


@MANY
@given(upsamplings())
def test_values_are_those_of_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    x, scale, mode, align = case
    linear = {1: "linear", 2: "bilinear"}[len(scale)]
    theirs = torch.nn.functional.interpolate(
        torch.tensor(x[None], dtype=torch.float64),
        scale_factor=scale,
        mode="nearest" if mode == "nearest" else linear,
        align_corners=align,
    )[0].numpy()
    assert np.allclose(outputs(operation(case).sweep()), theirs, rtol=0, atol=1e-12)


@MANY
@given(upsamplings())
def test_each_step_weighs_what_it_reads_and_every_output_is_written_once(case):
    sweep, products = operation(case).sweep(), 0
    written = []
    for step in sweep.steps:
        cells = step.read("input")
        assert cells.index == step.writes.index
        units = [sweep.map("input", *cells.index).value(cell) for cell in cells]
        weights = [1]
        if step.read_of("kernel"):
            weights = [sweep.map("kernel").value(cell) for cell in step.read("kernel")]
            products += len(weights)
        assert len(units) <= 2 ** len(case[1]) and sum(weights) == 1 and min(weights) > 0
        (cell,) = step.writes
        total = sum(w * u for w, u in zip(weights, units, strict=True))
        assert sweep.map("output", *step.writes.index).value(cell) == total
        written.append((*(step.writes.index or (0,)), *cell))
    assert operation(case).summary().multiply_adds == products
    assert [step.index for step in sweep.steps] == list(range(len(sweep.steps)))
    assert sweep.steps[-1:] == (sweep.steps[-1],)
    assert written == list(np.ndindex(len(case[0]), *sweep.maps_of("output")[0].shape))


def test_decimals_stay_decimals():
    keys = {"scale": [2], "mode": "bilinear", "values": {"input": [0.5, 1.5]}}
    assert convanim.figure(operation="upsample", **keys).sweep.map("output").values == (
        0.5, 0.75, 1.25, 1.5,
    )  # fmt: skip


def test_explain_has_a_formula_without_a_number():
    keys = {"i": [3, 2], "scale": 2, "mode": "bilinear", "align_corners": True}
    told = convanim.figure(operation="Upsample", **keys).explain()
    assert told.given == "i=3x2 scale=2 mode=bilinear align_corners=yes"
    assert str(told).split("\n")[:15] == (
        [
            "figure: upsample, output 6 x 4",
            "",
            "axis 0",
            "  given                  i = 3  scale = 2  mode = bilinear  align_corners = yes",
            "  relationship           none of the guide's (upsampling)",
            "                         o = scale*i",
            "                         o = 2*3 = 6",
            "",
            "axis 1",
            "  given                  i = 2  scale = 2  mode = bilinear  align_corners = yes",
            "  relationship           none of the guide's (upsampling)",
            "                         o = scale*i",
            "                         o = 2*2 = 4",
            "",
            "layer",
        ]
    )
    relationship = told.as_dict()["axes"][0]["relationship"]
    assert (relationship["number"], relationship["substitution"]) == (None, "o = 2*3 = 6")


@pytest.mark.parametrize(
    ("keys", "jump", "start"),
    [
        ({}, Fraction(1, 2), Fraction(-1, 4)),
        ({"mode": "bilinear"}, Fraction(1, 2), Fraction(-1, 4)),
        ({"mode": "bilinear", "align_corners": True}, Fraction(2, 5), 0),
    ],
)
def test_the_receptive_field_after_upsampling(keys, jump, start):
    layers = [{"operation": "upsample", "i": 3, "scale": 2, **keys}, {"k": 3, "p": 1}]
    first, second = convanim.figure(layers=layers).explain().fields[0]
    units = 2 if keys else 1
    assert (first.size, first.jump, first.start) == (units, jump, start)
    assert (second.size, second.jump, second.start) == (units + 1, jump, start)


@MANY
@given(upsamplings(), st.integers(1, 3))
def test_a_convolution_after_it_takes_sizes_channels_and_numbers(case, k):
    x, scale, mode, _ = case
    first = {"operation": "upsample", "scale": list(scale), "mode": mode, "in_channels": len(x)}
    layers = [{**first, "values": {"input": x.tolist()}}, {"k": 1, "relu": True}]
    kernel = np.full((1, len(x), *(1,) * len(scale)), k)
    layers[1] |= {"values": {"kernel": kernel.tolist()}, "out_channels": 1}
    fig = convanim.figure(layers=layers)
    before = outputs(fig.spec.layers[0].sweep())
    assert np.allclose(outputs(fig.spec.layers[1].sweep())[0], np.maximum(0, k * before.sum(0)))
    assert len(fig) == math.prod(before.shape) + before[0].size


@pytest.mark.parametrize(("mode", "reach"), [("nearest", 0), ("bilinear", 1)])
def test_an_output_reaches_from_the_first_to_the_last_unit_that_it_reads(mode, reach):
    (axis,) = convanim.figure(operation="upsample", i=[5], scale=3, mode=mode).spec.operation.axes
    assert axis.reach == reach
    assert {len(axis.units_read(n)) for n in range(3, 12)} <= {1, reach + 1}


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("nearest", "layers.UpSampling2D(2)"),
        ("bilinear", 'layers.UpSampling2D(2, interpolation="bilinear")'),
    ],
)
def test_the_line_of_keras_names_the_mode_that_is_not_its_default(mode, line):
    text = str(convanim.figure(operation="upsample", i=3, scale=2, mode=mode).explain())
    assert line in map(str.strip, text.replace("keras", "").splitlines())


@pytest.mark.parametrize(("mode", "word"), [("nearest", '"nearest"'), ("bilinear", '"linear"')])
def test_the_lines_of_jax_and_onnx_name_the_mode(mode, word):
    layer = convanim.figure(operation="upsample", i=3, scale=2, mode=mode).spec.layers[0]
    lines = layer.summary().frameworks
    assert lines["jax"].code == f"jax.image.resize(x, (1, 1, 6, 6), {word})"
    assert f"mode={word}" in lines["onnx"].code.split(", ")
