"""The kernels of a layer as blocks of cubes beside its volumes; the one in use is lit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.maps.plane import ALONG_ROW, NAME_GAP, UP_COLUMN
from convanim.layout.maps.tints import kernel, kernel_in_use
from convanim.scene.geometry import CELL, bounds
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import LEADING, SIZE, width
from convanim.views.volume.cubes import Block, Look, Solid
from convanim.views.volume.names import named, under
from convanim.views.volume.places import CubePlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.layout.maps.tints import Tints
    from convanim.scene.geometry import Box, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import FeatureMap

GAP = CELL
"""Distance between kernels and what is beside them, in points."""

HIGHEST = 1.5
"""The greatest height of a column of kernels, relative to that of the drawing."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """The kernel of each output channel.

    Attributes
    ----------
    solids : tuple of Solid
        Their positions on the page.
    texts : tuple of str
        Their names.
    tints : tuple of tuple of str
        Those of the maps that each reads, one for each depth.
    """

    solids: tuple[Solid, ...] = ()
    texts: tuple[str, ...] = ()
    tints: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def beside(cls, page: Box, layer: NetworkLayer | None, tints: Tints) -> Kernels:
        """Return the kernels to the right of a drawing, one below the other, level with its middle.

        They are in several columns where one would be much higher than the drawing.
        """
        if layer is None or not layer.has_weights:
            return cls()
        block, texts = _block(layer), tuple(_texts(layer))
        left, bottom, right, top = bounds(_solid(block, (0.0, 0.0)).outline(block))
        wide = max(right - left, max(map(width, texts)) * SIZE) + GAP
        high = top - bottom + NAME_GAP + LEADING / 2 + GAP
        a_column = min(len(texts), max(1, int(HIGHEST * (page[3] - page[1]) / high)))
        x = page[2] + (wide + GAP) / 2 - (left + right) / 2
        y = (page[1] + page[3] + a_column * high - GAP) / 2 - top
        places = (divmod(n, a_column) for n in range(len(texts)))
        solids = (_solid(block, (x + column * wide, y - row * high)) for column, row in places)
        own = (tuple(_tints(layer, output, tints)) for output in range(len(texts)))
        return cls(tuple(solids), texts, tuple(own))

    def layers(self, in_use: int | None = None) -> Iterator[Layer]:
        """Yield all kernels, with that of one output channel in use."""
        for n, (solid, tints) in enumerate(zip(self.solids, self.tints, strict=True)):
            role = kernel_in_use if n == in_use else kernel
            yield from solid.cubes({at: Look((role(tints[at[0]]),)) for at in solid.whole})

    def places(self, maps: Sequence[FeatureMap]) -> dict[tuple[str, Index], CubePlace]:
        """Return the places of kernels that have values, the maps of each one behind another."""
        deep = len(maps) // max(1, len(self.solids))
        return {
            ("kernel", each.index): CubePlace(self.solids[n // deep], n % deep)
            for n, each in enumerate(maps)
        }

    def names(self) -> Labels:
        """Return the name of each kernel, below it."""
        return Labels("label", tuple(zip(self.texts, map(under, self.solids), strict=True)))


def _block(layer: NetworkLayer) -> Block:
    """Return the cells of a kernel: as deep as it reads channels, if it has no depth of its own."""
    rows, columns = (axis.k for axis in layer.axes[-2:])
    depth = layer.axes[0].k if len(layer.axes) == 3 else layer.channels.group_inputs
    return Block((0, 0, 0), (depth, rows, columns))


def _tints(layer: NetworkLayer, output: int, tints: Tints) -> Iterator[str]:
    """Yield the tint of the map that each depth of a kernel reads."""
    if len(layer.axes) == 3:
        yield from tints.inputs[:1] * layer.axes[0].k
    else:
        yield from (tints.inputs[channel] for channel in layer.channels.read_by(output))


def _texts(layer: NetworkLayer) -> Iterator[str]:
    count, size = layer.channels.outputs, _block(layer).past
    for n in range(1, count + 1):
        yield named(f"filter {n}:" if count > 1 else "kernel", size)


def _solid(block: Block, origin: Point) -> Solid:
    return Solid(block, ALONG_ROW, UP_COLUMN, origin=origin)
