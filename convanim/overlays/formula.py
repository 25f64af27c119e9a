r"""The formula of the output size, in letters and with the figure's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.explain.formula import size_lines
from convanim.layout.overlay import Note, Overlay
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from convanim.layout.layout import Layout
    from convanim.layout.subject import Subject


@dataclass(frozen=True, slots=True)
class Formula(Overlay):
    """The most specific relationship that holds, with the numbers put in, and its number.

    Axes that are alike are told once.
    """

    name: ClassVar = "formula"

    def note(self, subject: Subject, layout: Layout) -> Note | None:
        """Return two lines for each axis that differs; None where the drawing has them itself."""
        lines = size_lines(subject.family, subject.axes)
        layers = (each for each in layout.scene(0).layers if isinstance(each, Labels))
        written = {text for each in layers for text, _ in each.texts}
        return None if written.issuperset(lines) else Note.still(lines)
