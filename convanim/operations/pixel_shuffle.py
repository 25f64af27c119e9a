"""Pixel shuffle, or depth to space: channels become space, as in sub-pixel convolution."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.reduction import Copy
from convanim.arithmetic.resized import Resized
from convanim.arithmetic.values import Array
from convanim.errors import Fault
from convanim.frameworks.snippet import Snippet, called
from convanim.layers.operation import channel_count
from convanim.layers.rearranging import FLAT, Blocks
from convanim.layers.summary import LayerSummary
from convanim.plugins.key import Key
from convanim.sweep import gather
from convanim.sweep.sweep import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Sweep

Factor = Annotated[
    int,
    Key(
        "count",
        "the factor by which each axis grows",
        ("upscale_factor", "block_size", "blocksize"),
    ),
]


@dataclass(frozen=True, kw_only=True)
class PixelShuffle(Blocks):
    """Rearranges r*r channels of a position into a block of r x r, as in torch or TensorFlow.

    A step takes one position of the input: it reads the channels that make one output channel,
    first to last, and writes its block row by row.
    See https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html.

    Attributes
    ----------
    r : int
        The same for every axis, as in torch.
    """

    name: ClassVar = "pixel_shuffle"
    also: ClassVar = ("depth_to_space",)
    frameworks: ClassVar = ("PixelShuffle", "DepthToSpace")
    grows_with: ClassVar = ("i", "r")

    r: Factor

    @property
    def block(self) -> int:
        """The number of channels that become one block."""
        return int(self.r ** len(self.sizes))

    @cached_property
    def input_channels(self) -> int:
        """As given, otherwise as many as literal values have, or enough for one output channel."""
        literal = self.values.input
        found = channel_count(literal) if isinstance(literal, Array) else self.block
        return self.in_channels or found

    @cached_property
    def channels(self) -> Channels:
        """Every r*r channels become one: neighbours, or those of every unit in turn."""
        outputs = self.input_channels // self.block
        return Channels(self.input_channels, outputs, outputs, takes_turns=not self.is_by_block)

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis."""
        return tuple(
            Resized(
                i,
                self.r * i,
                given=(("i", i), ("r", self.r)),
                rule="pixel shuffle",
                formula="o = r*i",
                numbers=f"{self.r}*{i}",
                jump=Fraction(1, self.r),
                start=Fraction(1 - self.r, 2 * self.r),
            )
            for i in self.sizes
        )

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        channels = self.channels

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            block = tuple(range(n * self.r, (n + 1) * self.r) for n in position)
            reads = tuple(
                gather.point("input", position, channels.index(channel))
                for channel in channels.read_by(output)
            )
            return reads, Cells("output", block, channels.index(output))

        steps = gather.Gather(self.sizes, channels, move, Copy())
        o = tuple(axis.o for axis in self.axes)
        return gather.sweep(steps, gather.input_maps(self.sizes, channels, self.units), o)

    def summary(self) -> LayerSummary:
        """Return the shapes and the code; frameworks would order the channels differently."""
        r, i, n = self.r, self.sizes, len(self.sizes)
        c, o = self.channels.outputs, tuple(axis.o for axis in self.axes)
        blocks, is_crd = (r,) * n, self.is_by_block
        cut = (c, *blocks) if is_crd else (*blocks, c)
        at = tuple(range(2, 2 + n)) if is_crd else tuple(range(1, 1 + n))
        around = ", ".join(map(str, (d for axis in range(n) for d in (2 + n + axis, at[axis]))))
        first = f"(0, {1 if is_crd else 1 + n}, {around})"
        at = tuple(each + n for each in at)
        last = (0, *(d for axis in range(n) for d in (1 + axis, at[axis])))
        last = (*last, 1 + n if is_crd else 1 + 2 * n)
        moved = f"x.reshape{(1, *cut, *i)}.{{}}{first}.reshape{(1, c, *o)}"
        node = '"DepthToSpace", ["x"], ["y"]'
        mode = f'"{self.channel_order}"'
        return LayerSummary.of_moves(
            (self.input_channels, *i),
            (c, *o),
            {
                "torch": self._torch(moved.format("permute")),
                "keras": Snippet(
                    f"ops.reshape(ops.transpose(ops.reshape(x, {(1, *i, *cut)}), {last}), "
                    f"{(1, *o, c)})"
                ),
                "jax": Snippet(moved.format("transpose")),
                "onnx": Snippet(called("helper.make_node", node, blocksize=r, mode=mode))
                if n == 2
                else FLAT,
            },
        )

    def _torch(self, moved: str) -> Snippet:
        if not self.is_by_block:
            return Snippet(moved, "nn.PixelShuffle has the order CRD")
        return Snippet(called("nn.PixelShuffle", self.r)) if len(self.sizes) == 2 else FLAT

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        found = list(Blocks.faults(self))
        yield from found
        count, block = self.input_channels, self.block
        if not found and count % block:
            where = ("in_channels",) if self.in_channels else ("values", "input")
            factors = "*".join([str(self.r)] * len(self.sizes))
            yield Fault(
                where,
                f"{count} input {'channel is' if count == 1 else 'channels are'} not a multiple of "
                f"{factors} = {block}, which make one output channel; give "
                f"{math.ceil(count / block) * block}",
            )
