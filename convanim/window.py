"""The keys that every sliding window takes, and what can be wrong with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from convanim import slide
from convanim.arithmetic import Axis
from convanim.channels import Channels
from convanim.errors import Fault, plural, times
from convanim.keys import (
    Dilation,
    InputChannels,
    InputSize,
    KernelSize,
    Numbers,
    Padding,
    Relu,
    Sizes,
    Stride,
)
from convanim.values import NO_VALUES, Array

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.slide import Reduce
    from convanim.values import Grid, Range


@dataclass(frozen=True, slots=True)
class Window:
    """A kernel sliding over an input.

    Attributes
    ----------
    i, k : tuple of int
        Sizes, one per axis; empty where literal values give them.
    s, p, d : tuple
        One entry per axis; empty for stride 1, no padding, no dilation.
    values : Values
        The numbers in the cells, if any.
    in_channels : int or None
        None where literal values give it.
    relu : bool
        Whether outputs below zero become zero.
    is_weighted : bool
        Of the class: whether its kernel has numbers, so that a seed draws some.
    """

    is_weighted: ClassVar[bool] = True

    i: InputSize = ()
    k: KernelSize = ()
    s: Stride = ()
    p: Padding = ()
    d: Dilation = ()
    values: Numbers = NO_VALUES
    in_channels: InputChannels = None
    relu: Relu = False

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What slides along each axis."""
        return self.direct_axes

    @property
    def direct_axes(self) -> tuple[Axis, ...]:
        """The layer's own i k s p d along each axis, as a direct convolution."""
        i, k = size(self.i, self.values.input), size(self.k, self.values.kernel)
        s, p, d = self.s or (1,) * len(i), self.p or ((0, 0),) * len(i), self.d or (1,) * len(i)
        return tuple(
            Axis(i=i_, k=k_, s=s_, p_before=before, p_after=after, d=d_)
            for i_, k_, s_, (before, after), d_ in zip(i, k, s, p, d, strict=True)
        )

    @property
    def channels(self) -> Channels:
        """Each channel by itself."""
        count = self.in_channels or channel_count(self.values.input)
        return Channels(count, count, count)

    @property
    def units(self) -> tuple[Grid, ...] | None:
        """Each input channel's numbers row by row, if it has any."""
        return self.values.input_maps(self.channels.inputs, tuple(axis.i for axis in self.axes))

    def activated(self, reduces: Sequence[Reduce]) -> Sequence[Reduce]:
        """Return what makes the outputs, followed by what ``relu`` does to them."""
        return [partial(slide.rectified, each) for each in reduces] if self.relu else reduces

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys: sizes that are missing or contradict, a misfit."""
        yield from self._channel_faults()
        yield from list(self._size_faults()) or fit_faults(self.axes)

    def _channel_faults(self) -> Iterator[Fault]:
        given, found = self.in_channels, channel_count(self.values.input)
        if given and isinstance(self.values.input, Array) and given != found:
            yield Fault(
                ("values", "input"),
                f"values.input has {found} {plural(found, 'channel')} but in_channels says "
                f"{given}; its first level lists the channels",
            )

    def _size_faults(self) -> Iterator[Fault]:
        yield from size_faults("i", "input", self.i, self.values.input)
        yield from size_faults("k", "kernel", self.k, self.values.kernel)


@dataclass(frozen=True, slots=True)
class Pooling(Window):
    """A window without weights. Its stride is 1 unless given; torch would take the kernel size."""

    is_weighted: ClassVar[bool] = False

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys, as torch would refuse them."""
        if self.values.kernel:
            yield Fault(("values", "kernel"), "pooling has no kernel values; drop values.kernel")
            return
        if self.values.bias:
            yield Fault(("values", "bias"), "pooling has no bias; drop values.bias")
        found = list(Window.faults(self))
        yield from found or self._padding_faults()

    def _padding_faults(self) -> Iterator[Fault]:
        for n, axis in enumerate(self.axes):
            widest = max(axis.p_before, axis.p_after)
            if 2 * widest > axis.k_hat:
                yield Fault(
                    ("p", n),
                    f"padding {widest} is more than half of the window, {axis.k_hat}: a window "
                    f"could lie in the padding alone; use at most {axis.k_hat // 2}",
                )


def channel_count(source: Array | Range | None) -> int:
    """Return how many maps a literal array has, 1 when there is none."""
    return math.prod(source.channels) if isinstance(source, Array) else 1


def size(given: Sizes, source: Array | Range | None) -> Sizes:
    """Return a map's size per axis: as given, or else that of its literal array."""
    return given or (source.shape if isinstance(source, Array) else ())


def size_faults(key: str, role: str, given: Sizes, source: Array | Range | None) -> Iterator[Fault]:
    """Yield a fault when a map's size is not known, or its literal array has another."""
    if not size(given, source):
        yield Fault((), f"{key} is missing: give the {role} size, or the numbers as values.{role}")
    elif isinstance(source, Array) and source.shape != size(given, source):
        yield Fault(
            ("values", role),
            f"values.{role} is {times(source.shape)} but {key} says {times(given)}",
        )


def fit_faults(axes: tuple[Axis, ...]) -> Iterator[Fault]:
    """Yield a fault for each axis whose kernel is wider than its padded input.

    Guide, relationships 6 and 15: the kernel fits when k^ <= i + 2p.
    """
    for n, axis in enumerate(axes):
        if axis.k_hat > axis.padded:
            kernel = "effective kernel" if axis.d > 1 else "kernel"
            padding = "2p" if axis.p_before == axis.p_after else "p_before + p_after"
            yield Fault(
                ("k", n),
                f"kernel does not fit: {kernel} {axis.k_hat} is wider than i + {padding} = "
                f"{axis.padded}; the output would be {times(a.o for a in axes)}",
            )
