"""The transpose of a layer with weights: a convolution over the stretched and padded input."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic import padding
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.relationships import TRANSPOSED
from convanim.errors import Fault, times
from convanim.layers.keys import Direct, Extra
from convanim.layers.operation import size_faults
from convanim.layers.weighted import Weighted
from convanim.layers.window import fit_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.values import Grid


@dataclass(frozen=True)
class Transposed(Weighted):
    """The transpose of a convolution, as the direct convolution that emulates it.

    Attributes
    ----------
    a : tuple of int
        Extra zeros at the end of each axis.
    transpose_of : tuple of Axis
        The direct convolution, instead of ``i k s p d a``.
    """

    name: ClassVar = "transposed_conv"
    family: ClassVar = TRANSPOSED
    grows_with: ClassVar = ("i", "s")
    shrinks_with: ClassVar = ()

    a: Extra = ()
    transpose_of: Direct = ()

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Stride 1 over a stretched input, along each axis."""
        if self.transpose_of:
            return tuple(axis.transpose() for axis in self.transpose_of)
        axes = self.direct_axes
        words = self.p or ((0, 0),) * len(axes)
        pairs = zip(axes, words, strict=True)
        extra = self.a or tuple(padding.extra_zeros(axis, word) for axis, word in pairs)
        return tuple(Axis.transposed(axis, axis.i, a) for axis, a in zip(axes, extra, strict=True))

    def _padded(self, axis: Axis, given: padding.Pair | str) -> Axis:
        return padding.pad_transposed(axis, given)

    def _channels_of_kernels(self, first: int, second: int) -> tuple[int, int]:
        return first, second * self.groups

    @property
    def kernel_numbers(self) -> tuple[int, int]:
        """How the layer's own kernels are numbered: input channels, outputs of a group."""
        return self.channels.inputs, self.channels.group_outputs

    @property
    def filters(self) -> tuple[tuple[Grid, ...], ...] | None:
        """For each output channel the kernels that slide over its input channels."""
        kernels, channels = self.kernels, self.channels
        if kernels is None:
            return None
        count = channels.group_outputs
        # Row by row, reversing all cells is the rotation by 180 degrees on any number of axes.
        return tuple(
            tuple(kernels[n * count + output % count][::-1] for n in channels.read_by(output))
            for output in range(channels.outputs)
        )

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from self.channel_faults()
        found = list(self._direct_faults() if self.transpose_of else self._size_faults())
        words = [] if self.transpose_of else self.word_faults()
        yield from found or list(words) or self._output_faults()

    def word_faults(self) -> Iterator[Fault]:
        """Yield padding words without a meaning here, and an ``a`` that contradicts a word."""
        for n, (word, axis) in enumerate(zip(self.p, self.direct_axes, strict=False)):
            if not isinstance(word, str):
                continue
            if word not in ("valid", "same"):
                yield Fault(
                    ("p", n),
                    f"no framework transposes with {word} padding but only with same and valid; "
                    "write that of the direct convolution in numbers, "
                    f"{axis.p_before} before and {axis.p_after} after",
                )
            elif self.a:
                yield Fault(
                    ("a",), f"a follows from {word} padding; remove it, or write p in numbers"
                )

    @property
    def _kernel_words(self) -> str:
        return "in_channels x out_channels / groups"

    def _direct_faults(self) -> Iterator[Fault]:
        keys = {"i": self.i, "k": self.k, "s": self.s, "p": self.p, "d": self.d, "a": self.a}
        for key, value in keys.items():
            if value:
                yield Fault((key,), f"{key} follows from transpose_of; remove one of the two")
        misfits = list(fit_faults(self.transpose_of))
        yield from (Fault(("transpose_of", *fault.where), fault.message) for fault in misfits)
        if not misfits:
            i, k = tuple(axis.i for axis in self.axes), tuple(axis.k for axis in self.axes)
            yield from size_faults("transpose_of", "input", i, self.values.input)
            yield from size_faults("transpose_of", "kernel", k, self.values.kernel)

    def _output_faults(self) -> Iterator[Fault]:
        outputs = times(axis.o for axis in self.axes)
        for n, axis in enumerate(self.axes):
            most = max(axis.stretch, axis.d) - 1
            if axis.a > most:
                yield Fault(
                    ("a", n),
                    f"a = {axis.a} is too large: output padding stays below the stride or the "
                    f"dilation; use at most {most}",
                )
            if axis.o < 1:
                yield Fault(
                    ("p", n),
                    f"the output would be {outputs}: s(i - 1) + k^ + a - 2p = "
                    f"{axis.stretch}*{axis.i - 1} + {axis.k_hat} + {axis.a} - "
                    f"{axis.direct.p_before + axis.direct.p_after} = {axis.o}; use less padding",
                )
