"""Random small layers for hypothesis, with different keys on each axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st


@dataclass(frozen=True)
class Layer:
    """A direct convolution that fits, or a transposed one with an output, and its numbers."""

    i: tuple[int, ...]
    k: tuple[int, ...]
    s: tuple[int, ...]
    p: tuple[tuple[int, int], ...]
    d: tuple[int, ...]
    a: tuple[int, ...]
    seed: int

    @property
    def spans(self):
        return tuple((k - 1) * d + 1 for k, d in zip(self.k, self.d, strict=True))

    @property
    def x(self):
        return np.random.default_rng(self.seed).integers(-5, 6, self.i)

    @property
    def w(self):
        return np.random.default_rng(self.seed + 1).integers(-3, 4, self.k)

    @property
    def fits(self):
        return all(
            i + sum(p) >= span for i, p, span in zip(self.i, self.p, self.spans, strict=True)
        )

    @property
    def transposed_sizes(self):
        return tuple(
            (i - 1) * s + span + a - sum(p)
            for i, s, span, a, p in zip(self.i, self.s, self.spans, self.a, self.p, strict=True)
        )

    def keys(self, *names):
        return {name: getattr(self, name) for name in names}


ONE_OR_TWO = st.integers(1, 2)


def _layer(draw, largest_p, axes):
    axes = draw(axes)

    def each(strategy):
        return tuple(draw(strategy) for _ in range(axes))

    s, d = each(st.integers(1, 3)), each(st.integers(1, 3))
    return Layer(
        i=each(st.integers(1, 5)),
        k=each(st.integers(1, 3)),
        s=s,
        p=each(st.tuples(st.integers(0, largest_p), st.integers(0, largest_p))),
        d=d,
        a=tuple(draw(st.integers(0, max(s_, d_) - 1)) for s_, d_ in zip(s, d, strict=True)),
        seed=draw(st.integers(0, 1000)),
    )


@st.composite
def direct_layers(draw, axes=ONE_OR_TWO):
    return _layer(draw, 3, axes)


@st.composite
def transposed_layers(draw, axes=ONE_OR_TWO):
    return _layer(draw, 4, axes)
