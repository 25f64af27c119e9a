"""Pixel unshuffle, or space to depth: space becomes channels, the inverse of pixel shuffle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.reduction import Copy
from convanim.arithmetic.resized import Resized
from convanim.errors import Fault
from convanim.frameworks.snippet import Snippet, called
from convanim.layers.rearranging import FLAT, Blocks
from convanim.layers.summary import LayerSummary
from convanim.plugins.key import Key
from convanim.sweep import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Cells, Sweep

Factor = Annotated[
    int,
    Key(
        "count",
        "the factor by which each axis shrinks",
        ("downscale_factor", "block_size", "blocksize"),
    ),
]


@dataclass(frozen=True, kw_only=True)
class PixelUnshuffle(Blocks):
    """Rearranges every block of r x r into r*r channels, as in torch or TensorFlow.

    A step moves one cell: an output channel is every r-th unit of its input along each axis.
    See https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html.

    Attributes
    ----------
    r : int
        The same for every axis, as in torch.
    """

    name: ClassVar = "pixel_unshuffle"
    also: ClassVar = ("space_to_depth",)
    frameworks: ClassVar = ("PixelUnshuffle", "SpaceToDepth")

    r: Factor

    @cached_property
    def channels(self) -> Channels:
        """Every channel becomes r*r channels."""
        inputs = self.input_channels
        outputs = int(inputs * self.r ** len(self.sizes))
        return Channels(inputs, outputs, inputs, takes_turns=not self.is_by_block)

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis."""
        return tuple(
            Resized(
                i,
                i // self.r,
                given=(("i", i), ("r", self.r)),
                rule="pixel unshuffle",
                formula="o = i / r",
                numbers=f"{i} / {self.r}",
                jump=Fraction(self.r),
                start=Fraction(self.r - 1, 2),
                k=self.r,
            )
            for i in self.sizes
        )

    def stride(self, axis: int) -> int:  # noqa: ARG002
        """Return the size of a block."""
        return self.r

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        channels, axes = self.channels, len(self.sizes)

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            (source,) = channels.read_by(output)
            offset = channels.place(output)
            offsets = [offset // self.r ** (axes - 1 - axis) % self.r for axis in range(axes)]
            cell = tuple(n * self.r + at for n, at in zip(position, offsets, strict=True))
            read = gather.point("input", cell, channels.index(source))
            return (read,), gather.point("output", position, channels.index(output))

        o = tuple(axis.o for axis in self.axes)
        steps = gather.Gather(o, channels, move, Copy())
        return gather.sweep(steps, gather.input_maps(self.sizes, channels, self.units), o)

    def summary(self) -> LayerSummary:
        """Return the shapes and the code; frameworks would order the channels differently."""
        r, n, is_crd = self.r, len(self.sizes), self.is_by_block
        c, made, o = self.input_channels, self.channels.outputs, tuple(axis.o for axis in self.axes)
        cut = tuple(size for each in o for size in (each, r))
        blocks, places = tuple(range(3, 2 * n + 2, 2)), tuple(range(2, 2 * n + 2, 2))
        first = (0, 1, *blocks, *places) if is_crd else (0, *blocks, 1, *places)
        blocks, places = tuple(range(2, 2 * n + 1, 2)), tuple(range(1, 2 * n + 1, 2))
        channel = 2 * n + 1
        last = (0, *places, channel, *blocks) if is_crd else (0, *places, *blocks, channel)
        moved = f"x.reshape{(1, c, *cut)}.{{}}{first}.reshape{(1, made, *o)}"
        return LayerSummary.of_moves(
            (c, *self.sizes),
            (made, *o),
            {
                "torch": self._torch(moved.format("permute")),
                "keras": Snippet(
                    f"ops.reshape(ops.transpose(ops.reshape(x, {(1, *cut, c)}), {last}), "
                    f"{(1, *o, made)})"
                ),
                "jax": Snippet(moved.format("transpose")),
                "onnx": self._onnx() if n == 2 else FLAT,
            },
        )

    def _torch(self, moved: str) -> Snippet:
        if not self.is_by_block:
            return Snippet(moved, "nn.PixelUnshuffle has the order CRD")
        return Snippet(called("nn.PixelUnshuffle", self.r)) if len(self.sizes) == 2 else FLAT

    def _onnx(self) -> Snippet:
        if self.is_by_block and self.input_channels > 1:
            return Snippet(
                note="SpaceToDepth has another order of several channels before opset 28"
            )
        node = '"SpaceToDepth", ["x"], ["y"]'
        return Snippet(called("helper.make_node", node, blocksize=self.r))

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from Blocks.faults(self)
        for n, i in enumerate(self.sizes):
            if i % self.r:
                whole = math.ceil(i / self.r) * self.r
                yield Fault(
                    ("i", n) if self.i else ("values", "input"),
                    f"input size {i} is not a multiple of r = {self.r}; make it {whole}",
                )
