"""Lines of text below a drawing; they change from step to step, but their room does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.plugins.registry import Plugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.note import Note
    from convanim.scene.shapes import Layer


@dataclass(frozen=True, slots=True)
class Overlay(Plugin):
    """The base class of overlays: by default nothing is added.

    Attributes
    ----------
    fits_some : bool
        Of the class: whether it is enough that one of several layers has something to show.
    """

    folder: ClassVar = "overlays"
    fits_some: ClassVar[bool] = False

    def suits(self, subject: Subject) -> bool:  # noqa: ARG002
        """Return whether it can have something to show, found without laying out the layer."""
        return True

    def is_usual(self, subject: Subject, layout: Layout) -> bool:
        """Return whether a layer whose operation names it as usual has it in this layout."""
        return not any(self.faults(subject, layout))

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield why it has nothing to show."""
        yield from ()

    def marks(self, subject: Subject, layout: Layout) -> tuple[Layer, ...]:  # noqa: ARG002
        """Return layers over the drawing."""
        return ()

    def moving(
        self,
        subject: Subject,  # noqa: ARG002
        layout: Layout,  # noqa: ARG002
    ) -> Callable[[int], tuple[Layer, ...]] | None:
        """Return a function of a step's index that gives layers over its drawing.

        Given the number of steps, it returns what is left of them after the last one.
        """
        return None

    def note(self, subject: Subject, layout: Layout) -> Note | None:  # noqa: ARG002
        """Return lines below the drawing."""
        return None

    def needs_places(self, layout: Layout) -> Iterator[Fault]:
        """Yield a fault where a layout shows no map as a grid."""
        if not layout.places:
            message = f"show: {self.name} needs a view that draws maps cell by cell; remove it"
            yield Fault(("show",), message)

    def needs_room(self, layout: Layout) -> Iterator[Fault]:
        """Yield a fault where a layout shows no map as a grid with room for texts."""
        yield from self.needs_places(layout)
        if not layout.has_room:
            message = (
                f"show: {self.name} needs room in the cells, which this view draws small or fills; "
                "remove it"
            )
            yield Fault(("show",), message)
