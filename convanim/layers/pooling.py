"""The keys of pooling, and the faults that torch would report, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.padding import round_up
from convanim.arithmetic.reduction import Max
from convanim.arithmetic.relationships import POOLING
from convanim.errors import Fault, listed
from convanim.layers.framework_names import axes_named, is_of_keras
from convanim.layers.keys import RoundUp
from convanim.layers.operation import Sliding, size, size_faults
from convanim.layers.window import Window
from convanim.sweep import window as slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.reduction import Reduction
    from convanim.arithmetic.values import Values
    from convanim.sweep.sweep import Sweep

KERAS_WINDOW = 2
"""Keras's ``pool_size`` where none is given."""

WORDS = ("valid", "same", "same_lower")
"""The padding words that frameworks accept for pooling."""


@dataclass(frozen=True)
class Pooling(Window):
    """A window without weights. Its stride is 1 by default, as in ONNX.

    Under a name of torch or Keras, such as ``MaxPool2d``, it is the kernel size as there.

    Padding goes up to half of the effective kernel, where torch stops at half of k: so that a
    dilated window can be padded as TensorFlow's and ONNX's are.

    Attributes
    ----------
    ceil_mode : bool
        Whether a last window may hang over the end, where torch would not remove it.
    selects : bool
        Of the class: whether each output is a unit of its window, so that it can be put back.
    """

    selects: ClassVar[bool] = True

    family: ClassVar = POOLING

    ceil_mode: RoundUp = False

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with the stride, and in Keras the window, that a name implies."""
        if not (axes := axes_named(name)):
            return keys
        window = keys.get("k", (KERAS_WINDOW,) * axes if is_of_keras(name) else ())
        return {**keys, "k": window, "s": keys.get("s", window)}

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes along which the window slides."""
        axes = self.direct_axes
        return tuple(map(round_up, axes)) if self.ceil_mode else axes

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        return replace(Window.layer(self), ceil_mode=self.ceil_mode)

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys; torch refuses the same."""
        found = list(weight_faults(self.values)) or list(Window.faults(self))
        yield from found or self._padding_faults()

    def sweep(self) -> Sweep:
        """Return the feature maps and steps of max pooling; padding is never the maximum."""
        return pooled(self, Max(self.relu))

    def word_faults(self) -> Iterator[Fault]:
        """Yield padding words that no framework accepts for pooling."""
        for n, (word, axis) in enumerate(zip(self.p, self.direct_axes, strict=False)):
            if isinstance(word, str) and word not in WORDS:
                yield Fault(
                    ("p", n),
                    f"no framework pools with {word} padding; write {listed(WORDS)}, or at most "
                    f"half of the window in numbers, {axis.k_hat // 2}",
                )

    def _padding_faults(self) -> Iterator[Fault]:
        for n, axis in enumerate(self.axes):
            widest = max(axis.p_before, axis.p_after)
            if 2 * widest > axis.k_hat:
                yield Fault(
                    ("p", n),
                    f"padding {widest} is more than half of the window, {axis.k_hat}: a window "
                    f"could lie in the padding alone; use at most {axis.k_hat // 2}",
                )


@dataclass(frozen=True)
class GlobalPooling(Sliding):
    """A window over the whole input: k = i, o = 1."""

    family: ClassVar = POOLING

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The axes, with a kernel as wide as the input."""
        return tuple(Axis(i=i, k=i) for i in size(self.i, self.values.input))

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from weight_faults(self.values)
        yield from self.channel_faults()
        yield from size_faults("i", "input", self.i, self.values.input)


def weight_faults(values: Values) -> Iterator[Fault]:
    """Yield a fault if pooling is given numbers for a kernel or a bias."""
    if values.kernel:
        yield Fault(("values", "kernel"), "pooling has no kernel values; remove values.kernel")
    if values.bias:
        yield Fault(("values", "bias"), "pooling has no bias; remove values.bias")


def pooled(operation: Sliding, reduction: Reduction) -> Sweep:
    """Return the sweep of a window over each channel separately.

    Parameters
    ----------
    operation : Sliding
        What pools.
    reduction : Reduction
        Computes each output from the values in its window.
    """
    return slide.sweep(
        operation.axes,
        reduction,
        units=operation.units,
        channels=operation.channels,
    )
