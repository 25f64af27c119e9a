"""The names of what is drawn: input, output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layout.overlay import Overlay
from convanim.scene import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout


@dataclass(frozen=True, slots=True)
class Labels(Overlay):
    """Writes the name of each role beside its first map."""

    name: ClassVar = "labels"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where nothing with a name is drawn."""
        if layout.names is None:
            yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[shapes.Layer, ...]:
        """Return the names, each one level with others of its anchor."""
        if layout.names is not None:
            return layout.names
        firsts: dict[str, shapes.Labels] = {}
        for (role, _), place in layout.places.items():
            if role not in firsts:
                point, anchor = place.name_point()
                name = _kernel_name(subject) if role == "kernel" else role
                firsts[role] = shapes.Labels("label", ((name, point),), anchor)
        return tuple(firsts.values())


def _kernel_name(subject: Subject) -> str:
    return subject.layer.kernel_name if subject.layer else "kernel"
