"""The texts of the player, each of which a language translates."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from convanim.film import player

SAID = re.compile(r'\b(?:say|around)\("([^"]+)"')
"""How a script says a text."""

WORD = re.compile(r"[A-Za-z]{2,}")


def texts() -> tuple[str, ...]:
    """Return every text with words that the page or its scripts write, each once."""
    reader = _Reader()
    reader.feed(player.controls())
    found = (*reader.found, *SAID.findall(player.script()), player.NO_SCRIPT)
    return tuple(dict.fromkeys(text for text in found if WORD.search(text)))


class _Reader(HTMLParser):
    """Collects the texts of elements, and the attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes of an element."""
        self.found += [text for name, text in attrs if name in ("aria-label", "title") and text]

    def handle_data(self, data: str) -> None:
        """Collect a text."""
        self.found += [data.strip()] if data.strip() else []
