"""Max unpooling: against brute force and torch, and step by step."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.arithmetic.values import Values
from convanim.operations.unpool import Unpool
from tests.operations.test_channels import array, outputs
from tests.support import oracle
from tests.support.layers import direct_layers

MANY = settings(max_examples=120)


@st.composite
def unpoolings(draw):
    """What was pooled, and the keys of the pooling, with padding as torch takes it."""
    layer = draw(direct_layers())
    i = tuple(max(i, k) for i, k in zip(layer.i, layer.k, strict=True))
    p = tuple((draw(st.integers(0, k // 2)),) * 2 for k in layer.k)
    x = np.random.default_rng(layer.seed).integers(-5, 6, (draw(st.integers(1, 2)), *i))
    return x, {"k": layer.k, "s": layer.s, "p": p}


def operation(case):
    x, keys = case
    made = Unpool(**keys, values=Values(array(x, 1)))
    assert not list(made.faults())
    return made


def switches(x, k, s, p):
    """For each pooled position the value and place of the first largest unit in its window."""
    d = (1,) * len(k)
    for position, corner in oracle.windows(oracle.padded(x, p, 0), k, s, d):
        taps = oracle.taps(corner, k, d)
        cells = [tuple(n - q[0] for n, q in zip(cell, p, strict=True)) for cell in taps]
        inside = [c for c in cells if all(0 <= n < i for n, i in zip(c, x.shape, strict=True))]
        largest = max(x[cell] for cell in inside)
        yield position, largest, next(cell for cell in inside if x[cell] == largest)


@MANY
@given(unpoolings())
def test_each_step_puts_a_pooled_value_where_its_switch_says(case):
    x, keys = case
    sweep = operation(case).sweep()
    expected = np.zeros_like(x)
    steps = iter(sweep.steps)
    for channel, single in enumerate(x):
        for position, largest, cell in switches(single, **keys):
            step = next(steps)
            read, (index, (written,)) = step.read("input"), (step.writes.index, step.writes)
            assert (list(read), written) == ([position], cell)
            assert read.index == index == ((channel,) if len(x) > 1 else ())
            assert sweep.map("input", *index).value(position) == largest
            expected[(channel, *cell)] = largest
    assert not list(itertools.islice(steps, 1))
    assert np.array_equal(outputs(sweep), expected)
    assert sweep.map("output", *(index[:1])).shape == x.shape[1:]


@MANY
@given(unpoolings())
def test_values_are_those_of_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    functional = torch.nn.functional
    x, keys = case
    n, k, s = len(keys["k"]), keys["k"], keys["s"]
    p = tuple(before for before, _ in keys["p"])
    entry = torch.tensor(x[None], dtype=torch.float64)
    pooled, places = getattr(functional, f"max_pool{n}d")(entry, k, s, p, return_indices=True)
    sweep = operation(case).sweep()
    maps = sweep.maps_of("input")
    ours = np.array([each.values for each in maps], float).reshape(pooled[0].shape)
    assert np.array_equal(ours, pooled[0].numpy())
    unpool = getattr(functional, f"max_unpool{n}d")
    try:
        theirs = unpool(pooled, places, k, s, p, output_size=x.shape[1:])
    except ValueError:  # torch wants a size near s*(o - 1) + k - 2p
        assume(False)
    assert np.array_equal(outputs(sweep), theirs[0].numpy())


@MANY
@given(unpoolings())
def test_explain_tells_sizes(case):
    for axis, i in zip(operation(case).axes, case[0].shape[1:], strict=True):
        assert axis.o == i == eval(axis.numbers)


def test_explain_and_layers():
    layers = [{"i": 5, "k": 2}, {"operation": "MaxUnpool2d", "k": 2, "s": 2}, {"k": 1}]
    fig = convanim.figure(layers=layers, values={"seed": 2})
    told = fig.explain()
    assert told.given == "i=5 k=2; i=4 k=2 s=2 pooled=2; i=4 k=1"
    assert fig.sweep.map("input", 1).shape == (2, 2)
    assert fig.sweep.map("output", 1).values == fig.sweep.map("input", 2).values
    before = np.array(fig.sweep.map("output", 0).values).reshape(4, 4)
    blocks = before.reshape(2, 2, 2, 2).max(axis=(1, 3))
    assert list(fig.sweep.map("input", 1).values) == blocks.ravel().tolist()


def test_right_after_a_max_pooling_it_undoes_that_one():
    units = [[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]
    pool = {"operation": "max_pool", "k": 2, "s": 2}
    for keys in ({}, {"k": 2, "s": 2}):
        layers = [pool, {"operation": "unpool", **keys}]
        fig = convanim.figure(layers=layers, values={"input": units})
        assert fig.sweep.map("output", 1).values == (0, 0, 6, 0, 0, 5, 0, 0, 0, 0, 0, 0, 7, 0, 0, 8)
        alone = convanim.figure(operation="unpool", k=2, s=2, values={"input": units})
        assert alone.sweep.map("output").values == fig.sweep.map("output", 1).values


def test_it_has_the_seed_of_the_pooling_that_it_undoes():
    layers = [{"operation": "max_pool", "i": 6, "k": 3, "s": 3}, {"operation": "unpool"}]
    fig = convanim.figure(layers=layers, values={"seed": 4, "input": [0, 90]})
    units = np.array(fig.sweep.map("input", 0).values).reshape(6, 6)
    back = np.array(fig.sweep.map("output", 1).values).reshape(6, 6)
    assert np.all((back == 0) | (back == units))
    assert sorted(back[back > 0]) == sorted(fig.sweep.map("output", 0).values)


@pytest.mark.parametrize(
    ("pool", "keys"),
    [({}, {"k": 3}), ({"ceil_mode": True}, {}), ({"relu": True}, {}), ({"d": 2}, {})],
)
def test_what_does_not_undo_the_pooling_before_is_refused(pool, keys):
    layers = [
        {"operation": "max_pool", "i": 6, "k": 2, "s": 2, **pool},
        {"operation": "unpool", **keys},
    ]
    with pytest.raises(convanim.ConfigError, match="unpool right after a max pooling undoes it"):
        convanim.figure(layers=layers, values={"seed": 1})


def test_an_average_pooling_before_is_not_undone():
    """It has no switches: the layer takes what comes out as its own input."""
    layers = [{"operation": "avg_pool", "i": 4, "k": 2, "s": 2}, {"operation": "unpool", "k": 2}]
    _, unpool = convanim.figure(layers=layers, values={"seed": 1}).spec.layers
    assert unpool.undoes is None
    assert unpool.i == (2, 2)


@pytest.mark.parametrize(("p", "pads"), [(0, None), (1, "pads=[1, 1, 1, 1]")])
def test_the_node_of_onnx_has_the_padding_that_there_is(p, pads):
    fig = convanim.figure(operation="unpool", i=6, k=3, s=2, p=p, values={"seed": 1})
    text = str(fig.explain())
    assert "MaxUnpool" in text
    assert pads in text if pads else "pads=" not in text


@pytest.mark.parametrize("keys", [{"k": 2, "s": 2}, {"k": 3, "s": 2, "p": 1}, {"k": 3, "s": 3}])
def test_there_and_back_a_unit_is_where_it_was(keys):
    layers = [{"operation": "max_pool", "i": 6, **keys}, {"operation": "unpool"}]
    pool, unpool = convanim.figure(layers=layers, values={"seed": 1}).spec.layers
    for there, back in zip(pool.axes, unpool.axes, strict=True):
        assert there.start + back.start * there.jump == 0
        assert there.jump * back.jump == 1
