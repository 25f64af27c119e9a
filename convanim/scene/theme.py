"""Themes: the colours, line widths and text sizes of a scene's roles."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Annotated

from convanim.plugins.key import Key
from convanim.scene.blend import between, is_between
from convanim.scene.colours import lighter, mixed
from convanim.scene.paint import Colour, Paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.errors import Mark

WIDEST = 100
"""The largest line width, dash length and text size, in points."""

FONTS = ("cm", "cm-sans", "times", "sans")
"""Computer Modern Roman, or its sans serif for text outside formulas; STIX; DejaVu Sans.

Any other font of a paint is the name of a family that is installed.
"""

FACES = {"top": 0.05, "side": -0.06}
"""How much lighter or darker than its front the faces of a cube are, in OKLab."""

GHOST = "ghost"
"""The role that stands before the role of something that is hardly there."""

HARDLY = 0.18
"""The part of its colour that a ghost has on the page."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a role is drawn; a property that is None is inherited from a more general role.

    Attributes
    ----------
    fill : Colour
        Colour of the inside of polygons.
    line : Colour
        Colour of outlines and strokes.
    width : float
        Width of lines, in points.
    dash : tuple of float
        Lengths of dashes and gaps, in points; empty for a solid line.
    hatch : str
        Pattern of lines across polygons, in the colour of their outline and the notation of
        matplotlib: ``"////"`` for dense diagonal lines; empty for none.
    text : Colour
        Colour of labels.
    size : float
        Text size of labels, in points.
    font : str
        Font of labels, one of :data:`FONTS`.
    """

    fill: Annotated[Colour | None, Key("colour", "inside of polygons")] = None
    line: Annotated[Colour | None, Key("colour", "outlines and strokes")] = None
    width: Annotated[float | None, Key("number", "of lines, in points", (), 0, (), WIDEST)] = None
    dash: Annotated[tuple[float, ...] | None, Key("dash", "dashes and gaps, in points")] = None
    hatch: Annotated[str | None, Key("hatch", "lines across polygons")] = None
    text: Annotated[Colour | None, Key("colour", "labels")] = None
    size: Annotated[float | None, Key("number", "of labels, in points", (), 0, (), WIDEST)] = None
    font: Annotated[str | None, Key("word", "of labels", words=FONTS)] = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A name and an ink for each role.

    A role inherits properties along its dots: ``input.value`` from ``input``, and that from
    ``root``. A view can therefore use new roles that no theme defines.

    Two kinds of inks follow from others unless a theme gives them. The ``top`` and the ``side`` of
    a cube are lighter and darker than its front. A ``ghost`` of a role has a tint of its colour,
    the same on all faces, and lines of its own; it is opaque, so that films need few colours. A
    fade has roles of what is between two others; see :mod:`convanim.scene.blend`.

    Attributes
    ----------
    name : str
        Its name.
    inks : tuple of (str, Ink)
        The ink of each role.
    places : tuple of (str, Mark)
        Where the user's own file or config gives a role an ink; ignored in comparisons.
    """

    name: str
    inks: tuple[tuple[str, Ink], ...]
    places: tuple[tuple[str, Mark], ...] = field(default=(), compare=False, repr=False)

    def changed(
        self, name: str, inks: Sequence[tuple[str, Ink]], places: Sequence[tuple[str, Mark]] = ()
    ) -> Theme:
        """Return a theme with a name of its own, and some properties of roles in place of these.

        The faces of a cube follow from its front again where that has another colour.
        """
        found = dict(self.inks)
        for role, ink in inks:
            own = {each.name: getattr(ink, each.name) for each in fields(Ink)}
            given = {key: value for key, value in own.items() if value is not None}
            if ink.fill is not None:
                for face in FACES:
                    found.pop(f"{role}.{face}", None)
            found[role] = replace(found.get(role, Ink()), **given)
        found |= {role: found.get(role, ink) for role, ink in inks}
        return Theme(name, tuple(found.items()), (*self.places, *places))

    def on(self, background: Colour) -> Theme:
        """Return the theme with a page of another colour.

        What lies on a transparent page keeps the tints that it has on the theme's own.
        """
        page = background if background[3] else (*self.page[:3], 0)
        return self.changed(self.name, [("page", Ink(fill=page))])

    def in_font(self, font: str) -> Theme:
        """Return the theme with all its texts in a font."""
        inks = tuple((role, replace(ink, font=None)) for role, ink in self.inks)
        return replace(self, inks=inks).changed(self.name, [("root", Ink(font=font))])

    def paint(self, role: str) -> Paint:
        """Return the ink of a role with all inherited properties."""
        if is_between(role):
            return between(role, self.paint, self.page)
        inks = dict(self.inks)
        general, _, face = role.rpartition(".")
        if face in FACES and role not in inks:
            front = self.paint(general)
            return front if is_ghost(role) else _shaded(front, FACES[face])
        if is_ghost(role) and role not in inks:
            whole = self.paint(role.removeprefix(f"{GHOST}."))
            return replace(self.paint(GHOST), fill=mixed(whole.fill, self.page, HARDLY))
        chain = [inks[name] for name in fallbacks(role) if name in inks]
        chosen = {}
        for prop in fields(Paint):
            given = [value for ink in chain if (value := getattr(ink, prop.name)) is not None]
            if given:
                chosen[prop.name] = given[0]
        return Paint(**chosen)

    def scaled(self, lines: float, texts: float = 1.0, thinnest: float = 0.0) -> Theme:
        """Return the theme with lines, dashes and texts enlarged by factors.

        Lines do not become thinner than ``thinnest``, in points, unless they are.
        """
        if lines == texts == 1.0:
            return self
        inks = ((role, _scaled(ink, lines, texts, thinnest)) for role, ink in self.inks)
        return replace(self, inks=tuple(inks))

    @property
    def font(self) -> str:
        """Font of the texts that have none of their own."""
        root = next((ink for role, ink in self.inks if role == "root"), None)
        return root.font if root and root.font else Paint().font

    @property
    def page(self) -> Colour:
        """Colour of the page."""
        return self.paint("page").fill


def is_ghost(role: str) -> bool:
    """Return whether a role is that of something that is hardly there."""
    return role.startswith(f"{GHOST}.")


def _scaled(ink: Ink, lines: float, texts: float, thinnest: float) -> Ink:
    width, dash, size = ink.width, ink.dash, ink.size
    return replace(
        ink,
        width=None if width is None else max(min(width, thinnest), width * lines),
        dash=None if dash is None else tuple(length * lines for length in dash),
        size=None if size is None else size * texts,
    )


def _shaded(front: Paint, by: float) -> Paint:
    """Return the paint of another face; a translucent shade is the same on all faces."""
    return replace(front, fill=lighter(front.fill, by)) if front.fill[3] == 255 else front


def fallbacks(role: str) -> Iterator[str]:
    """Yield the roles from which a role has its ink, itself first."""
    parts = role.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])
    yield "root"
