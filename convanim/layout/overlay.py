"""Lines of text below a drawing; they change from step to step, but their room does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.plugins.registry import Plugin
from convanim.scene.typesetting import LEADING, leading, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Beat, Layout
    from convanim.scene.shapes import Layer


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
    """

    at: Callable[[Beat | None], Sequence[str]]
    count: int
    width: float
    leading: float = LEADING

    @property
    def height(self) -> float:
        """The height of all lines, in points."""
        return self.count * self.leading

    @classmethod
    def still(cls, lines: Sequence[str]) -> Note:
        """Return lines that do not change."""
        return cls(lambda _: lines, len(lines), max(map(width, lines)), leading(lines))


@dataclass(frozen=True, slots=True)
class Overlay(Plugin):
    """The base class of overlays: by default nothing is added."""

    folder: ClassVar = "overlays"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield why it has nothing to show."""
        yield from ()

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return layers over the drawing."""
        return ()

    def note(self, subject: Subject, layout: Layout) -> Note | None:  # noqa: ARG002
        """Return lines below the drawing."""
        return None

    def needs_places(self, layout: Layout) -> Iterator[Fault]:
        """Yield a fault where a layout shows no map as a grid."""
        if not layout.places:
            message = f"show: {self.name} needs a view that draws maps cell by cell; drop it"
            yield Fault(("show",), message)
