"""The files of a gallery's pages, each with the hash of what it is made from and its text."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim.batch.records.facts import digest
from convanim.film import player
from convanim.film.player import columns
from convanim.gallery import library, templates
from convanim.gallery.cover import NO_COVER, Cover
from convanim.gallery.snippets import snippets
from convanim.gallery.twins import twins
from convanim.gallery.words import said, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.gallery.card import Card
    from convanim.gallery.library import Library
    from convanim.gallery.topics import Topic
    from convanim.scene.language import Language

ASSETS = Path(__file__).with_name("site")

SCRIPTS = ("library.js", "preview.js", "catalogue.js", "page.js", "site.js")
"""The scripts of the site, which run after those of the player."""

STYLE_MARK = "/* convanim gallery */\n"
"""The first line of the style sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the site.

    Attributes
    ----------
    key : str
        The hash of what it is made from.
    text : callable
        Returns its text.
    """

    key: str
    text: Callable[[], str]


@dataclass(frozen=True)
class Site:
    """The pages of a gallery and what they need.

    Attributes
    ----------
    topics : tuple of Topic
        The topics with their figures, in order.
    library : Library
        The books of the figures.
    has_lab : bool
        Whether the pages lead to the lab.
    cover : Cover
        What stands above the figures.
    """

    topics: tuple[Topic, ...]
    library: Library
    has_lab: bool = False
    cover: Cover = NO_COVER

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The files by their names, relative to the folder of the gallery."""
        cards = [card for topic in self.topics for card in topic.cards]
        context = {
            "language": self.language,
            "topics": self.topics,
            "count": len(cards),
            "root": "",
            "lab": self.has_lab,
            "cover": self.cover,
            "pages": {card.name: card.page for card in cards},
            "operations": sorted({each for card in cards for each in card.operations}),
            "views": sorted({each for card in cards for each in card.views}),
        }
        everything = [*map(astuple, cards), *([astuple(self.cover)] if self.cover.heading else [])]
        found = {name: _filled(name, context, everything) for name in ("README.md", "index.html")}
        found |= {card.path: self._page(topic, card) for topic, card in self._shown}
        for name, text in (("site.css", style()), ("site.js", script())):
            found[f"site/{name}"] = Sheet(digest(text), partial(str, text))
        figures = {
            "figures": columns(list(self._listed())),
            "snippets": [snippets(moves) for moves in (False, True)],
            "texts": dict(self._texts()),
            "lab": self.has_lab,
        }
        listing = partial(library.script, library.FIGURES, figures)
        found[library.file_of(library.FIGURES)] = Sheet(digest(figures), listing)
        keys = {topic.book: library.key(topic) for topic in self.topics}
        keys[library.LETTERS] = digest(keys)
        for name, key in keys.items():
            found[library.file_of(name)] = Sheet(key, partial(self.library.text, name))
        return found

    @property
    def language(self) -> Language | None:
        """The language that all figures have in common, which is that of the index."""
        found = {card.language for _, card in self._shown}
        return found.pop() if len(found) == 1 else None

    def _texts(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each language of the figures, and what the scripts of the pages say in it."""
        for language in dict.fromkeys(card.language for _, card in self._shown):
            if language:
                yield language.name, {text: language.entry(text) for text in words()}

    @property
    def _shown(self) -> list[tuple[Topic, Card]]:
        return [(topic, card) for topic in self.topics for card in topic.cards]

    def _page(self, topic: Topic, card: Card) -> Sheet:
        """Return the page of a figure; it says nothing of others, which may come and go."""
        context: dict[str, Any] = {
            "language": card.language,
            "lab": self.has_lab,
            "topic": topic,
            "card": card,
        }
        context["root"] = "../" * card.path.count("/")
        return _filled("figure.html", context, [astuple(card), topic.heading])

    def _listed(self) -> Iterator[dict[str, Any]]:
        """Yield what the scripts of all pages know of each figure."""
        specs = {card.page: job.figure.spec for topic in self.topics for card, job in topic.figures}
        related = twins(specs)
        numbers = {page: n for n, page in enumerate(specs)}
        for topic, card in self._shown:
            yield {
                "name": card.name,
                "title": card.title,
                "stem": card.stem,
                "book": topic.book,
                "moves": card.frames > 1,
                "operations": card.operations,
                "views": card.views,
                "layers": [layer.line for layer in card.layers],
                "lines": list(card.lines) if card.language else None,
                "files": [(said(card.language, words), link) for words, link in card.files],
                "twins": [numbers[each] for each in related.get(card.page, ())],
            }


def _filled(name: str, context: dict[str, Any], facts: list[Any]) -> Sheet:
    """Return the file that a template makes; it depends on these facts."""
    return Sheet(
        digest([templates.source(name), context["lab"], facts]),
        partial(templates.filled, name, **context),
    )


def style() -> str:
    """Return the style sheet of all pages."""
    return STYLE_MARK + player.style() + player.short(asset("site.css"))


def script() -> str:
    """Return the script of all pages: the player, and what opens it."""
    controls = f"const CONTROLS = {json.dumps(player.controls(), ensure_ascii=False)};\n"
    own = player.unpacker() + "".join(player.short(asset(name)) for name in SCRIPTS)
    return f"{library.MARK}{player.script()}{controls}{own}"


def asset(name: str) -> str:
    """Return a script or a style sheet of the site."""
    return (ASSETS / name).read_text(encoding="utf-8")
