"""The explanation of a figure with several panels: one for each panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.explain.explanation import Explained
from convanim.explain.summary import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.explain.layer import Explanation
    from convanim.explain.stack import StackExplanation


@dataclass(frozen=True, slots=True)
class PanelsExplanation(Explained):
    """The explanation of a figure with several panels.

    Attributes
    ----------
    panels : tuple of Explanation or StackExplanation
        Of each panel, in order.
    """

    panels: tuple[Explanation | StackExplanation, ...]

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

    def facts(self) -> dict[str, Any]:
        """Return the arithmetic as numbers and strings."""
        return {"figure": self.figure, "panels": [panel.as_dict() for panel in self.panels]}

    def arithmetic(self) -> Iterator[Section]:
        """Yield the sections of each panel."""
        yield Section(f"{self.figure}: {len(self.panels)} panels")
        for panel in self.panels:
            yield from panel.arithmetic()
