"""Which layers of a graph make what each node takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.models.listing import INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BEFORE = 200
"""Layers that are remembered as the makers of one value."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Which layers make each value, the last ones on all ways to it.

    Attributes
    ----------
    makers : dict
        The numbers of layers by the name of a value; :data:`convanim.models.listing.INPUT`
        and :data:`~convanim.models.listing.REPEATED` among them.
    """

    makers: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, inputs: Sequence[str]) -> Flow:
        """Return what is known before the first node."""
        return cls(dict.fromkeys(inputs, (INPUT,)))

    def before(self, names: Sequence[str]) -> tuple[int, ...]:
        """Return the layers that make any of some values."""
        numbers = dict.fromkeys(n for name in names for n in self.makers.get(name, ()))
        return tuple(numbers)[-MOST_BEFORE:]

    def pass_through(self, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        """Note a node that is no layer."""
        self.makers.update(dict.fromkeys(outputs, self.before(inputs)))

    def start(self, number: int, outputs: Sequence[str]) -> None:
        """Note a layer, or what else makes values."""
        self.makers.update(dict.fromkeys(outputs, (number,)))
