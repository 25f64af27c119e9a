"""Inks: the colours, line widths and text sizes of a scene's roles."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated

from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

Colour = tuple[int, int, int, int]
"""Red, green, blue, opacity; 0 to 255."""

NONE: Colour = (0, 0, 0, 0)

WIDEST = 100
"""Points: the widest line, the longest dash, the largest letter."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a role is drawn; None leaves a property to the role it falls back to.

    Attributes
    ----------
    fill : Colour
        Inside of polygons.
    line : Colour
        Outlines and strokes.
    width : float
        Of lines, in points.
    dash : tuple of float
        Lengths on and off, in points; empty for a solid line.
    hatch : str
        Pattern of lines across polygons in the colour of their outline, as matplotlib writes it:
        ``"////"`` for close slanted ones; empty for none.
    text : Colour
        Labels.
    size : float
        Of labels, in points.
    """

    fill: Annotated[Colour | None, Key("colour", "inside of polygons")] = None
    line: Annotated[Colour | None, Key("colour", "outlines and strokes")] = None
    width: Annotated[float | None, Key("number", "of lines, in points", (), 0, (), WIDEST)] = None
    dash: Annotated[tuple[float, ...] | None, Key("dash", "dashes and gaps, in points")] = None
    hatch: Annotated[str | None, Key("hatch", "lines across polygons")] = None
    text: Annotated[Colour | None, Key("colour", "labels")] = None
    size: Annotated[float | None, Key("number", "of labels, in points", (), 0, (), WIDEST)] = None


@dataclass(frozen=True, slots=True)
class Paint:
    """An ink with nothing left open; a colour of opacity 0 is not drawn."""

    fill: Colour = NONE
    line: Colour = NONE
    width: float = 0.0
    dash: tuple[float, ...] = ()
    hatch: str = ""
    text: Colour = NONE
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Theme:
    """A name and an ink for each role.

    A role's property falls back along its dots: ``input.value`` to ``input`` to ``root``. So a
    view may name new roles without any theme knowing them.
    """

    name: str
    inks: tuple[tuple[str, Ink], ...]

    def paint(self, role: str) -> Paint:
        """Return the complete ink of a role."""
        inks = dict(self.inks)
        chain = [inks[name] for name in _fallbacks(role) if name in inks]
        chosen = {}
        for prop in fields(Paint):
            given = [value for ink in chain if (value := getattr(ink, prop.name)) is not None]
            if given:
                chosen[prop.name] = given[0]
        return Paint(**chosen)

    @property
    def page(self) -> Colour:
        """Colour of the paper."""
        return self.paint("page").fill


def _fallbacks(role: str) -> Iterator[str]:
    parts = role.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])
    yield "root"
