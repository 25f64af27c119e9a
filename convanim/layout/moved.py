"""The drawings of a layout with every layer moved, or enlarged, in one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.layout.layout import Layout
    from convanim.scene.shapes import Layer, Scene


@dataclass(frozen=True, slots=True)
class Moved:
    """A layout whose layers are moved.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    move : callable
        Takes a layer, and returns it elsewhere.
    """

    layout: Layout
    move: Callable[[Layer], Layer]
    _at_rest: dict[int, tuple[Layer, Layer]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def layers(self, n: int | None, is_over: bool = False) -> list[Layer]:
        """Return the layers of a drawing; when None of the one at rest, or after all steps.

        What is there at rest is moved once, so that it stays the same in all drawings.
        """
        if not self._at_rest:
            for layer in self.layout.at_rest().layers:
                self._at_rest[id(layer)] = layer, self.move(layer)
        scene = self._resting(is_over) if n is None else self.layout.scene(n)
        return [self._of(layer) for layer in scene.layers]

    def _resting(self, is_over: bool) -> Scene:
        return self.layout.at_end() if is_over else self.layout.at_rest()

    def _of(self, layer: Layer) -> Layer:
        known = self._at_rest.get(id(layer))
        return known[1] if known else self.move(layer)
