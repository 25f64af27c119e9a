r"""The formula of the output size, in letters and with the figure's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.formula import size_lines
from convanim.notes import Note, Over
from convanim.scene import Labels

if TYPE_CHECKING:
    from convanim.scene import Layout
    from convanim.subject import Subject


@dataclass(frozen=True, slots=True)
class Formula(Over):
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
