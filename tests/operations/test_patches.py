"""im2col and col2im: against brute force, torch and the other frameworks, and step by step."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.api.self_check import checked
from convanim.arithmetic.values import Array, Values
from convanim.operations.col2im import Col2im
from convanim.operations.im2col import Im2col
from tests.support import oracle
from tests.support.grouped import array
from tests.support.layers import direct_layers
from tests.support.nodes import run_node

MANY = settings(max_examples=120)
FEW = settings(max_examples=40)


@st.composite
def foldings(draw):
    """A layer whose window fits, and a number of channels."""
    layer = draw(direct_layers())
    assume(layer.fits)
    return layer, draw(st.integers(1, 3))


def numbers(layer, *shape):
    return np.random.default_rng(layer.seed).integers(-9, 10, shape)


def entries(layer, channels):
    """For each row and column of the matrix, the channel and the padded cell they stand for."""
    wide = np.zeros([i + sum(p) for i, p in zip(layer.i, layer.p, strict=True)])
    corners = [corner for _, corner in oracle.windows(wide, layer.k, layer.s, layer.d)]
    for column, corner in enumerate(corners):
        taps = list(oracle.taps(corner, layer.k, layer.d))
        for channel, (n, cell) in itertools.product(range(channels), enumerate(taps)):
            yield (channel * len(taps) + n, column), channel, cell


def unfolding(case):
    """im2col with numbers, and the matrix it should make."""
    layer, channels = case
    x = numbers(layer, channels, *layer.i)
    operation = Im2col(**layer.keys("i", "k", "s", "p", "d"), values=Values(array(x, 1)))
    assert not list(operation.faults())
    wide = np.pad(x, ((0, 0), *layer.p))
    found = list(entries(layer, channels))
    matrix = np.zeros(np.max([place for place, _, _ in found], axis=0) + 1, int)
    for place, channel, cell in found:
        matrix[place] = wide[(channel, *cell)]
    return operation, x, matrix


def folding(case):
    """col2im with numbers, and the maps it should make."""
    layer, channels = case
    found = list(entries(layer, channels))
    matrix = numbers(layer, *(np.max([place for place, _, _ in found], axis=0) + 1))
    values = Values(Array(matrix.shape, tuple(map(int, matrix.ravel()))))
    operation = Col2im(output_size=layer.i, **layer.keys("k", "s", "p", "d"), values=values)
    assert not list(operation.faults())
    wide = np.zeros((channels, *(i + sum(p) for i, p in zip(layer.i, layer.p, strict=True))), int)
    for place, channel, cell in found:
        wide[(channel, *cell)] += matrix[place]
    cut = tuple(slice(p[0], p[0] + i) for p, i in zip(layer.p, layer.i, strict=True))
    return operation, matrix, wide[(slice(None), *cut)]


def outputs(sweep):
    maps = sweep.maps_of("output")
    assert all(isinstance(value, int) for each in maps for value in each.values)
    return np.array([each.values for each in maps]).reshape(len(maps), *maps[0].shape)


@MANY
@given(foldings())
def test_im2col_is_brute_force(case):
    operation, _, matrix = unfolding(case)
    sweep = checked("x", operation, operation.sweep())
    assert operation.output_shape == matrix.shape
    assert np.array_equal(outputs(sweep), [matrix])


@MANY
@given(foldings())
def test_a_step_of_im2col_fills_a_column(case):
    operation, _, matrix = unfolding(case)
    sweep = operation.sweep()
    rows, columns = matrix.shape
    assert len(sweep.steps) == columns
    stands_for = {place: (channel, cell) for place, channel, cell in entries(*case)}
    for column, step in enumerate(sweep.steps):
        assert list(step.writes) == [(row, column) for row in range(rows)]
        read = [(*(cells.index or (0,)), cell) for cells in step.read_of("input") for cell in cells]
        assert read == [stands_for[row, column] for row in range(rows)]


@MANY
@given(foldings())
def test_col2im_is_brute_force(case):
    operation, matrix, maps = folding(case)
    sweep = checked("x", operation, operation.sweep())
    assert operation.input_size == matrix.shape
    assert np.array_equal(outputs(sweep), maps)


@MANY
@given(foldings())
def test_a_step_of_col2im_sums_what_lies_on_a_cell(case):
    layer, channels = case
    sweep = folding(case)[0].sweep()
    lying = {}
    for place, channel, cell in entries(*case):
        at = tuple(n - p[0] for n, p in zip(cell, layer.p, strict=True))
        lying.setdefault((channel, at), []).append(place)
    steps = iter(sweep.steps)
    for channel, cell in itertools.product(range(channels), np.ndindex(*layer.i)):
        step = next(steps)
        assert (step.writes.index or (0,), list(step.writes)) == ((channel,), [cell])
        read = [entry for cells in step.read_of("input") for entry in cells]
        assert read == sorted(lying.get((channel, cell), []))
    assert not list(steps)


@MANY
@given(foldings())
def test_col2im_is_the_adjoint_of_im2col(case):
    """<im2col x, y> = <x, col2im y>, exactly."""
    _, x, columns = unfolding(case)
    _, matrix, maps = folding(case)
    assert (columns * matrix).sum() == (x * maps).sum()


def run(told, x, **names):
    assert told.code
    return eval(told.code, {"x": x, **names})


@MANY
@given(foldings())
def test_both_are_those_of_torch(case):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    unfold, x, matrix = unfolding(case)
    fold, columns, maps = folding(case)
    lines = [operation.summary().frameworks["torch"] for operation in (unfold, fold)]
    layer = case[0]
    is_even = all(before == after for before, after in layer.p)
    assert [bool(told.code) for told in lines] == [len(layer.i) == 2 and is_even] * 2
    if len(layer.i) == 1:
        assert [told.note for told in lines] == [
            "nn.Unfold is for two axes",
            "nn.Fold is for two axes",
        ]
    elif is_even:
        there, back = (eval(told.code, {"nn": torch.nn}) for told in lines)
        assert np.array_equal(there(torch.tensor(x[None], dtype=torch.float64))[0], matrix)
        assert np.array_equal(back(torch.tensor(columns[None], dtype=torch.float64))[0], maps)


@FEW
@given(foldings())
def test_both_are_those_of_jax(case):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    names = {"jax": jax, "lax": jax.lax, "jnp": jax.numpy}
    for operation, x, expected in (unfolding(case), folding(case)):
        told = operation.summary().frameworks["jax"]
        found = run(told, jax.numpy.array(x[None], "float32"), **names)
        assert np.array_equal(found[0], expected), told.code


@FEW
@given(foldings())
def test_col2im_is_that_of_onnx(case):
    operation, matrix, maps = folding(case)
    layer, told = case[0], operation.summary().frameworks["onnx"]
    # On one axis onnxruntime lets entries that lie on padding fall into other channels.
    assume(len(layer.i) == 2)
    assert told.note == f"image_shape is {list(layer.i)}, block_shape {list(layer.k)}"
    given = {
        "x": matrix[None].astype(np.float32),
        "image_shape": np.array(layer.i, np.int64),
        "block_shape": np.array(layer.k, np.int64),
    }
    found = run_node(told.code, given)
    assert np.array_equal(found[0], maps)


def test_there_and_back_counts_windows():
    """col2im after im2col multiplies each unit by the number of windows over it."""
    layers = [{"operation": "im2col", "i": 4, "k": 3}, {"operation": "col2im", "output_size": 4}]
    layers[1]["k"] = 3
    fig = convanim.figure(layers=layers, values={"input": np.arange(16).reshape(4, 4)})
    once = np.array([1, 2, 2, 1])
    expected = np.arange(16).reshape(4, 4) * np.outer(once, once)
    assert np.array_equal(last(fig), expected)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_there_and_back_on_any_number_of_axes(axes):
    """The matrix between them has two, whatever the maps have; it may be given, too."""
    x = np.arange(3**axes).reshape((3,) * axes)
    there = {"operation": "im2col", "i": [3] * axes, "k": 2}
    back = {"operation": "col2im", "output_size": [3] * axes, "k": 2}
    chained = convanim.figure(layers=[there, back], values={"input": x.tolist()})
    (matrix,) = outputs(chained.spec.layers[0].sweep())
    alone = convanim.figure(**back, i=list(matrix.shape), values={"input": matrix.tolist()})
    windows = functools.reduce(np.multiply.outer, [np.array([1, 2, 1])] * axes)
    assert np.array_equal(last(chained), x * windows)
    assert np.array_equal(outputs(alone.sweep)[0], x * windows)


def test_a_matrix_that_does_not_fit_is_refused():
    keys = {"operation": "col2im", "output_size": [3, 3, 3], "k": 2}
    says = "it has 2 x 2 x 2 = 8 rows a channel and 2 x 2 x 2 = 8 columns; give 8 x 8, or another"
    for matrix in ({"values": {"input": [[1] * 7] * 8}}, {"i": [8, 8, 8]}):
        with pytest.raises(convanim.ConfigError, match=says):
            convanim.figure(**keys, **matrix)


def last(fig):
    found = fig.sweep.map("output", 1)
    return np.array(found.values).reshape(found.shape)


def test_three_axes():
    x = np.arange(3 * 3 * 3).reshape(3, 3, 3)
    sweep = Im2col((3, 3, 3), (2, 2, 2), values=Values(array(x, 0))).sweep()
    corner = x[1:, 1:, 1:].ravel()
    assert np.array_equal(outputs(sweep)[0][:, -1], corner)
    back = Col2im(output_size=(3, 3, 3), k=(2, 2, 2), values=Values(Array((8, 8), (1,) * 64)))
    along = np.array([1, 2, 1])
    expected = np.multiply.outer(np.outer(along, along), along)
    assert np.array_equal(outputs(back.sweep())[0], expected)


def test_a_matrix_product_is_the_convolution():
    """What the patch matrix is for."""
    keys = {"i": 6, "k": 3, "s": 2, "p": 1, "d": 2, "values": {"seed": 3}, "in_channels": 2}
    conv = convanim.figure(out_channels=3, **keys)
    matrix = outputs(convanim.figure(operation="Unfold", **keys).sweep)[0]
    kernels = np.array([each.values for each in conv.sweep.maps_of("kernel")]).reshape(3, -1)
    assert np.array_equal(kernels @ matrix, outputs(conv.sweep).reshape(3, -1))


def test_what_explain_tells():
    told = convanim.figure(operation="unfold", i=[5, 6], k=3, p=["same", 0], s=2).explain()
    assert told.o == (9, 6)
    assert told.as_dict()["shapes"] == {
        "NCHW": {"input": [1, 1, 5, 6], "output": [1, 9, 6]},
        "NHWC": {"input": [1, 5, 6, 1], "output": [1, 6, 9]},
    }
    assert told.as_dict()["never_read"] == [[], [5]] and "same: 1 before, 1 after" in str(told)
    back = convanim.figure(operation="fold", output_size=[5, 6], k=3, p=1, s=2).explain()
    assert back.o == (5, 6) and back.as_dict()["never_read"] == []
    assert "  never read" not in str(back)
    assert back.given == "output_size=5x6 k=3 s=2 p=1 positions=3"
    for axis, size in zip(back.axes, (5, 6), strict=True):
        assert axis.o == size == eval(axis.numbers)


def test_without_numbers_it_is_drawn_in_slanted_planes():
    for keys in (
        {"operation": "im2col", "i": 4, "k": 3},
        {"operation": "col2im", "output_size": 5, "k": 2, "s": 3},
    ):
        fig = convanim.figure(**keys)
        assert fig.spec.view.name == "isometric"
        scenes = [fig.layout.scene(step) for step in range(len(fig))]
        for n, scene in enumerate(scenes):
            roles = [layer.role for layer in scene.layers]
            assert roles.count("window") == len(fig.step(n).read_of("input"))
