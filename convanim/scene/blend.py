"""Roles of what has a colour between two others, and the paint that such a role has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.scene.colours import mixed
from convanim.scene.paint import NONE
from convanim.scene.vision import CONTRAST, contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.scene.paint import Colour, Paint

START = "between "
"""What the name of such a role begins with."""

UPON = "upon "
"""What stands before the names of roles where an area of the first one is there already."""

BETWEEN = ">"
"""What stands between the names of roles."""

EXTREMES: tuple[Colour, ...] = ((0, 0, 0, 255), (255, 255, 255, 255))
"""One of these has a contrast of 4.58 or more with any colour."""


def inside(here: str, there: str, part: float, is_upon: bool = False) -> str:
    """Return the role of an area between two roles, at a part of the way to the second one.

    Where it lies upon another area of the first role, that is not drawn once more if it is
    translucent.
    """
    return f"{START}{part:.3g} {UPON if is_upon else ''}{here}{BETWEEN}{there}"


def line(role: str, part: float) -> str:
    """Return the role of lines that have gone by a part."""
    return f"{START}{part:.3g} {role}"


def letters(grounds: tuple[str, str], inks: tuple[str, str], part: float) -> str:
    """Return the role of a text on an area between two roles, with one of two inks."""
    return BETWEEN.join((inside(*grounds, part), *inks))


def is_between(role: str) -> bool:
    """Return whether a role is one of something between others."""
    return role.startswith(START)


def between(role: str, paint: Callable[[str], Paint], page: Colour) -> Paint:
    """Return the paint of something between other roles.

    Parameters
    ----------
    role : str
        Its role.
    paint : callable
        Returns the paint of a role.
    page : Colour
        The colour of the page, whose opacity is ignored.
    """
    part, _, names = role.removeprefix(START).partition(" ")
    is_upon = names.startswith(UPON)
    here, *others = names.removeprefix(UPON).split(BETWEEN)
    if not others:
        return _faint(paint(here), float(part))
    there, *inks = others
    first, second = (_ground(each, paint, page) for each in (here, there))
    if inks:
        return _inked([paint(each) for each in inks], _upon(first, second, float(part)))
    is_there = is_upon and first[3] < 255
    fill = NONE if is_there else _mixed(first, second, float(part))
    return replace(paint(here), fill=fill, width=0.0)


def _ground(role: str, paint: Callable[[str], Paint], page: Colour) -> Colour:
    return (*page[:3], 255) if role == "page" else paint(role).fill


def _mixed(here: Colour, there: Colour, part: float) -> Colour:
    """Return the colour between two; what is translucent lies upon what is there already."""
    if not (here[3] and there[3]):
        return NONE
    if here[3] < 255:
        return (*here[:3], round(here[3] * (1 - part)))
    if there[3] < 255:
        return (*there[:3], round(there[3] * part))
    return _upon(here, there, part)


def _upon(here: Colour, there: Colour, part: float) -> Colour:
    """Return the colour between two, where what is translucent lies upon the other one."""
    if here[3] < 255:
        return mixed(here, there, 1 - part)
    return mixed(there, here, part)


def _faint(whole: Paint, part: float) -> Paint:
    red, green, blue, opacity = whole.line
    return replace(whole, fill=NONE, line=(red, green, blue, round(opacity * (1 - part))))


def _inked(paints: list[Paint], ground: Colour) -> Paint:
    """Return the first paint with the ink that stands out most, if any can be read."""

    def apart(ink: Colour) -> float:
        return contrast(mixed(ink, ground, 1), ground)

    ink = max((each.text for each in paints), key=apart)
    if apart(ink) < CONTRAST:
        ink = max(EXTREMES, key=apart)
    return replace(paints[0], text=ink)
