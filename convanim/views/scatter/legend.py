"""The legend of a heat map: the shade of each number of stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.scene.geometry import CELL, Projection
from convanim.scene.shapes import Labels, Polygons
from convanim.scene.typesetting import SIZE, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layout.maps.plane import Plane
    from convanim.scene.shapes import Layer
    from convanim.views.scatter.hits import Hits

TEXT = "stamps per cell"

BELOW = 2.0
"""Distance from the output down to the bottom of the legend, in cells; numbers fit between."""


def legend(hits: Hits, output: Plane) -> Iterator[Layer]:
    """Yield a cell for each number of stamps that occurs, in its shade, below the output."""
    shades = {
        hit.text: hit.role
        for each in hits.values()
        for hit in each
        if hit.role.startswith("count.")
    }
    x, y = output.point(output.height + BELOW - 0.5, 0)
    left = x + width(TEXT) * SIZE + CELL / 2
    cells = Projection((CELL, 0), (0, CELL), (left, y - CELL / 2))
    yield Labels("label", ((TEXT, (x, y)),), "start")
    for n, (text, role) in enumerate(sorted(shades.items(), key=lambda pair: int(pair[0]))):
        yield Polygons(role, (cells.rectangle(n, 0, n + 1, 1),))
        yield Labels(f"{role}.value", ((text, cells.point(n + 0.5, 0.5)),))
