"""What an SVG document says about its figure, to programs that read it aloud."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convanim.film.about import About


def heading(about: About) -> tuple[str, str]:
    """Return the elements of the name and of the alternative text, which names its language."""
    language = f' lang="{about.language.name}"' if about.language else ""
    return (
        f"<title>{escape(about.title)}</title>",
        f"<desc{language}>{escape(about.alt)}</desc>",
    )
