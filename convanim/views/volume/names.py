"""The names of blocks of cubes and of their axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.maps.plane import NAME_GAP
from convanim.scene.geometry import bounds
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.scene.geometry import Point
    from convanim.views.volume.cubes import Solid

SMALL = 0.8
"""Size of the names of axes relative to other names."""

BESIDE = 4.0
"""Distance between an edge and its name, in points."""


def named(name: str, sizes: Sequence[int]) -> str:
    """Return a name with a size."""
    size = r" \times ".join(map(str, sizes))
    return f"{name} ${size}$"


def under(solid: Solid) -> Point:
    """Return the point for a name below the middle of a block."""
    left, bottom, right, _ = bounds(solid.outline(solid.whole))
    return (left + right) / 2, bottom - NAME_GAP


def over(solid: Solid) -> Point:
    """Return the point for a name above the middle of a block."""
    left, _, right, top = bounds(solid.outline(solid.whole))
    return (left + right) / 2, top + NAME_GAP


def axis_names(solid: Solid, axes: int) -> Iterator[Labels]:
    """Yield the names of the three axes, each beside an edge of the block."""
    depth, rows, columns = solid.whole.past
    deep = "depth" if axes == 3 else "channels"
    x, y = solid.point((depth / 2, 0, 0))
    left = [(deep, (x - BESIDE, y))]
    x, y = solid.point((depth, rows / 2, 0))
    left.append(("height", (x - BESIDE, y - BESIDE)))
    x, y = solid.point((depth, rows, columns / 2))
    right = [("width", (x + BESIDE, y - BESIDE))]
    yield Labels("label", tuple(left), "end", SMALL)
    yield Labels("label", tuple(right), "start", SMALL)
