"""Checks of what a theme's ink is made of: colours, dashes and hatches."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.config.keys import numbers
from convanim.config.keys.rules import entries_of, refuse
from convanim.config.text.scalars import shown
from convanim.scene.paint import NONE
from convanim.scene.theme import WIDEST

if TYPE_CHECKING:
    from convanim.scene.paint import Colour

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_HATCH = re.compile(r"[/\\|x+-]{1,8}")


def is_colour(value: Any) -> bool:
    """Return whether a value is a colour, or ``none`` for no colour."""
    return isinstance(value, str) and (value == "none" or bool(_HEX.fullmatch(value)))


def colour(value: Any) -> Colour:
    """Return a colour; it is quoted in YAML, where ``#`` starts a comment."""
    if value == "none":
        return NONE
    if not is_colour(value):
        hint = "; write none" if value in ("transparent", False) else ""
        raise refuse(
            f"must be a colour such as '#268bd2', quoted, or none, not {shown(value)}{hint}"
        )
    digits = value[1:] if len(value) > 4 else "".join(2 * digit for digit in value[1:])
    red, green, blue, opacity = bytes.fromhex(digits.ljust(8, "f"))
    return red, green, blue, opacity


def dash(value: Any) -> tuple[float, ...]:
    """Return the lengths of dashes and gaps in turn, in points."""
    if not isinstance(value, list) or len(value) % 2 or len(value) > 8:
        raise refuse(f"must be lengths of dashes and gaps, as in [3, 3], or [], not {shown(value)}")
    return entries_of(partial(numbers.real, 0, WIDEST), value)


def hatch(value: Any) -> str:
    """Return the pattern of lines across a polygon, empty for none."""
    if value == "none":
        return ""
    if not isinstance(value, str) or not _HATCH.fullmatch(value):
        raise refuse(
            f"must be lines such as ////, up to 8 of / \\ | - + x, or none, not {shown(value)}"
        )
    return value
