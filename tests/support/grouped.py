"""Random layers of several channels for hypothesis, in groups and with a bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from convanim.arithmetic.values import Array, Values

if TYPE_CHECKING:
    from tests.support.layers import Layer


@dataclass(frozen=True)
class Grouped:
    """A layer, and how its channels are grouped."""

    layer: Layer
    groups: int
    fed: int
    made: int

    @property
    def inputs(self):
        return self.groups * self.fed

    @property
    def outputs(self):
        return self.groups * self.made

    def numbers(self, stream, low, high, shape):
        return np.random.default_rng(self.layer.seed + stream).integers(low, high, shape)

    @property
    def x(self):
        return self.numbers(0, -5, 6, (self.inputs, *self.layer.i))

    @property
    def w(self):
        return self.numbers(1, -3, 4, (self.outputs, self.fed, *self.layer.k))

    @property
    def w_transposed(self):
        return self.numbers(1, -3, 4, (self.inputs, self.made, *self.layer.k))

    @property
    def bias(self):
        return self.numbers(2, -9, 10, self.outputs)

    def operation(self, plugin, w, *names):
        return plugin(
            **self.layer.keys("i", "k", "s", "p", "d", *names),
            in_channels=self.inputs,
            out_channels=self.outputs,
            groups=self.groups,
            values=Values(array(self.x, 1), array(w, 2), bias=array(self.bias, 0)),
        )


def array(x, levels):
    numbers = tuple(int(n) for n in x.ravel())
    return Array(x.shape[levels:], numbers, x.shape[:levels])


def grouped(layers):
    few = st.integers(1, 3)
    return st.builds(Grouped, layers, few, st.integers(1, 2), st.integers(1, 2))
