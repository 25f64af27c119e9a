"""The texts that convanim writes into figures, in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.scene.shapes import Labels, Scene

if TYPE_CHECKING:
    from convanim.layout.layout import Layout
    from convanim.scene.language import Language
    from convanim.scene.shapes import Layer

GIVEN = ("title", "caption")
"""The roles of texts that a config gives, in whatever language."""


@dataclass(frozen=True, eq=False)
class Translated(Wrapper):
    """A layout whose own texts are in another language.

    Attributes
    ----------
    layout : Layout
        What is drawn, with room for its texts in English.
    language : Language
        The language.
    """

    layout: Layout
    language: Language

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        return self._translated(self.layout.scene(n))

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        return self._translated(self.layout.at_rest())

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        return self._translated(self.layout.at_end())

    def _translated(self, scene: Scene) -> Scene:
        return Scene(scene.box, tuple(map(self._layer, scene.layers)))

    def _layer(self, layer: Layer) -> Layer:
        if not isinstance(layer, Labels) or layer.role in GIVEN:
            return layer
        texts = tuple((self.language.translated(text), at) for text, at in layer.texts)
        return replace(layer, texts=texts)
