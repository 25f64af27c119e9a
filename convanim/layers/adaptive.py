"""Pooling to a given size: windows of several sizes where the input is not a multiple of it."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.arithmetic.resized import Resized
from convanim.errors import Fault, times
from convanim.frameworks.snippet import Snippet, called, every
from convanim.layers.keys import Sizes
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.plugins.key import Key
from convanim.sweep import gather
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.reduction import Reduction
    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Sweep

OutputSize = Annotated[Sizes, Key("per_axis", "size of the output, 1 by default")]


@dataclass(frozen=True)
class Adaptive(Unweighted):
    """Pooling of an input into so many windows along each axis.

    Window n of o reads the units from floor(n*i / o) up to, but not, ceil((n + 1)*i / o): they
    differ by one in size, and neighbours share a unit, where o does not divide i.
    See https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html.

    Attributes
    ----------
    output_size : tuple of int
        One per axis; empty for 1.
    stem : str
        Of the class: its name in torch, without the number of axes.
    """

    stem: ClassVar[str]

    output_size: OutputSize = ()

    @abstractmethod
    def reduction(self) -> Reduction:
        """Return what computes an output from the units in its window."""

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis."""
        asked = self.output_size or (1,) * len(self.sizes)
        return tuple(_axis(i, o) for i, o in zip(self.sizes, asked, strict=True))

    def stride(self, axis: int) -> int:
        """Return the size of the output, since with so many units more all windows are larger."""
        return self.axes[axis].o

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        axes, channels = self.axes, self.channels
        o = tuple(axis.o for axis in axes)

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            index = channels.index(output)
            along = tuple(_window(axis, n) for axis, n in zip(axes, position, strict=True))
            return (Cells("input", along, index),), gather.point("output", position, index)

        steps = gather.Gather(o, channels, move, self.reduction())
        return gather.sweep(steps, gather.input_maps(self.sizes, channels, self.units), o)

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        found = list(Unweighted.faults(self))
        yield from found
        for n, axis in enumerate(() if found else self.axes):
            if axis.o > axis.i:
                yield Fault(
                    ("output_size", n),
                    f"output_size {times(self.output_size)} is more than the input, "
                    f"{times(self.sizes)}, which convanim does not repeat; use upsample",
                )

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        c, i, o = self.input_channels, self.sizes, tuple(axis.o for axis in self.axes)
        return LayerSummary.of_moves((c, *i), (c, *o), self._snippets(i, o))

    def _snippets(self, i: Sizes, o: Sizes) -> dict[str, Any]:
        other = Snippet(note="no layer has windows of several sizes")
        if set(o) == {1}:
            other = Snippet(note="a global pooling, as for global_avg_pool and global_max_pool")
        elif all(not size % count for size, count in zip(i, o, strict=True)):
            k = every(size // count for size, count in zip(i, o, strict=True))
            other = Snippet(note=f"an ordinary pooling with k = s = {k}")
        torch = Snippet(called(f"nn.{self.stem}{len(o)}d", every(o)))
        if len(o) > 3:
            torch = Snippet(note=f"no layer has {len(o)} axes")
        return {"torch": torch, "keras": other, "jax": other, "onnx": other}


def _window(axis: Resized, n: int) -> range:
    """Return the units that an output reads."""
    return range(n * axis.i // axis.o, -(-(n + 1) * axis.i // axis.o))


def _axis(i: int, o: int) -> Resized:
    whole, rest = divmod(i, o)
    widest = whole + bool(rest) + (rest > math.gcd(rest, o))
    return Resized(
        i,
        o,
        given=(("i", i), ("output_size", o)),
        rule="adaptive pooling, o windows of about i / o units",
        formula="o = output_size",
        numbers=f"{o}",
        jump=Fraction(i, o),
        start=Fraction(-(-i // o) - 1, 2),
        k=widest,
    )
