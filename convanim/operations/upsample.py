"""Upsampling: every axis becomes a whole number of times as long, by copying or interpolation."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.reduction import Copy, Sum, plain
from convanim.arithmetic.resized import Resized
from convanim.errors import Fault, times
from convanim.frameworks.snippet import Snippet, called, every
from convanim.layers.framework_names import axes_named, is_of_keras
from convanim.layers.keys import Sizes
from convanim.layers.rearranging import Unweighted
from convanim.layers.summary import LayerSummary
from convanim.plugins.key import Key
from convanim.sweep import gather
from convanim.sweep.sweep import Cells, FeatureMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.sweep.gather import Position
    from convanim.sweep.sweep import Sweep

KERAS_SCALE = 2
"""Keras's ``size`` where none is given."""

NEAREST, BILINEAR = "nearest", "bilinear"

Scale = Annotated[
    Sizes,
    Key("per_axis", "the factor by which each axis grows", ("scale_factor",)),
]
Size = Annotated[
    Sizes,
    Key("per_axis", "size of the output, a multiple of the input's; in UpSampling2D the scale"),
]
Mode = Annotated[
    str,
    Key(
        "word",
        "nearest copies a unit, bilinear weighs neighbours",
        ("interpolation",),
        words=(NEAREST, BILINEAR),
    ),
]
AlignCorners = Annotated[
    bool | None,
    Key("flag", "whether corners lie on corners; with mode: bilinear, false by default"),
]


@dataclass(frozen=True, kw_only=True)
class Upsample(Unweighted):
    """Upsampling as in torch, exact for whole numbers; bilinear interpolates on every axis.

    A step reads the units its output lies between, at most two along each axis: their weights
    are the kernel it reads. See https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.

    Attributes
    ----------
    scale : tuple of int
        One per axis.
    size : tuple of int
        The output's, as in torch, where it gives the scale; under Keras's names the scale itself.
    mode : str
        ``"nearest"`` or ``"bilinear"``.
    align_corners : bool or None
        As in torch; None for false.
    """

    name: ClassVar = "upsample"
    also: ClassVar = ("upsampling",)
    frameworks: ClassVar = ("Upsample", "UpSampling1D", "UpSampling2D", "UpSampling3D")
    grows_with: ClassVar = ("i", "scale")

    scale: Scale = ()
    size: Size = ()
    mode: Mode = NEAREST
    align_corners: AlignCorners = None

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with the scale that a size implies; in Keras it is 2 by default."""
        size = keys.get("size", ())
        if is_of_keras(name) and not (size or keys.get("scale")):
            size = (KERAS_SCALE,) * axes_named(name)
        if not size or keys.get("scale"):
            return keys
        given = {key: value for key, value in keys.items() if key != "size"}
        if is_of_keras(name):
            return {**given, "scale": size}
        sizes = cls(**given).sizes
        if len(sizes) != len(size) or any(o % i for o, i in zip(size, sizes, strict=True)):
            return keys
        return {**given, "scale": tuple(o // i for o, i in zip(size, sizes, strict=True))}

    @cached_property
    def axes(self) -> tuple[Resized, ...]:
        """The arithmetic of each axis."""
        return tuple(self._axis(i, s) for i, s in zip(self.sizes, self.scale, strict=True))

    def _axis(self, i: int, scale: int) -> Resized:
        aligned = (("align_corners", True),) if self.align_corners else ()
        return Resized(
            i,
            scale * i,
            given=(("i", i), ("scale", scale), ("mode", self.mode), *aligned),
            rule="upsampling",
            formula="o = scale*i",
            numbers=f"{scale}*{i}",
            jump=self._place(i, scale, 1) - self._place(i, scale, 0),
            start=self._place(i, scale, 0),
            k=1 if self.mode == NEAREST else 2,
        )

    def _place(self, i: int, scale: int, n: int) -> Fraction:
        """Return the position of the n-th output, in units from the centre of the first one."""
        if self.align_corners:
            return Fraction(n * (i - 1), max(1, i * scale - 1))
        return Fraction(2 * n + 1, 2 * scale) - Fraction(1, 2)

    def _weights(self, axis: int, n: int) -> tuple[int, tuple[Fraction, ...]]:
        """Return the first unit that the n-th output of an axis reads, and the units' weights."""
        i, scale = self.sizes[axis], self.scale[axis]
        if self.mode == NEAREST:
            return n // scale, (Fraction(1),)
        place = min(max(Fraction(0), self._place(i, scale, n)), Fraction(i - 1))
        first = math.floor(place)
        rest = place - first
        return first, (1 - rest, rest) if rest else (Fraction(1),)

    def _weight_count(self, i: int, scale: int) -> int:
        """Return how many weights all outputs along an axis have together, at most two each."""
        if i == 1:
            single = scale
        elif self.align_corners:
            single = math.gcd(i - 1, i * scale - 1) + 1
        else:
            single = 2 * ((scale + 1) // 2) + (i - 2) * (scale % 2)
        return 2 * i * scale - single

    def sweep(self) -> Sweep:
        """Return the feature maps and steps."""
        o = tuple(axis.o for axis in self.axes)
        along = [[self._weights(axis, n) for n in range(size)] for axis, size in enumerate(o)]
        starts = [
            tuple(itertools.accumulate((len(weights) for _, weights in row[:-1]), initial=0))
            for row in along
        ]
        has_weights = self.mode != NEAREST

        def move(output: int, position: Position) -> tuple[tuple[Cells, ...], Cells]:
            index = self.channels.index(output)
            here = [row[n] for row, n in zip(along, position, strict=True)]
            units = tuple(range(first, first + len(weights)) for first, weights in here)
            taps = tuple(
                range(start[n], start[n] + len(weights))
                for start, n, (_, weights) in zip(starts, position, here, strict=True)
            )
            reads = (Cells("input", units, index), *((Cells("kernel", taps),) * has_weights))
            return reads, gather.point("output", position, index)

        chained = [tuple(w for _, weights in row for w in weights) for row in along]
        steps = gather.Gather(o, self.channels, move, Sum() if has_weights else Copy())
        inputs = gather.input_maps(self.sizes, self.channels, self.units)
        return gather.sweep(steps, inputs, o, _kernel(chained) if has_weights else None)

    def summary(self) -> LayerSummary:
        """Return the shapes and the code in each framework."""
        c, o = self.input_channels, tuple(axis.o for axis in self.axes)
        along = map(self._weight_count, self.sizes, self.scale)
        return LayerSummary.of_moves(
            (c, *self.sizes),
            (c, *o),
            {
                "torch": self._torch(),
                "keras": self._keras(),
                "jax": self._jax((1, c, *o)),
                "onnx": self._onnx(),
            },
            multiply_adds=0 if self.mode == NEAREST else c * math.prod(along),
        )

    def _torch(self) -> Snippet:
        linear = {1: "linear", 2: "bilinear", 3: "trilinear"}.get(len(self.scale))
        return Snippet(
            called(
                "nn.Upsample",
                scale_factor=every(self.scale),
                mode=None if self.mode == NEAREST else f'"{linear}"',
                align_corners=self.align_corners,
            )
        )

    def _keras(self) -> Snippet:
        axes = len(self.scale)
        if self.align_corners:
            return Snippet(note="no layer aligns corners")
        if self.mode != NEAREST and axes != 2:
            return Snippet(note=f"UpSampling{axes}D only repeats units")
        bilinear = None if self.mode == NEAREST else '"bilinear"'
        return Snippet(
            called(f"layers.UpSampling{axes}D", every(self.scale), interpolation=bilinear)
        )

    def _jax(self, shape: tuple[int, ...]) -> Snippet:
        if self.align_corners:
            return Snippet(note="jax.image.resize does not align corners")
        method = '"nearest"' if self.mode == NEAREST else '"linear"'
        return Snippet(called("jax.image.resize", "x", shape, method))

    def _onnx(self) -> Snippet:
        if self.mode == NEAREST:
            rule = {
                "mode": '"nearest"',
                "coordinate_transformation_mode": '"asymmetric"',
                "nearest_mode": '"floor"',
            }
        else:
            aligned = '"align_corners"' if self.align_corners else '"half_pixel"'
            rule = {"mode": '"linear"', "coordinate_transformation_mode": aligned}
        code = called("helper.make_node", '"Resize", ["x", "", "scales"], ["y"]', **rule)
        return Snippet(code, f"scales is {[1, 1, *self.scale]}")

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the keys; torch refuses the same."""
        yield from Unweighted.faults(self)
        if self.size and self.scale:
            yield Fault(("size",), "size and scale both give the output's size; keep one")
        elif self.size:
            yield Fault(
                ("size",),
                f"size {times(self.size)} is not a whole multiple of the input, "
                f"{times(self.sizes)}",
            )
        elif not self.scale:
            yield Fault((), "scale is missing: the factor by which each axis grows")
        if self.align_corners is not None and self.mode == NEAREST:
            yield Fault(
                ("align_corners",),
                "align_corners belongs to mode: bilinear; nearest copies units, remove it",
            )


def _kernel(along: list[tuple[Fraction, ...]]) -> FeatureMap:
    """Return all weights as one map: along each axis those of the first output, of the next..."""
    axes = tuple((Cell.REAL,) * len(weights) for weights in along)
    values = tuple(plain(math.prod(each)) for each in itertools.product(*along))
    return FeatureMap("kernel", axes, values)
