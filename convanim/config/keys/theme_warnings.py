"""What is hard to read in a user's own theme, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.errors import Report
from convanim.layout.legibility import shortfalls
from convanim.scene.theme import fallbacks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Mark
    from convanim.scene.theme import Theme


def theme_warnings(theme: Theme) -> Iterator[Report]:
    """Yield what is hard to read or to tell apart because of what a user's theme says.

    What it has from a theme of convanim is not its own; these are measured by tests.
    """
    places = dict(theme.places)
    for each in shortfalls(theme) if places else ():
        if mark := _place(places, each.role) or _place(places, each.other):
            yield Report(f"warning: {each}", mark)


def _place(places: dict[str, Mark], role: str) -> Mark | None:
    """Return where the theme says what a role looks like; None where it has no own ink."""
    return next((places[name] for name in fallbacks(role) if name in places), None)
