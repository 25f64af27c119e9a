"""What a layer costs: its weights and its multiply-adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layers.costs import cost_lines
from convanim.layout.note import Note
from convanim.layout.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout


@dataclass(frozen=True, slots=True)
class Costs(Overlay):
    """Writes how many weights a layer has, and how many products of weights and units it takes."""

    name: ClassVar = "costs"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where a layer has no weights."""
        if subject.layer is None or not subject.layer.has_weights:
            message = f"show: costs needs a layer with weights; {subject.name} has none, remove it"
            yield Fault(("show",), message)

    def note(self, subject: Subject, layout: Layout) -> Note | None:
        """Return two lines; None where the drawing contains them."""
        if self.name in layout.shows or subject.layer is None:
            return None
        return Note.still(cost_lines((subject.layer,)))
