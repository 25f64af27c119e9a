"""Power-average pooling: against brute force, torch and onnxruntime, and exact where it can be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.values import Values
from convanim.operations.lp_pool import LpPool
from tests.operations.test_channels import array, outputs
from tests.overlays.test_overlays import texts
from tests.support.nodes import run_node

MANY = settings(max_examples=60)
FEW = settings(max_examples=40)


@st.composite
def pools(draw):
    """An operation without padding that hangs over, and its input."""
    axes = draw(st.integers(1, 2))
    each = st.tuples(*[st.integers(1, 3)] * axes)
    k, s, norm = draw(each), draw(each), draw(st.integers(1, 4))
    p = tuple((draw(st.integers(0, n // 2)), draw(st.integers(0, n // 2))) for n in k)
    i = tuple(draw(st.integers(n, n + 3)) for n in k)
    x = np.random.default_rng(draw(st.integers(0, 99))).integers(-5, 6, (2, *i))
    values = Values(array(x, 1))
    ceil = draw(st.booleans())
    return LpPool(i=i, k=k, s=s, p=p, norm=norm, values=values, ceil_mode=ceil), x


def brute_force(operation, x):
    """Window by window; cells past the padding are none."""
    pairs = [(0, 0), *operation.p]
    padded = np.pad(np.abs(x).astype(float), pairs)
    made = np.zeros((len(x), *(axis.o for axis in operation.axes)))
    for channel, *at in np.ndindex(*made.shape):
        steps = zip(at, operation.s, operation.k, strict=True)
        window = padded[(channel, *(slice(n * s, n * s + k) for n, s, k in steps))]
        made[(channel, *at)] = (window**operation.norm).sum() ** (1 / operation.norm)
    return made


@MANY
@given(pools())
def test_values_are_the_norms_of_windows(case):
    operation, x = case
    assert not list(operation.faults())
    assert np.allclose(outputs(operation.sweep()), brute_force(operation, x), rtol=1e-12)


@MANY
@given(pools())
def test_the_line_of_torch_and_its_limits(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    operation, x = case
    line = operation.summary().frameworks["torch"]
    hangs_over = any(axis.overhang for axis in operation.axes)
    if hangs_over:
        assert (line.code, line.note) == ("", "LPPool weighs windows past the end otherwise")
        return
    assert bool(line.note) == bool(operation.norm % 2)
    given = torch.tensor(np.abs(x)[None], dtype=torch.float64)
    found = eval(line.code, {"nn": torch.nn})(given)[0].numpy()
    assert np.allclose(found, outputs(operation.sweep()), rtol=1e-9)


@FEW
@given(pools())
def test_the_line_of_onnx(case):
    operation, x = case
    found = run_node(operation.summary().frameworks["onnx"].code, {"x": x[None].astype("f4")})
    assert np.allclose(found[0], outputs(operation.sweep()), rtol=1e-5)


def test_the_line_of_jax():
    code = LpPool(i=(4, 4), k=(2, 2), norm=3).summary().frameworks["jax"].code
    assert code == (
        "lax.reduce_window(jnp.abs(x)**3, 0.0, lax.add, (1, 1, 2, 2), (1, 1, 1, 1), "
        "[(0, 0), (0, 0), (0, 0), (0, 0)])**(1 / 3)"
    )


@pytest.mark.parametrize(
    ("norm", "cells", "result"),
    [
        (1, [3, -4], 7),
        (2, [3, -4], 5),
        (2, [1, 1], 2**0.5),
        (3, [3, 4], 91 ** (1 / 3)),
        (2, [0.6, 0.8], 1.0),
    ],
)
def test_norms_that_are_whole_are_exact(norm, cells, result):
    fig = convanim.figure(operation="LPPool1d", i=[2], k=2, norm_type=norm, values={"input": cells})
    (value,) = fig.sweep.map("output").values
    assert value == pytest.approx(result, rel=1e-15)
    assert isinstance(value, type(result))


def test_the_sum_is_written_with_powers():
    keys = {"i": [2], "k": 2, "values": {"input": [3, -4]}, "show": "sum"}
    fig = convanim.figure(operation="lp_pool", **keys)
    assert texts(fig, "note") == ["$(|{3}|^{2} + |{-4}|^{2})^{1/2} = 5$"]


def test_torch_pools_by_the_kernel_where_no_stride_is_given():
    assert convanim.figure(operation="LPPool2d", i=4, k=2).explain().o == (2, 2)
    assert convanim.figure(operation="LpPool", i=4, k=2).explain().o == (3, 3)


@pytest.mark.parametrize("kind", [int, float])
def test_norms_of_decimals_are_decimals(kind):
    keys = {"operation": "lp_pool", "k": [2], "norm": 2, "values": {"input": [kind(3), kind(4)]}}
    (value,) = convanim.figure(**keys).sweep.map("output").values
    assert value == 5
    assert isinstance(value, kind)
