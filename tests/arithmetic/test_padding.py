"""Padding by words and by rounding up, against what frameworks say and against counting."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.padding import round_up


def test_rounding_up_counts_each_window_that_begins_before_the_padding_at_the_end() -> None:
    """And of those that reach past the end only the first."""
    fewer = 0
    for i, k, s, p in itertools.product(range(2, 9), range(1, 5), range(1, 5), range(3)):
        layer = Axis(i=i, k=k, s=s, p_before=p, p_after=p)
        if k > layer.padded or 2 * p > k:
            continue
        starts = range(0, layer.padded + s, s)
        reached = (n for n, start in enumerate(starts) if start + k >= layer.padded)
        until = starts[: next(reached) + 1]
        allowed = [start for start in until if start < i + p]
        assert round_up(layer).o == len(allowed), layer
        fewer += len(allowed) < len(until)
    assert fewer


@pytest.mark.parametrize("k", [1, 2, 3, 5])
@pytest.mark.parametrize("s", [1, 2, 3])
def test_words_give_transposed_layers_the_sizes_of_jax_and_tensorflow(k: int, s: int) -> None:
    for i, d in itertools.product((2, 3, 5), (1, 2)):
        for word, o in (("same", i * s), ("valid", (i - 1) * s + max((k - 1) * d + 1, s))):
            keys = {"operation": "transposed_conv", "i": [i], "k": k, "s": s, "d": d, "p": word}
            (axis,) = convanim.figure(**keys).spec.operation.axes
            assert axis.o == o, keys


@pytest.mark.parametrize(("word", "pair"), [("SAME_UPPER", (1, 2)), ("SAME_LOWER", (2, 1))])
def test_an_output_size_gives_the_padding_of_onnx(word: str, pair: tuple[int, int]) -> None:
    """Of an odd number one side has one more: the end with ``SAME_UPPER``, as ONNX says."""
    keys = {"operation": "ConvTranspose", "i": [3], "k": 3, "s": 2, "output_size": [4], "p": word}
    operation = convanim.figure(**keys).spec.operation
    assert operation.p == (pair,)
    assert operation.axes[0].o == 4
