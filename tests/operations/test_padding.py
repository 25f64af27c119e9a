"""Padding words and padding modes: against definitions counted out, against torch and jax."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.padding import MODES, WORDS, pad, sources
from convanim.arithmetic.values import Array, Values
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from tests.support import oracle
from tests.support.layers import direct_layers

MANY = settings(max_examples=120)
AXES = st.builds(
    Axis, i=st.integers(1, 12), k=st.integers(1, 5), s=st.integers(1, 5), d=st.integers(1, 3)
)
NUMPY = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def array(x):
    return Array(x.shape, tuple(int(n) for n in x.ravel()))


def values(feature_map):
    return np.array([float(v) for v in feature_map.values]).reshape(feature_map.shape)


def pads(word, axis):
    own = pad(axis, word)
    return own.p_before, own.p_after


def positions(axis, total):
    span = (axis.k - 1) * axis.d + 1
    return sum(1 for start in range(0, axis.i + total, axis.s) if start + span <= axis.i + total)


@MANY
@given(AXES)
def test_same_is_the_least_padding_that_gives_a_position_for_every_s_units(axis):
    wanted = len(range(0, axis.i, axis.s))
    total = next(n for n in range(100) if positions(axis, n) >= wanted)
    assert pads("same", axis) == (total // 2, total - total // 2)
    assert pads("same_lower", axis) == (total - total // 2, total // 2)
    assert pad(axis, "same").o == wanted


@MANY
@given(AXES)
def test_the_other_words(axis):
    span = (axis.k - 1) * axis.d + 1
    assert pads("valid", axis) == (0, 0)
    assert pads("half", axis) == (span // 2, span // 2)
    assert pads("full", axis) == (span - 1, span - 1)
    assert pads("causal", axis) == ((axis.k - 1) * axis.d, 0)
    causal = pad(axis, "causal")
    reach = [causal.taps(n)[-1] - causal.p_before for n in range(causal.o)]
    assert reach == list(range(0, axis.i, axis.s))
    if axis.s == 1 and span % 2:
        assert pad(axis, "half").o == axis.i
        assert pads("same", axis) == pads("half", axis)


def numbers(layer):
    return Values(input=array(layer.x), kernel=array(layer.w))


@MANY
@given(direct_layers(), st.data())
def test_a_convolution_padded_in_words(layer, data):
    words = tuple(data.draw(st.sampled_from(["valid", "same", "same_lower"])) for _ in layer.i)
    keys = layer.keys("i", "k", "s", "d")
    operation = Conv(**keys, p=words, values=numbers(layer))
    assume(not list(operation.faults()))
    explicit = tuple((axis.p_before, axis.p_after) for axis in operation.axes)
    expected = oracle.conv(layer.x, layer.w, layer.s, explicit, layer.d)
    assert np.array_equal(values(operation.sweep().map("output")), expected)
    pooled = MaxPool(**keys, p=words)
    assert not list(pooled.faults())
    assert pooled.axes == operation.axes


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@MANY
@given(direct_layers())
def test_same_is_that_of_torch(layer):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    conv = getattr(torch.nn.functional, f"conv{len(layer.i)}d")
    ones = (1,) * len(layer.i)
    x, w = (torch.tensor(each, dtype=torch.float64)[None, None] for each in (layer.x, layer.w))
    theirs = conv(x, w, None, ones, "same", layer.d)
    words = ("same",) * len(layer.i)
    operation = Conv(**layer.keys("i", "k", "d"), p=words, values=numbers(layer))
    assert np.array_equal(values(operation.sweep().map("output")), theirs[0, 0].numpy())


@MANY
@given(AXES, st.sampled_from(["same", "valid"]))
def test_words_of_a_transposed_convolution_give_the_sizes_of_jax_and_tensorflow(axis, word):
    operation = TransposedConv(i=(axis.i,), k=(axis.k,), s=(axis.s,), d=(axis.d,), p=(word,))
    assert not list(operation.faults())
    wanted = {"same": axis.i * axis.s, "valid": (axis.i - 1) * axis.s + max(axis.k_hat, axis.s)}
    assert operation.axes[0].o == wanted[word]


@settings(MANY, max_examples=80)
@given(AXES, st.sampled_from(["SAME", "VALID"]))
def test_words_of_a_transposed_convolution_are_those_of_jax(axis, word):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    generator = np.random.default_rng(axis.i)
    x, w = generator.integers(-5, 6, axis.i), generator.integers(-3, 4, axis.k)
    theirs = jax.lax.conv_transpose(
        x[None, :, None].astype("float32"),
        w[:, None, None].astype("float32"),
        (axis.s,),
        word,
        rhs_dilation=(axis.d,),
        transpose_kernel=True,
    )
    operation = TransposedConv(
        s=(axis.s,), d=(axis.d,), p=(word.lower(),), values=Values(array(x), array(w))
    )
    assert np.array_equal(values(operation.sweep().map("output")), np.asarray(theirs)[0, :, 0])


@settings(MANY, max_examples=80)
@given(AXES)
def test_same_is_that_of_jax(axis):
    jax = pytest.importorskip("jax", reason="jax is not installed")
    span = ((axis.k - 1) * axis.d + 1,)
    for ours, theirs in (("same", "SAME"), ("same_lower", "SAME_LOWER"), ("valid", "VALID")):
        assert [pads(ours, axis)] == jax.lax.padtype_to_pads((axis.i,), span, (axis.s,), theirs)


@MANY
@given(direct_layers(), st.sampled_from(list(NUMPY)))
def test_padding_modes_are_those_of_numpy(layer, mode):
    assume(layer.fits)
    most = {"reflect": -1, "circular": 0, "replicate": 99}[mode]
    allowed = all(max(p) <= i + most for i, p in zip(layer.i, layer.p, strict=True))
    operation = Conv(
        **layer.keys("i", "k", "s", "p", "d"), values=numbers(layer), padding_mode=mode
    )
    assert (not list(operation.faults())) == allowed
    assume(allowed)
    sweep = operation.sweep()
    wide = np.pad(layer.x, layer.p, mode=NUMPY[mode])
    assert np.array_equal(values(sweep.map("input")), wide)
    real = oracle.padded(np.ones(layer.i, bool), layer.p, False)
    kinds = [sweep.map("input").kind(cell) is Cell.REAL for cell in sweep.map("input").cells()]
    assert kinds == real.ravel().tolist()
    none = ((0, 0),) * len(layer.i)
    expected = oracle.conv(wide, layer.w, layer.s, none, layer.d)
    assert np.array_equal(values(sweep.map("output")), expected)


@MANY
@given(direct_layers(), st.sampled_from(MODES))
def test_padding_modes_are_those_of_torch(layer, mode):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    dims, p = len(layer.i), tuple(before for before, _ in layer.p)
    its_layer = getattr(torch.nn, f"Conv{dims}d")(
        1, 1, layer.k, layer.s, p, layer.d, bias=False, padding_mode=mode, dtype=torch.float64
    )
    its_layer.weight.data[0, 0] = torch.tensor(layer.w, dtype=torch.float64)
    operation = Conv(
        **layer.keys("i", "k", "s", "d"),
        p=tuple((n, n) for n in p),
        values=numbers(layer),
        padding_mode=mode,
    )
    try:
        theirs = its_layer(torch.tensor(layer.x, dtype=torch.float64)[None, None])
    except RuntimeError:
        assert list(operation.faults())
        return
    assert not list(operation.faults())
    assert np.array_equal(values(operation.sweep().map("output")), theirs[0, 0].detach().numpy())


def test_what_padding_holds():
    axis = Axis(i=4, k=1, p_before=3, p_after=3)
    assert sources(axis, "zeros") == (None,) * 3 + (0, 1, 2, 3) + (None,) * 3
    assert sources(axis, "reflect") == (3, 2, 1, 0, 1, 2, 3, 2, 1, 0)
    assert sources(axis, "replicate") == (0, 0, 0, 0, 1, 2, 3, 3, 3, 3)
    assert sources(axis, "circular") == (1, 2, 3, 0, 1, 2, 3, 0, 1, 2)
    assert sources(Axis(i=1, k=1, p_before=1), "circular") == (0, 0)


@pytest.mark.parametrize("word", WORDS)
def test_words_are_known_to_the_config(word):
    from convanim.config import from_keys

    made = from_keys({"i": [8], "k": 3, "p": word}).figure.operation
    assert made.p == (word,)
    back = {"operation": "transposed_conv", "transpose_of": {"i": [8], "k": 3, "p": word}}
    assert from_keys(back).figure.operation.transpose_of == made.axes


@pytest.mark.parametrize(
    ("given", "word"), [("SAME", "same"), ("SAME_UPPER", "same"), ("VALID", "valid")]
)
def test_the_frameworks_spellings_are_understood(given, word):
    from convanim.config import from_keys

    assert from_keys({"i": 8, "k": 3, "padding": [given, 1]}).figure.operation.p == (word, (1, 1))
