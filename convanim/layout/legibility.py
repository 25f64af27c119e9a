"""What a theme must keep legible: texts on their grounds, and roles that are told apart."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.layout.maps.tints import GROUPS, PICTURE
from convanim.layout.maps.weight_tints import NAMES
from convanim.scene.colours import mixed
from convanim.scene.vision import CONTRAST, contrast, worst_distance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.paint import Colour
    from convanim.scene.theme import Theme

APART = 10.0
"""The least distance in CAM02-UCS, with any vision, of roles that are compared."""

CLEARLY_APART = 15.0
"""That of roles that touch and mean opposite things."""

ROLES = ("page", "input", "output", "window", "window.output")
"""The roles that every figure has."""

COUNTS = tuple(f"count.{name}" for name in NAMES)
TINTS = tuple(f"weight.{row}.{column}" for row in NAMES for column in NAMES)
"""Each weight of a kernel."""

TEXTS = (
    *((role, f"{role}.value") for role in (*ROLES[1:], "window.zero", *GROUPS, "weight")),
    *((role, f"{role}.value") for role in PICTURE),
    *((f"window.{role}", f"window.{role}.value") for role in PICTURE),
    *((f"window.output.{role}", f"window.output.{role}.value") for role in PICTURE),
    *((role, f"{role}.value") for role in ("bias", "filter", "window.kernel", "window.bias")),
    *((role, f"{role}.value") for role in COUNTS),
    *((tint, "weight.value") for tint in TINTS),
    ("window", "kernel.value"),
    ("window.copied", "window.value"),
    ("window.copied", "kernel.value"),
    ("input.source", "input.source.value"),
    ("padding.copied", "input.value"),
    ("window.zero", "kernel.zero.value"),
    *(("page", text) for text in ("title", "caption", "note", "label", "index", "weight.zero")),
)
"""The role of each ground, and that of a text upon it."""

COMPARED = tuple(itertools.combinations(ROLES, 2))
TOUCHING = tuple(("window.zero", role) for role in ("window", "input", "page"))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something in a theme that is hard to read or to tell apart.

    Attributes
    ----------
    role, other : str
        The role of a text and that of its ground, or two roles that look alike.
    value, least : float
        What was measured, and what it should be at least.
    vision : str or None
        The vision that tells two roles apart the least, empty for normal; None for a contrast.
    """

    role: str
    other: str
    value: float
    least: float
    vision: str | None = None

    def __str__(self) -> str:
        if self.vision is None:
            return (
                f"text of {self.role} has a contrast of {self.value:.1f} with {self.other}; it is "
                f"hard to read below {self.least}: make the text darker or lighter"
            )
        eyes = f" with {self.vision}" if self.vision else ""
        return (
            f"{self.role} and {self.other} look alike{eyes}, at a distance of {self.value:.1f}; "
            f"give them colours {self.least:g} or more apart, a lighter and a darker one"
        )


def shortfalls(theme: Theme) -> Iterator[Shortfall]:
    """Yield what is hard to read or to tell apart in figures with a theme."""
    for ground, text in TEXTS:
        value = text_contrast(theme, ground, text)
        if value < CONTRAST:
            yield Shortfall(text, ground, value, CONTRAST)
    for pairs, least in ((COMPARED, APART), (TOUCHING, CLEARLY_APART)):
        for one, other in pairs:
            value, vision = worst_distance(ground_of(theme, one), ground_of(theme, other))
            if value < least:
                yield Shortfall(one, other, value, least, vision)


def text_contrast(theme: Theme, ground: str, text: str) -> float:
    """Return the contrast of the texts of one role on the inside of another."""
    under = ground_of(theme, ground)
    return contrast(mixed(theme.paint(text).text, under, 1), under)


def ground_of(theme: Theme, role: str) -> Colour:
    """Return the colour that the inside of a role has on the page; a window covers the input."""
    page = theme.page if theme.page[3] else (255, 255, 255, 255)
    is_over_map = role.startswith("window")
    below = mixed(theme.paint("input").fill, page, 1) if is_over_map else page
    return mixed(theme.paint(role).fill, below, 1)
