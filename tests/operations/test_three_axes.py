"""Volumes: values against brute force and torch, and what is said of them on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.values import Array, Values
from convanim.cli import run
from convanim.operations.avg_pool import AvgPool
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from tests.support import oracle
from tests.support.layers import direct_layers, transposed_layers

CONFIGS = Path(__file__).parents[2] / "configs" / "operations"
MANY = settings(max_examples=60)
three = st.just(3)


def numbers(array):
    return Array(array.shape, tuple(int(n) for n in array.ravel()))


def output(plugin, layer, *names, kernel=True):
    values = Values(numbers(layer.x), numbers(layer.w) if kernel else None)
    operation = plugin(**layer.keys("k", "s", "p", "d", *names), values=values)
    assert not list(operation.faults())
    found = operation.sweep().map("output")
    return np.array([float(n) for n in found.values]).reshape(found.shape)


@MANY
@given(direct_layers(three))
def test_conv(layer):
    assume(layer.fits)
    expected = oracle.conv(layer.x, layer.w, layer.s, layer.p, layer.d)
    assert np.array_equal(output(Conv, layer), expected)


@MANY
@given(transposed_layers(three))
def test_transposed_conv(layer):
    assume(min(layer.transposed_sizes) > 0)
    expected = oracle.transposed_conv(layer.x, layer.w, layer.s, layer.p, layer.d, layer.a)
    assert np.array_equal(output(TransposedConv, layer, "a"), expected)


@MANY
@given(direct_layers(three))
def test_pooling(layer):
    # More padding could fill a window.
    p = tuple(
        tuple(min(n, span // 2) for n in pair)
        for pair, span in zip(layer.p, layer.spans, strict=True)
    )
    layer = replace(layer, p=p)
    assume(layer.fits)
    keys = (layer.x.astype(float), layer.k, layer.s, layer.p, layer.d)
    expected = oracle.slide(*keys, reduce=max, fill=-np.inf)
    assert np.array_equal(output(MaxPool, layer, kernel=False), expected)
    expected = oracle.slide(*keys, reduce=np.mean)
    assert np.allclose(output(AvgPool, layer, kernel=False), expected, rtol=1e-12, atol=1e-12)


SHIPPED = {
    "conv_3d": None,
    "conv_3d_padding_dilation": ("conv3d", {"padding": (1, 0, 0), "dilation": (2, 1, 1)}),
    "max_pool_3d": ("max_pool3d", {"kernel_size": 2, "stride": 2}),
    "avg_pool_3d": ("avg_pool3d", {"kernel_size": 2, "stride": 2, "padding": (1, 0, 0)}),
    "transposed_conv_3d": ("conv_transpose3d", {"stride": 2, "padding": 1}),
}
"""Each config under ``configs/operations``: torch's function and its keys; None without values."""


def test_every_volume_shipped_is_known_here():
    assert {path.stem for path in CONFIGS.glob("*_3d*.yaml")} == set(SHIPPED)


@pytest.mark.parametrize("name", [name for name, theirs in SHIPPED.items() if theirs])
def test_shipped_values_are_those_of_torch(name):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    figure = convanim.load(CONFIGS / f"{name}.yaml")
    operation, ours = figure.spec.operation, figure.sweep.map("output")
    given = [(operation.units[0], operation.i)]
    given += [(operation.kernels, operation.k)] if hasattr(operation, "kernels") else []
    tensors = [torch.tensor(grid, dtype=torch.float64).reshape(1, 1, *of) for grid, of in given]
    function, keys = SHIPPED[name]
    theirs = getattr(torch.nn.functional, function)(*tensors, **keys)[0, 0].numpy()
    assert ours.shape == theirs.shape
    assert np.allclose([float(n) for n in ours.values], theirs.ravel(), rtol=1e-12)


def test_padding_and_inserted_zeros_along_depth():
    def kinds(name):
        of = convanim.load(CONFIGS / f"{name}.yaml").sweep.map("input")
        return [{of.kind(cell) for cell in of.cells() if cell[0] == n} for n in range(of.shape[0])]

    real, padding = {Cell.REAL}, {Cell.PADDING}
    assert kinds("avg_pool_3d") == [padding, real, real, padding]
    units = {Cell.REAL, Cell.INSERTED, Cell.PADDING}
    zeros = {Cell.INSERTED, Cell.PADDING}
    assert kinds("transposed_conv_3d") == [units, zeros, units]


def told(capsys, *arguments):
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_explain_tells_of_three_axes(capsys):
    keys = "i = [4, 4, 4], k = [2, 3, 3], p = [1, 0, 0], d = [2, 1, 1]"
    text = told(capsys, "explain", f"conv, {keys}")
    for line in (
        "conv, output 4 x 2 x 2",
        "axis 0\n  given                  i = 4  k = 2  s = 1  p = 1  d = 2",
        "axes 1 and 2\n  given                  i = 4  k = 3  s = 1  p = 0  d = 1",
        "o = floor((4 + 2*1 - 2 - (2 - 1)*(2 - 1)) / 1) + 1 = 4",
        "kernel OIDHW 1 x 1 x 2 x 3 x\n",
        "multiply-adds          288",
    ):
        assert line in text
    assert "axes 0, 1 and 2\n" in told(capsys, "explain", "Conv3d, i = 4, k = 3")


def test_validate_accepts_volumes_and_refuses_a_misfit_along_depth(tmp_path, capsys):
    told(capsys, "validate", *map(str, CONFIGS.glob("*_3d*.yaml")))
    (tmp_path / "x.yaml").write_text("i: [2, 4, 4]\nk: 3\n", encoding="utf-8")
    assert run(["validate", str(tmp_path / "x.yaml")]) == 1
    assert (
        "x.yaml:2:4: kernel does not fit: kernel 3 is wider than i + 2p = 2; "
        "the output would be 0 x 2 x 2" in capsys.readouterr().err
    )
