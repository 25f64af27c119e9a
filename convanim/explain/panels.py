"""The explanation of a figure with several panels: one for each panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convanim.explain.drawing import Drawing
    from convanim.explain.layer import Explanation
    from convanim.explain.stack import StackExplanation


@dataclass(frozen=True, slots=True)
class PanelsExplanation:
    """The explanation of a figure with several panels.

    Attributes
    ----------
    figure : str
        Its name.
    panels : tuple of Explanation or StackExplanation
        Of each panel, in order.
    drawing : Drawing or None
        The film of the figure, where it is known.
    """

    figure: str
    panels: tuple[Explanation | StackExplanation, ...]
    drawing: Drawing | None = None

    @property
    def operation(self) -> str:
        """Names of the operations, each once."""
        return ", ".join(dict.fromkeys(panel.operation for panel in self.panels))

    @property
    def o(self) -> tuple[int, ...]:
        """Output size of the last panel along each axis."""
        return self.panels[-1].o

    @property
    def given(self) -> str:
        """The own sizes of every panel."""
        return " | ".join(panel.given for panel in self.panels)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        return {
            "figure": self.figure,
            "panels": [panel.as_dict() for panel in self.panels],
            **(self.drawing.as_dict() if self.drawing else {}),
        }

    def __str__(self) -> str:
        """Return a text for people."""
        text = "\n\n".join((f"{self.figure}: {len(self.panels)} panels", *map(str, self.panels)))
        return "\n".join((text, *(self.drawing.lines() if self.drawing else ())))
