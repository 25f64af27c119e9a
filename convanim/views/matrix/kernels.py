"""The kernels of a matrix as maps: where each of its weights comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.maps import entries
from convanim.layout.maps.plane import two_axes
from convanim.layout.maps.table import SIDE, heading, ruled, table
from convanim.layout.maps.weight_tints import tinted
from convanim.sweep.matrix import kernel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.layer import Layer as NetworkLayer
    from convanim.scene.shapes import Layer
    from convanim.sweep.matrix import WeightMatrix

HEADING = 1.5
"""The room for a heading, in cells."""

MOST_AXES = 2
"""Kernels of more axes have no plane; their weights are named in the matrix alone."""


def kernel_tables(
    matrix: WeightMatrix, layer: NetworkLayer, width: float, ends: tuple[float, float]
) -> Iterator[Layer]:
    """Yield the kernels in a row: above the matrix if there is room, otherwise to its left.

    Parameters
    ----------
    matrix : WeightMatrix
        Its weights.
    layer : Layer
        Their layer.
    width : float
        The width of the matrix, in points; its left end is at 0.
    ends : tuple of float
        The height of the upper end of the matrix, and of that of the whole drawing, in points.
    """
    if len(layer.axes) > MOST_AXES:
        return
    rows, columns = two_axes(layer.kernel_shape[2:], 1)
    kernels = entries.kernels(matrix, layer)
    across = (len(kernels) * (columns + 1) - 1) * SIDE
    below, top = ends
    fits = across <= width and below + (rows + HEADING) * SIDE <= top
    left, upper = (0.0, top) if fits else (-across - SIDE, below)
    for n, (index, texts) in enumerate(kernels.items()):
        at = {cell: cell for cell in texts}
        sheet = table((rows, columns), (left + n * (columns + 1) * SIDE, upper), texts)
        yield from tinted(sheet.plane, at)
        yield from ruled(sheet.plane, "weight", (rows, columns))
        yield from sheet.labels("weight.value")
        yield heading(sheet.plane, kernel_name(index))
