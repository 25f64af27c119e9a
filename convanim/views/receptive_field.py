"""What a unit at the end of a stack sees of every feature map before it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.layers.sizes import given_sizes
from convanim.layout.plane import NAME_GAP
from convanim.layout.receptive_view import ReceptiveFieldView, Sight, contribution
from convanim.layout.tiers import NODES, Nodes, Planes, Rows
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layout.layout import Layout
    from convanim.layout.subject import Subject
    from convanim.layout.tiers import Tiers

SMALL = 0.75
"""Size of what is said of layers against that of other texts."""

_DRAWN = {1: Rows, 2: Planes}
"""How maps are drawn, by their number of axes."""


@dataclass(frozen=True, slots=True)
class ReceptiveField(ReceptiveFieldView):
    """The maps of all layers one above the other, rows of nodes or slanted planes.

    Attributes
    ----------
    nodes : str
        One of :data:`convanim.layout.tiers.NODES`.
    """

    name: ClassVar = "receptive_field"

    nodes: Annotated[
        Nodes, Key("word", "every unit in full, or the contributing alone", words=NODES)
    ] = "all"

    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Lay a stack of layers of one or two axes on a page."""
        known = contribution(subjects)
        tiers = _DRAWN[len(subjects[-1].axes)](known, self.nodes)
        return Sight(tiers, self.units(known), tuple(_told(subjects, tiers)))


def _told(subjects: Sequence[Subject], tiers: Tiers) -> Iterator[Labels]:
    """Yield the text beside each layer, and beside each map the size of its field in the input."""
    extents = [tiers.extent(number) for number in range(len(subjects) + 1)]
    right = max(extent[2] for extent in extents) + NAME_GAP
    levels = [(bottom + top) / 2 for _, bottom, _, top in extents]
    layers, maps = [], []
    for number, (subject, (below, above)) in enumerate(
        zip(subjects, itertools.pairwise(levels), strict=True)
    ):
        layers.append((_layer(subject), (right, (below + above) / 2)))
        field = tiers.contribution.field(0, number + 1)
        sizes = r" \times ".join(str(along.size) for along in field)
        maps.append((f"field ${sizes}$", (right, above)))
    yield Labels("label", tuple(layers), "start", SMALL)
    yield Labels("label", tuple(maps), "start")


def _layer(subject: Subject) -> str:
    """Return a layer's name and its own sizes, but for input and padding."""
    given = given_sizes(subject.family, subject.operation.gradient_of or subject.axes)
    sizes = (_size(key, size) for key, size in given.items() if key not in ("i", "p"))
    return f"{subject.name.replace('_', ' ')} {', '.join(sizes)}"


def _size(key: str, size: str) -> str:
    along = size.replace("x", r" \times ")
    return f"${key} = {along}$" if len(key) == 1 else escape(f"{key} {size}")
