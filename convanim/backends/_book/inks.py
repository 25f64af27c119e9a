"""The style sheet of a theme for the roles of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.backends._svg.inks import hexadecimal, inside, lettering, lines, pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.scene.paint import Paint
    from convanim.scene.theme import Theme

DARK = 3 * 128
"""The sum of the channels of a page's colour below which it is dark."""


def style(theme: Theme, roles: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return the name, the page, the style sheet and the hatch patterns of a theme."""
    patterns: dict[Paint, str] = {}

    def hatch(paint: Paint) -> str:
        return patterns.setdefault(paint, f"h{len(patterns)}")

    rules: dict[str, list[str]] = {}
    for (kind, role), number in roles.items():
        paint = theme.paint(role)
        if kind == "t":
            declarations = lettering(paint)
        else:
            fill = inside(paint, hatch) if kind == "a" else "fill:none"
            declarations = f"{fill};{lines(paint)}"
        rules.setdefault(declarations, []).append(f".r{number}")
    return {
        "name": theme.name,
        "page": hexadecimal(theme.page) if theme.page[3] else "none",
        "dark": sum(theme.page[:3]) < DARK,
        "css": "".join(f"{','.join(names)}{{{rule}}}" for rule, names in rules.items()),
        "patterns": "".join(pattern(name, paint) for paint, name in patterns.items()),
    }
