"""The backward pass of a convolution: against brute force, torch's autograd, and step by step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

import convanim
from convanim.api.self_check import checked
from convanim.arithmetic.values import Array, Values
from convanim.operations.conv_backward_input import ConvBackwardInput
from convanim.operations.conv_backward_kernel import ConvBackwardKernel
from tests.support import oracle
from tests.support.grouped import array, grouped
from tests.support.layers import direct_layers

MANY = settings(max_examples=120)
FEW = settings(max_examples=40)


def gradient(case):
    """Numbers for the gradient of the output, as large as that."""
    layer = case.layer
    wide = oracle.padded(np.zeros(layer.i), layer.p, 0)
    *_, (final, _) = oracle.windows(wide, layer.k, layer.s, layer.d)
    return case.numbers(3, -4, 5, (case.outputs, *(n + 1 for n in final)))


def brute(case, g):
    """Both gradients: every product of the forward pass sends its share to both of its factors."""
    layer, wide = case.layer, np.pad(case.x, ((0, 0), *case.layer.p))
    to_input, to_kernel = np.zeros_like(wide), np.zeros_like(case.w)
    for output in range(case.outputs):
        for n in range(case.fed):
            channel = output // case.made * case.fed + n
            for position, corner in oracle.windows(wide[0], layer.k, layer.s, layer.d):
                taps = oracle.taps(corner, layer.k, layer.d)
                for tap, cell in zip(np.ndindex(*layer.k), taps, strict=True):
                    share = g[(output, *position)]
                    to_input[(channel, *cell)] += share * case.w[(output, n, *tap)]
                    to_kernel[(output, n, *tap)] += share * wide[(channel, *cell)]
    cut = tuple(slice(p[0], p[0] + i) for p, i in zip(layer.p, layer.i, strict=True))
    return to_input[(slice(None), *cut)], to_kernel


def to_input(case, g):
    operation = ConvBackwardInput(
        output_size=case.layer.i,
        **case.layer.keys("k", "s", "p", "d"),
        out_channels=case.inputs,
        groups=case.groups,
        values=Values(array(g, 1), array(case.w, 2)),
    )
    assert not list(operation.faults())
    return operation


def to_kernel(case, g):
    operation = ConvBackwardKernel(
        **case.layer.keys("i", "k", "s", "p", "d"),
        out_channels=case.outputs,
        groups=case.groups,
        values=Values(array(case.x, 1), array(g[:, None], 2)),
    )
    assert not list(operation.faults())
    return operation


def maps(operation):
    found = checked("x", operation, operation.sweep()).maps_of("output")
    assert all(isinstance(value, int) for each in found for value in each.values)
    return np.array([each.values for each in found]).reshape(len(found), *found[0].shape)


def kernels(case, operation):
    """The maps, numbered as torch numbers kernels."""
    found = maps(operation)
    apart = found.reshape(case.groups, case.fed, case.made, *found.shape[1:])
    return apart.swapaxes(1, 2).reshape(case.outputs, case.fed, *found.shape[1:])


@MANY
@given(grouped(direct_layers()))
def test_values_are_those_of_brute_force(case):
    assume(case.layer.fits)
    g = gradient(case)
    first, second = brute(case, g)
    assert np.array_equal(maps(to_input(case, g)), first)
    assert np.array_equal(kernels(case, to_kernel(case, g)), second)


@MANY
@given(grouped(direct_layers()))
def test_values_are_those_of_autograd(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    layer = case.layer
    assume(layer.fits)
    g, functional = gradient(case), torch.nn.functional
    x = torch.tensor(case.x[None], dtype=torch.float64, requires_grad=True)
    w = torch.tensor(case.w, dtype=torch.float64, requires_grad=True)
    flat = [side for pair in reversed(layer.p) for side in pair]
    conv = getattr(functional, f"conv{len(layer.i)}d")
    y = conv(functional.pad(x, flat), w, None, layer.s, 0, layer.d, case.groups)
    y.backward(torch.tensor(g[None], dtype=torch.float64))
    assert np.array_equal(maps(to_input(case, g)), x.grad[0].numpy())
    assert np.array_equal(kernels(case, to_kernel(case, g)), w.grad.numpy())


@MANY
@given(grouped(direct_layers()))
def test_the_lines_of_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    assume(case.layer.fits)
    g = gradient(case)
    x, w, dy = (torch.tensor(n, dtype=torch.float64) for n in (case.x[None], case.w, g[None]))
    first, second = to_input(case, g), to_kernel(case, g)
    told = [operation.summary().frameworks["torch"] for operation in (first, second)]
    if any(before != after for before, after in case.layer.p):
        assert [each.code for each in told] == ["", ""]
        return
    assert [each.note for each in told] == [
        "x is the gradient of the output",
        "w is the gradient of the output",
    ]
    back = eval(told[0].code, {"nn": torch.nn, "x": dy, "w": w})
    assert np.array_equal(back[0], maps(first)), told[0].code
    learned = eval(told[1].code, {"nn": torch.nn, "x": x, "w": dy})
    assert np.array_equal(learned, kernels(case, second)), told[1].code


@FEW
@given(grouped(direct_layers()))
def test_the_lines_of_jax(case):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    assume(case.layer.fits)
    g = gradient(case)
    names = {"jax": jax, "lax": jax.lax, "jnp": jax.numpy}
    x, w, dy = (jax.numpy.array(n, "float32") for n in (case.x[None], case.w, g[None]))
    first, second = to_input(case, g), to_kernel(case, g)
    code = second.summary().frameworks["jax"].code
    assert np.array_equal(eval(code, {**names, "x": x, "w": dy}), kernels(case, second)), code
    code = first.summary().frameworks["jax"].code
    assert bool(code) == (case.groups == 1)
    if code:
        assert np.array_equal(eval(code, {**names, "x": dy, "w": w})[0], maps(first)), code


@MANY
@given(direct_layers())
def test_steps_of_the_kernels_gradient(layer):
    """The gradient lies on the units that a weight has met: its windows a stride apart."""
    assume(layer.fits)
    keys = layer.keys("i", "k", "s", "p", "d")
    sweep = ConvBackwardKernel(**keys).sweep()
    wide = oracle.padded(np.zeros(layer.i), layer.p, 0)
    met = {}
    for _, corner in oracle.windows(wide, layer.k, layer.s, layer.d):
        cells = oracle.taps(corner, layer.k, layer.d)
        for tap, cell in zip(np.ndindex(*layer.k), cells, strict=True):
            met.setdefault(tap, []).append(cell)
    assert len(sweep.steps) == len(met)
    for step, (tap, cells) in zip(sweep.steps, met.items(), strict=True):
        assert (list(step.writes), list(step.read("input"))) == ([tap], cells)


@MANY
@given(direct_layers())
def test_steps_of_the_inputs_gradient_read_the_outputs_it_was_in(layer):
    assume(layer.fits)
    operation = ConvBackwardInput(output_size=layer.i, **layer.keys("k", "s", "p", "d"))
    sweep, axes = operation.sweep(), operation.axes
    wide = oracle.padded(np.zeros(layer.i), layer.p, 0)
    touched = {}
    for position, corner in oracle.windows(wide, layer.k, layer.s, layer.d):
        for cell in oracle.taps(corner, layer.k, layer.d):
            at = tuple(n - p[0] for n, p in zip(cell, layer.p, strict=True))
            touched.setdefault(at, set()).add(position)
    units = [{at: n for n, at in enumerate(axis.units)} for axis in axes]
    for step, cell in zip(sweep.steps, np.ndindex(*layer.i), strict=True):
        read = [
            tuple(known.get(n) for known, n in zip(units, tap, strict=True))
            for tap in step.read("input")
        ]
        assert {each for each in read if None not in each} == touched.get(cell, set())


def test_literal_gradients_need_no_literal_kernel():
    ones = [[1, 1, 1]] * 3
    figure = convanim.figure(
        operation="conv_backward_input", output_size=5, k=3, values={"seed": 1, "input": ones}
    )
    assert figure.explain().o == (5, 5)
    direct = {"i": 5, "k": 3}
    figure = convanim.figure(
        operation="transposed_conv", transpose_of=direct, values={"seed": 1, "input": ones}
    )
    assert figure.explain().o == (5, 5)


def test_the_gradient_of_the_output_says_how_many_channels_it_has():
    values = {"input": [[[1, 2, 3]] * 3], "kernel": [[[[1, 0], [0, 1]]], [[[2, 0], [0, 0]]]]}
    fig = convanim.figure(operation="conv_backward_kernel", k=2, in_channels=1, values=values)
    first, second = fig.sweep.maps_of("output")
    assert (first.values, second.values) == ((3, 5, 3, 5), (2, 4, 2, 4))


@pytest.mark.parametrize("name", ["conv_backward_input", "conv_backward_kernel"])
def test_the_line_of_torch_without_torch(name):
    """It names what is not torch's default, and nothing else."""

    def line(**keys):
        figure = convanim.figure(operation=name, i=6, k=2, view="shapes", **keys)
        return figure.spec.layers[0].summary().frameworks["torch"]

    named = {
        "stride=2": {"s": 2},
        "padding=1": {"p": 1},
        "dilation=2": {"d": 2},
        "groups=2": {"in_channels": 2, "out_channels": 2, "groups": 2},
    }
    for words, keys in named.items():
        code = line(**keys).code
        assert [each for each in named if each.partition("=")[0] in code] == [words]
        assert words in code
    assert not any(each.partition("=")[0] in line().code for each in named)
    uneven = line(p=[[0, 1], [0, 1]])
    assert uneven.code == ""
    assert uneven.note == "nn.grad is for up to 3 axes, padded alike at both ends"


def test_without_output_size_the_smallest():
    keys = {"operation": "conv_backward_input", "k": 3, "s": 2, "p": 1}
    told = convanim.figure(i=3, **keys).explain()
    assert told.o == (5, 5)
    larger = convanim.figure(output_size=6, **keys).explain()
    assert larger.o == (6, 6)
    assert larger.given == "i=3 k=3 s=2 p=1 a=1"


def test_what_explain_tells():
    told = convanim.figure(
        operation="conv_backward_kernel", i=[6, 7], k=3, s=2, p="same", in_channels=2
    ).explain()
    assert told.given == "i=6x7 k=3 s=2 p=[0,1]x1"
    assert "gradient of            i = 6  k = 3  s = 2  p = [0, 1]  d = 1  o = 3" in str(told)
    assert "emulated by            i = 6  k = 3  s = 1  p = [0, 1]  d = 2" in str(told)
    data = told.as_dict()
    assert data["shapes"]["NCHW"] == {
        "input": [1, 2, 6, 7],
        "gradient": [1, 1, 3, 4],
        "output OIHW": [1, 2, 3, 3],
    }
    assert (data["parameters"], data["multiply_adds"]) == (0, 2 * 9 * 12)


def test_both_layers_of_a_backward_pass():
    """Through two convolutions: the second's input is the first's output."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    first, second, dy = np.arange(9) - 4, np.array([1, -2, 0, 3]), np.arange(9) % 4
    back = {"operation": "conv_backward_input"}
    fig = convanim.figure(
        layers=[
            {**back, "k": 2, "values": {"kernel": second.reshape(2, 2), "input": dy.reshape(3, 3)}},
            {**back, "k": 3, "s": 1, "values": {"kernel": first.reshape(3, 3)}},
        ]
    )
    conv = torch.nn.functional.conv2d
    x = torch.zeros(1, 1, 6, 6, dtype=torch.float64, requires_grad=True)
    w1, w2, g = (
        torch.tensor(n.reshape(1, 1, side, side), dtype=torch.float64)
        for n, side in ((first, 3), (second, 2), (dy, 3))
    )
    conv(conv(x, w1), w2).backward(g)
    assert list(fig.sweep.map("output", 1).values) == x.grad.ravel().tolist()


def test_three_axes():
    values = Values(Array((3, 3, 3), tuple(range(27))), Array((2, 2, 2), (1,) * 8))
    found = ConvBackwardKernel((3, 3, 3), (2, 2, 2), values=values).sweep().map("output").values
    x = np.arange(27).reshape(3, 3, 3)
    assert found[0] == x[:2, :2, :2].sum() and found[-1] == x[1:, 1:, 1:].sum()


@pytest.mark.parametrize("keys", [{"operation": "conv_backward_kernel"}, {"a": 2}])
def test_the_only_window_may_lie_in_padding_alone(keys):
    back = {"operation": "transposed_conv"} | keys
    fig = convanim.figure(i=[1], k=1, s=3, p=[[2, 0]], values={"seed": 1}, **back)
    assert fig.sweep.map("output").values == (0,)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_torch_has_the_gradient_of_the_input_for_up_to_three_axes(axes):
    fig = convanim.figure(operation="conv_backward_input", i=[4] * axes, k=3, view="shapes")
    assert f"nn.grad.conv{axes}d_input" in str(fig.explain())
