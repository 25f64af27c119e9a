"""The way of the results per map and of the bias into the output: lines, and a node that adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.geometry import CELL, disc
from convanim.scene.shapes import Labels, Polygons, Strokes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layout.maps.plane import Plane
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer

BUS, TURN = 0.7 * CELL, 1.5 * CELL
"""Distances of the upright lines before and after the node from the results, in points."""

UNDER = 0.4 * CELL
"""How far below the box of a bias its line leads past other boxes, in points."""

RADIUS = 0.45 * CELL


@dataclass(frozen=True, slots=True)
class Flow:
    """The node of a group, at which the results of its maps and the bias are added.

    Attributes
    ----------
    node : Point
        Its middle on the page.
    turn : float
        Where the line from the node to a row of an output stands upright.
    """

    node: Point
    turn: float

    @classmethod
    def of(cls, results: Sequence[Plane]) -> Flow:
        """Return the flow of a group, given the places of the results of its maps."""
        first, last = results[0], results[-1]
        right, top = first.point(first.height / 2, first.width)
        bottom = last.point(last.height / 2, 0)[1]
        return cls((right + BUS, (top + bottom) / 2), right + TURN)

    def sign(self) -> Iterator[Layer]:
        """Yield the node."""
        yield Polygons("page.node", (disc(self.node, RADIUS),))
        yield Labels("sign", (("$+$", self.node),))

    def layers(
        self,
        starts: Sequence[Point],
        biases: Sequence[Plane],
        end: Point,
    ) -> Iterator[Layer]:
        """Yield the lines from the results, and from the bias, to a cell of the output."""
        x, middle = self.node
        lines: list[Line] = [(start, (x, start[1])) for start in starts]
        levels = [middle, *(y for _, y in starts)]
        for plane in biases:
            foot, bottom = plane.point(plane.height, plane.width / 2)
            levels.append(bottom - UNDER)
            lines.append(((foot, bottom), (foot, levels[-1]), (x, levels[-1])))
        lines.append(((x, min(levels)), (x, max(levels))))
        lines.append((self.node, (self.turn, middle), (self.turn, end[1]), end))
        yield Strokes("flow", tuple(lines))
        yield from self.sign()
