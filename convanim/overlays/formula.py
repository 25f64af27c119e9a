r"""The formula of the output size, in letters and with the figure's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.note import Note
from convanim.layout.overlay import Overlay
from convanim.scene.formula import size_lines

if TYPE_CHECKING:
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout


@dataclass(frozen=True, slots=True)
class Formula(Overlay):
    """Writes the most specific relationship, its number, and the formula with the figure's numbers.

    Equal axes are shown once.
    """

    name: ClassVar = "formula"

    def note(self, subject: Subject, layout: Layout) -> Note | None:
        """Return two lines for each different axis; None where the drawing contains them."""
        if self.name in layout.shows:
            return None
        return Note.still(size_lines(subject.family, subject.axes))
