"""Lines below a drawing that change from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.scene.typesetting import LEADING, leading, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convanim.layout.beats import Beat
    from convanim.scene.shapes import Anchor


@dataclass(frozen=True, slots=True)
class Note:
    """Lines below a drawing.

    Attributes
    ----------
    at : callable
        Returns the lines of a beat, those at rest when None; ``count`` of them at most.
    count : int
        How many lines there is room for.
    width : float
        In ems; none is wider.
    leading : float
        From one to the next, in points.
    anchor : str
        Whether lines are in the ``"middle"`` of the drawing, or begin where the widest line does.
    """

    at: Callable[[Beat | None], Sequence[str]]
    count: int
    width: float
    leading: float = LEADING
    anchor: Anchor = "start"

    @property
    def height(self) -> float:
        """The height of all lines, in points."""
        return self.count * self.leading

    @classmethod
    def still(cls, lines: Sequence[str]) -> Note:
        """Return lines that do not change."""
        return cls(lambda _: lines, len(lines), max(map(width, lines)), leading(lines))
