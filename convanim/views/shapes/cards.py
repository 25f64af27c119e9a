"""Tensors as boxes of cells with their sizes at the edges; several kernels overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.captions import covered
from convanim.layout.maps.plane import MARGIN
from convanim.scene.geometry import expand
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.views.shapes.cuboid import DOT, Cuboid, Edge
from convanim.views.shapes.tensors import is_matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Layer
    from convanim.views.shapes.tensors import Tensor

MOST_CARDS = 4
"""The most kernels that are all drawn; of more, the first two and the last are drawn."""

STEP = 9.0
"""Distance from one kernel to the next, to the right and down, in points."""

BESIDE = 3.0
"""Distance between an edge and its number, in points."""

INKS: dict[str, tuple[tuple[str, ...], str]] = {
    "kernel": (("page.card", "filter"), "input"),
    "gradient": (("page.card", "filter"), "output"),
}
"""The roles of the front, from bottom to top, and of the other faces, where they are not its own.
"""


def card(tensor: Tensor) -> Iterator[Layer]:
    """Yield the drawing of a tensor, with the numbers at its edges."""
    if tensor.role == "bias":
        rod = Cuboid(Edge(1), Edge(1), Edge(tensor.size("O")))
        yield from (*rod.layers(("output",), "output"), _depth(rod))
    elif tensor.role == "kernel" or "O" in tensor.letters:
        yield from _kernels(tensor)
    else:
        box = Cuboid(*_edges(tensor, "C"))
        yield from box.layers(*INKS.get(tensor.role, ((tensor.role,), tensor.role)))
        yield from _numbers(tensor, box, box)
        if box.depth.cells:
            yield _depth(box)


def _edges(tensor: Tensor, channels: str) -> tuple[Edge, Edge, Edge]:
    """Return the edges of a box: the sizes of a map, and its channels unless three axes fill it."""
    across, up = tensor.size("W"), tensor.size("H")
    if is_matrix(tensor):
        return Edge(tensor.size("P")), Edge(tensor.size("R")), Edge(0)
    depth = "D" if "D" in tensor.letters else channels
    return Edge(across), Edge(up), Edge(tensor.size(depth) if depth in tensor.letters else 0)


def room(layers: Sequence[Layer]) -> Box:
    """Return the box that layers and their texts cover, without a margin."""
    return expand(covered(layers), -MARGIN)


def _kernels(tensor: Tensor) -> Iterator[Layer]:
    """Yield the kernels, each in front of the one before, and the number of them."""
    count = tensor.size("O")
    places = range(count) if count <= MOST_CARDS else (0, 1, MOST_CARDS - 1)
    edges = _edges(tensor, "I")
    cards = [Cuboid(*edges, (STEP * n, -STEP * n)) for n in places]
    inks = INKS["kernel"] if tensor.role == "kernel" else ((tensor.role,), tensor.role)
    for card in cards:
        # The page colour below lets a kernel hide those behind it where kernels have no colour.
        yield from card.layers(*inks)
    if count > MOST_CARDS:
        yield Strokes("root.dots", tuple(_dots(cards[1].at, cards[2].at)))
    yield from _numbers(tensor, cards[0], cards[-1])
    if cards[0].depth.cells:
        yield _depth(cards[-1])
    if count > 1:
        (x, y), (right, bottom) = cards[0].at, cards[-1].at
        corners = (x, y), (right, bottom)
        yield Polygons("output.count", (tuple(_bar(*corners)),))
        at = (x + right) / 2 - 3 * BESIDE, (y + bottom) / 2 - 3 * BESIDE
        yield Labels("label", ((str(count), at),), "end")


def _numbers(tensor: Tensor, first: Cuboid, last: Cuboid) -> Iterator[Layer]:
    """Yield the numbers to the left of the first box and below the last box."""
    if "H" in tensor.letters or is_matrix(tensor):
        at = first.point(-BESIDE, first.height.length / 2, 0.0)
        yield Labels("label", ((str(first.height.cells), at),), "end")
    x, y = last.point(last.width.length / 2, 0.0, 0.0)
    yield Labels("label", ((str(last.width.cells), (x, y - 2.5 * BESIDE)),))


def _depth(box: Cuboid) -> Layer:
    """Return the number at the edge of the depth."""
    x, y = box.point(box.width.length, 0.0, box.depth.length / 2)
    return Labels("label", ((str(box.depth.cells), (x + BESIDE, y - BESIDE)),), "start")


def _dots(start: Point, end: Point) -> Iterator[Line]:
    """Yield three dots between two corners, for the kernels that are left out."""
    for part in (0.3, 0.5, 0.7):
        x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
        yield (x - DOT / 2, y), (x + DOT / 2, y)


def _bar(start: Point, end: Point) -> Iterator[Point]:
    """Yield the corners of a bar along the lower left corners of the kernels."""
    for by, at in ((BESIDE, start), (BESIDE, end), (BESIDE + 1.5, end), (BESIDE + 1.5, start)):
        yield at[0] - by, at[1] - by
