"""Average pooling: the mean of the cells in the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.arithmetic.reduction import Mean
from convanim.errors import Fault
from convanim.layers.framework_names import is_of_keras
from convanim.layers.keys import CountPadding
from convanim.layers.pooling import Pooling, pooled
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.layer import Layer
    from convanim.sweep.sweep import Sweep


ONNX = "AveragePool"

Divisor = Annotated[
    int | None,
    Key("count", "what the sum of each window is divided by, the number of its cells by default"),
]


@dataclass(frozen=True)
class AvgPool(Pooling):
    """Average pooling; padding counts as zero and is included in the divisor, as in torch.

    A cell past the padding, where ``ceil_mode`` lets the last window hang over, never counts.
    Dilation is drawn although torch's average pooling has none; ONNX's has, since opset 19.
    Guide, section 1.2 and relationship 7.

    Attributes
    ----------
    count_include_pad : bool
        False leaves padding out of the average, as Keras and TensorFlow always do; under their
        names, and ONNX's, it is false by default.
    divisor_override : int or None
        What the sum of a window is divided by, as in torch; None for the number of its cells.
    """

    name: ClassVar = "avg_pool"
    also: ClassVar = ("average_pool", "avg_pooling", "average_pooling")
    frameworks: ClassVar = (
        "AvgPool1d",
        "AvgPool2d",
        "AvgPool3d",
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
        "AveragePool",
    )

    selects: ClassVar = False

    count_include_pad: CountPadding = True
    divisor_override: Divisor = None

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with what the frameworks do under that name."""
        counts = {} if name != ONNX and not is_of_keras(name) else {"count_include_pad": False}
        return {**counts, **super().named(name, keys)}

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys; torch refuses the same."""
        found = list(Pooling.faults(self))
        yield from found or (() if self.count_include_pad else self._empty_faults())

    def _empty_faults(self) -> Iterator[Fault]:
        """Yield the windows that have nothing to average, which only dilation can cause."""
        for n, axis in enumerate(self.axes):
            for position in range(axis.o) if axis.d > 1 else ():
                if not _reads_units(axis, position):
                    yield Fault(
                        ("count_include_pad",),
                        f"window {position} of axis {n} reads only padding and has nothing to "
                        "average; use less padding or dilation, or count_include_pad: true",
                    )
                    break

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        return replace(
            Pooling.layer(self),
            count_include_pad=self.count_include_pad,
            divisor=self.divisor_override,
        )

    def sweep(self) -> Sweep:
        """Return the feature maps and steps; averages of whole numbers are exact."""
        return pooled(self, Mean(self.relu, self.count_include_pad, self.divisor_override))


def _reads_units(axis: Axis, position: int) -> bool:
    """Return whether a window of a direct pooling reads any unit."""
    start = position * axis.s - axis.p_before
    first = max(0, -(start // axis.d))
    return first < axis.k and start + first * axis.d < axis.i
