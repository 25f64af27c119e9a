"""The panels of the figures just read: figures of a matrix that differ in other keys share them.

Equal values of different kinds, such as 1 and 1.0, are not the same. Keys are therefore known by
the identity of their nodes, which the figures of one matrix have in common.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.config.keys.common import COMMON, PANEL

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from convanim.config.figure.draft import PanelDraft
    from convanim.config.text.tree import Item, Node
    from convanim.errors import Report

    Built = tuple[tuple[PanelDraft, ...], list[Report]]

MOST = 8
"""How many are kept; the last key of a matrix varies fastest, so that a few are enough."""

OF_FIGURES = COMMON.rules.keys() - PANEL.rules.keys() - {"panels"}
"""The keys that say nothing of panels."""


@dataclass(slots=True)
class Recent:
    """What was built of the last few figures, with the nodes that it was built from."""

    _built: OrderedDict[Hashable, tuple[Node, Built]] = field(default_factory=OrderedDict)

    def panels(self, node: Node, other: Hashable, build: Callable[[], Built]) -> Built:
        """Return the panels of a figure, those of an earlier one where its keys are the same.

        Parameters
        ----------
        node : Node
            The folded keys of the figure.
        other : Hashable
            What else its panels depend on.
        build : callable
            Builds them.
        """
        key = other, tuple(_known(node))
        # A node that is kept is not given up, so that no other one gets its identity.
        built = self._built.pop(key)[1] if key in self._built else build()
        self._built[key] = node, built
        if len(self._built) > MOST:
            self._built.popitem(last=False)
        return built


def _known(node: Node) -> Iterator[Hashable]:
    """Yield what identifies the keys of panels and their values."""
    for key, item in node.items.items():
        if key not in OF_FIGURES:
            yield key, item.spelling, item.mark, _identity(item)


def _identity(item: Item) -> Hashable:
    """Return what identifies a value: a mapping is built anew for each figure, its values are not.

    Its mark is where faults of what it lacks are reported.
    """
    if isinstance(item.node.value, dict):
        return item.node.mark, tuple(_known_inside(item.node))
    return id(item.node)


def _known_inside(node: Node) -> Iterator[Hashable]:
    for key, item in node.items.items():
        yield key, item.spelling, item.mark, _identity(item)
