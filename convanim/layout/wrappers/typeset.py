"""A layout whose texts are measured in a face of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.layout import Wrapper
from convanim.scene.faces import measured_in

if TYPE_CHECKING:
    from convanim.layout.layout import Layout
    from convanim.scene.faces import Face
    from convanim.scene.shapes import Scene


@dataclass(frozen=True, eq=False)
class Typeset(Wrapper):
    """A layout that draws in a face.

    Drawings are made when they are asked for; the room for their texts is then that of the face.

    Attributes
    ----------
    layout : Layout
        What is drawn.
    face : Face
        The face.
    """

    layout: Layout
    face: Face

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""
        with measured_in(self.face):
            return self.layout.scene(n)

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""
        with measured_in(self.face):
            return self.layout.at_rest()

    def at_end(self) -> Scene:
        """Return the drawing after all steps."""
        with measured_in(self.face):
            return self.layout.at_end()
