"""What is hard to read in a user's own theme, with its place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from convanim.errors import Report
from convanim.layout.legibility import shortfalls
from convanim.scene.theme import fallbacks

if TYPE_CHECKING:
    from convanim.errors import Mark
    from convanim.scene.theme import Theme


def theme_warnings(theme: Theme) -> tuple[Report, ...]:
    """Return what is hard to read or to tell apart because of what a user's theme says.

    What it has from a theme of convanim is not its own; these are measured by tests.
    """
    return _warnings(theme, theme.places) if theme.places else ()


@functools.lru_cache(maxsize=16)
def _warnings(theme: Theme, places: tuple[tuple[str, Mark], ...]) -> tuple[Report, ...]:
    """Return them for a theme and its places: equal themes may have others."""
    known = dict(places)
    marks = (
        (each, _place(known, each.role) or _place(known, each.other)) for each in shortfalls(theme)
    )
    return tuple(Report(f"warning: {each}", mark) for each, mark in marks if mark)


def _place(places: dict[str, Mark], role: str) -> Mark | None:
    """Return where the theme says what a role looks like; None where it has no own ink."""
    return next((places[name] for name in fallbacks(role) if name in places), None)
