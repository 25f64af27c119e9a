"""The keys of a sliding window, and their faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic import padding
from convanim.arithmetic.axis import Axis
from convanim.errors import Fault, times
from convanim.layers.keys import Dilation, KernelSize, Padding, Stride
from convanim.layers.operation import Sliding, size, size_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.layer import Layer


@dataclass(frozen=True)
class Window(Sliding):
    """A kernel sliding over an input.

    Attributes
    ----------
    k : tuple of int
        Sizes, one per axis; empty where literal values give them.
    s, p, d : tuple
        One entry per axis; empty for stride 1, no padding, no dilation. An entry of p is a pair
        or a word.
    """

    shrinks_with: ClassVar[tuple[str, ...]] = ("s",)

    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes along which the window slides."""
        return self.direct_axes

    @cached_property
    def direct_axes(self) -> tuple[Axis, ...]:
        """The layer's own i k s p d along each axis, as a direct convolution."""
        i, k = size(self.i, self.values.input), size(self.k, self.values.kernel)
        s, p, d = self.s or (1,) * len(i), self.p or ((0, 0),) * len(i), self.d or (1,) * len(i)
        bare = (Axis(i_, k_, s_, d=d_) for i_, k_, s_, d_ in zip(i, k, s, d, strict=True))
        return tuple(self._padded(axis, given) for axis, given in zip(bare, p, strict=True))

    def _padded(self, axis: Axis, given: padding.Pair | str) -> Axis:
        return padding.pad(axis, given)

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        words = tuple(given if isinstance(given, str) else "" for given in self.p)
        return replace(Sliding.layer(self), words=words)

    def faults(self) -> Iterator[Fault]:
        """Yield faults of the keys: missing or contradictory sizes, and kernels that do not fit."""
        yield from self.channel_faults()
        found = list(self._size_faults()) or list(self.word_faults())
        yield from found or fit_faults(self.axes)

    def word_faults(self) -> Iterator[Fault]:
        """Yield why a padding word has no meaning here."""
        for n, (word, axis) in enumerate(zip(self.p, self.direct_axes, strict=False)):
            if word == "half" and axis.k_hat % 2 == 0:
                yield Fault(
                    ("p", n),
                    f"half padding needs an odd kernel: floor(k^ / 2) on both sides of k^ = "
                    f"{axis.k_hat} does not keep the size; write same, or numbers",
                )
            if word == "causal" and len(self.p) > 1:
                yield Fault(
                    ("p", n),
                    f"causal padding is for one axis, time, and this figure has {len(self.p)}; "
                    f"write it in numbers, {axis.p_before} before and {axis.p_after} after",
                )

    def _size_faults(self) -> Iterator[Fault]:
        yield from size_faults("i", "input", self.i, self.values.input)
        yield from size_faults("k", "kernel", self.k, self.values.kernel)


def fit_faults(axes: tuple[Axis, ...]) -> Iterator[Fault]:
    """Yield a fault for each axis whose kernel is wider than its padded input.

    Guide, relationships 6 and 15: the kernel fits when k^ <= i + 2p.
    """
    for n, axis in enumerate(axes):
        if axis.k_hat > axis.padded:
            kernel = "effective kernel" if axis.d > 1 else "kernel"
            both = "2p" if axis.p_before == axis.p_after else "p_before + p_after"
            yield Fault(
                ("k", n),
                f"kernel does not fit: {kernel} {axis.k_hat} is wider than i + {both} = "
                f"{axis.padded}; the output would be {times(a.o for a in axes)}",
            )
