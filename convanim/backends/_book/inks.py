"""The styles of a theme for the roles of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.backends._svg.inks import hexadecimal, inside, lettering, lines, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.scene.paint import Paint
    from convanim.scene.theme import Theme

DARK = 3 * 128
"""The sum of the channels of a page's colour below which it is dark."""


def style(theme: Theme, roles: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the name, the page, the rules of all roles and the hatch patterns of a theme."""
    patterns: dict[Paint, str] = {}

    def hatch(paint: Paint) -> str:
        return patterns.setdefault(paint, f"h{len(patterns)}")

    def rule(kind: str, role: str) -> str:
        paint = theme.paint(role)
        if kind == "t":
            return lettering(paint)
        fill = inside(paint, hatch) if kind == "a" else "fill:none"
        return f"{fill};{lines(paint)}"

    return {
        "name": theme.name,
        "page": hexadecimal(theme.page) if theme.page[3] else "none",
        "dark": sum(theme.page[:3]) < DARK,
        "rules": [rule(kind, role) for kind, role in roles],
        "patterns": "".join(pattern(name, paint) for paint, name in patterns.items()),
    }
