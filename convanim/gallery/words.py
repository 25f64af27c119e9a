"""The texts of a gallery's pages, each of which a language translates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from convanim.film.player.texts import SAID, WORD
from convanim.gallery.snippets import snippets
from convanim.gallery.topics import ROOT, TOPICS, heading

if TYPE_CHECKING:
    from convanim.scene.language import Language

FOLDER = Path(__file__).parent

FILES = ("animated svg", "poster", "png", "filmstrip", "play it")
"""What the page of a figure calls its files."""

PAGES = ("base.html.jinja", "figure.html.jinja", "index.html.jinja")
SCRIPTS = ("library.js", "preview.js", "catalogue.js", "page.js")


def words() -> tuple[str, ...]:
    """Return every text with words that the pages of figures and the index write, each once."""
    sources = [FOLDER / name for name in PAGES] + [FOLDER / "site" / name for name in SCRIPTS]
    said = [text for path in sources for text in SAID.findall(path.read_text(encoding="utf-8"))]
    found = (*said, *FILES, *snippets(moves=True), *map(heading, (ROOT, *TOPICS)), *TOPICS.values())
    return tuple(dict.fromkeys(text for text in found if WORD.search(text)))


def said(language: Language | None, text: str, *parts: object) -> str:
    """Return a text of a page in a language, with its parts in the places of ``{}``."""
    entry = language.entry(text) if language else text
    return entry.format(*parts) if parts else entry
