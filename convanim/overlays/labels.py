"""The names of what is drawn: input, output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.layers.subject import each_named
from convanim.layout.overlay import Overlay
from convanim.scene import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.places import Place, Places


@dataclass(frozen=True, slots=True)
class Labels(Overlay):
    """Writes the name of each map beside it, with a number where several have one name."""

    name: ClassVar = "labels"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where nothing with a name is drawn."""
        if layout.names is None and not any(_named_places(layout)):
            yield from self.needs_places(layout)

    def marks(self, subject: Subject, layout: Layout) -> tuple[shapes.Layer, ...]:
        """Return the names, each one level with others of its anchor."""
        if layout.names is not None:
            return layout.names
        return tuple(
            label
            for shown in _named_places(layout)
            for role, places in _by_role(shown).items()
            for label in _named(_name(role, subject, layout), places)
        )


def _named_places(layout: Layout) -> tuple[Places, ...]:
    """Return the places whose maps are named: those of the page, or else of each of its parts."""
    return (layout.places,) if layout.places else tuple(part.places for part in layout.parts)


def _by_role(places: Places) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for (role, _), place in places.items():
        found.setdefault(role, []).append(place)
    return found


def _named(name: str, places: Sequence[Place]) -> Iterator[shapes.Labels]:
    """Yield the name of the maps of a role, numbered where there are several."""
    for text, place in zip(each_named(name, len(places)), places, strict=True):
        point, anchor = place.name_point()
        if text:
            yield shapes.Labels("label", ((text, point),), anchor)


def _name(role: str, subject: Subject, layout: Layout) -> str:
    # A view with steps of its own, such as stamps, has maps of its own.
    given = subject.map_names if layout.sweep is subject.sweep else subject.ends
    if role == "kernel" and subject.layer and subject.layer.flip:
        return subject.layer.kernel_name
    return given.get(role, role)
