"""The receptive field of an output unit of a stack in every feature map below it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.layers.sizes import given_sizes
from convanim.layout.maps.plane import NAME_GAP
from convanim.layout.stacks.receptive_view import ReceptiveFieldView, contribution
from convanim.layout.stacks.sight import Sight
from convanim.layout.stacks.tiers import NODES, Nodes, Planes, Rows
from convanim.plugins.key import Key
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import escape

if TYPE_CHECKING:
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout

SMALL = 0.9
"""Font size of the texts about layers, relative to other texts."""

_DRAWN = {1: Rows, 2: Planes}
"""The way to draw maps, by their number of axes."""


@dataclass(frozen=True, slots=True)
class ReceptiveField(ReceptiveFieldView):
    """All maps of a stack one above the other, with the units that an output unit depends on.

    Attributes
    ----------
    nodes : str
        ``all`` draws every unit in full, ``contributing`` only those that contribute.
    """

    name: ClassVar = "receptive_field"

    nodes: Annotated[
        Nodes, Key("word", "which units are drawn in full: all, or those contributing", words=NODES)
    ] = "all"

    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Return the layout of a stack of layers of one or two axes."""
        known = contribution(subjects)
        tiers = _DRAWN[len(subjects[-1].axes)](known, self.nodes)
        extents = [tiers.extent(number) for number in range(len(subjects) + 1)]
        right = max(extent[2] for extent in extents) + NAME_GAP
        levels = [(bottom + top) / 2 for _, bottom, _, top in extents]
        texts = tuple(
            (_layer_text(subject), (right, (below + above) / 2))
            for subject, (below, above) in zip(subjects, itertools.pairwise(levels), strict=True)
        )
        spots = {number: (right, level) for number, level in enumerate(levels) if number}
        told = (Labels("label", texts, "start", SMALL),)
        return Sight(tiers, self.units(known), spots, told=told)


def _layer_text(subject: Subject) -> str:
    """Return the name of a layer and its sizes, except for input and padding."""
    given = given_sizes(subject.family, subject.operation.gradient_of or subject.axes)
    sizes = (_size_text(key, size) for key, size in given.items() if key not in ("i", "p"))
    return f"{subject.name.replace('_', ' ')} {', '.join(sizes)}"


def _size_text(key: str, size: str) -> str:
    along = size.replace("x", r" \times ")
    return f"${key} = {along}$" if len(key) == 1 else escape(f"{key} {size}")
