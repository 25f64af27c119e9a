"""The books of the figures of a gallery: one script a topic, and the letters that all share.

A script hands over deflated JSON by its name: ``letters`` maps the mark of each letter to its
outline. Those of topics have ``letters``, the marks that their books number; ``themes``, which
these number, too; ``names``, those of the figures; and their ``books`` and ``films`` key by key,
with a list of what each figure has, which deflates better than figure by figure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from convanim import config
from convanim.batch.facts import digest
from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.film.latex import snippet
from convanim.film.player import columns, packed, unpacked
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from convanim.batch import Job
    from convanim.gallery.card import Card
    from convanim.gallery.topics import Topic

MARK = "// convanim gallery\n"
"""The first line of each script, which identifies earlier versions of it."""

LETTERS = "letters"
LETTERS_FILE = "site/letters.js"
"""The script of the letters."""

MARK_LENGTH = 12
"""Digits of the hash of an outline, of which no two letters have the same."""

SAID_ELSEWHERE = frozenset({"film", "frameworks"})
"""Sections of an explanation that a page leaves out: it has the film and the code."""

Book = dict[str, Any]


@dataclass
class Library:
    """The books of all figures.

    Attributes
    ----------
    topics : tuple of Topic
        The topics with their figures.
    folder : Path
        The folder of the gallery.
    current : set of str
        Scripts in that folder whose books need not be made again.
    """

    topics: tuple[Topic, ...]
    folder: Path
    current: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        """Return the text of a script."""
        if name != LETTERS:
            return script(name, self._shelves[name].content)
        letters = {
            mark: path for shelf in self._shelves.values() for mark, path in shelf.letters.items()
        }
        return script(name, dict(sorted(letters.items())))

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        """The shelf of each topic."""
        known = self._read(LETTERS)
        found = {}
        for topic in self.topics:
            shelf = self._read(topic.book)
            if shelf and known.keys() >= set(shelf["letters"]):
                found[topic.book] = Shelf(shelf, {mark: known[mark] for mark in shelf["letters"]})
            else:
                found[topic.book] = shelved(_books(topic))
        return found

    def _read(self, name: str) -> dict[str, Any]:
        """Return what a script holds; nothing unless it is up to date."""
        path = file_of(name)
        if path not in self.current:
            return {}
        text = (self.folder / path).read_text(encoding="utf-8")
        held: dict[str, Any] = unpacked(text.rsplit('"', 2)[1])
        return held


class Shelf(NamedTuple):
    """What the script of a topic holds, and the outlines of its letters by their marks."""

    content: dict[str, Any]
    letters: dict[str, str]


def file_of(name: str) -> str:
    """Return the file of a script, relative to the folder of the gallery."""
    return f"site/{name}.js"


def script(name: str, content: Mapping[str, Any]) -> str:
    """Return the script that hands something over."""
    return f'{MARK}shelve({json.dumps(name)}, "{packed(content)}");\n'


def key(topic: Topic) -> str:
    """Return the hash of all that the books of a topic depend on."""
    page = config.output("html")
    made = [replace(job, outputs=(page,)).wanted[0].key for _, job in topic.figures]
    return digest([made, [(card.name, card.config) for card, _ in topic.figures]])


def shelved(books: Mapping[str, Book]) -> Shelf:
    """Return the shelf of some books."""
    letters: dict[str, str] = {}
    themes: list[Any] = []
    found = {}
    for name, book in books.items():
        marks = list(map(_mark, book["letters"]))
        letters |= dict(zip(marks, book["letters"], strict=True))
        themes += [theme for theme in book["themes"] if theme not in themes]
        found[name] = book, marks
    order = {mark: n for n, mark in enumerate(sorted(letters))}
    rows = [
        {
            **book,
            "letters": [order[mark] for mark in marks],
            "themes": [themes.index(theme) for theme in book["themes"]],
        }
        for book, marks in found.values()
    ]
    films = columns([film for row in rows for film in row.pop("films")])
    content = {"letters": list(order), "themes": themes, "names": list(books)}
    return Shelf({**content, "books": columns(rows), "films": films}, letters)


def _mark(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:MARK_LENGTH]


def _books(topic: Topic) -> dict[str, Book]:
    return {card.name: _book(card, job) for card, job in topic.figures}


def _book(card: Card, job: Job) -> Book:
    """Return the book of a figure with what its page says beyond what a player does."""
    figure = job.figure
    shot = figure.shot(figure.spec.theme)
    book: Book = registry.find(Backend, "book")().film(shot, Choice()).book(lambda: None)
    code = book["films"][0]["code"]
    code |= {"YAML": card.config, **snippets(card, job)}
    told = figure.explain()
    wanted = (each for each in told.sections() if each.heading not in SAID_ELSEWHERE)
    sections = map(told.translated, wanted)
    book["explanation"] = [[each.heading, [list(row) for row in each.rows]] for each in sections]
    return book


def snippets(card: Card, job: Job) -> dict[str, str]:
    """Return how documents show a figure, by language."""
    shot = job.figure.shot(job.figure.spec.theme)
    contents = registry.find(Backend, "contents")().film(shot, None)
    name = f"{job.figure.name}.yaml"
    return {
        "HTML": card.picture,
        "TeX": snippet(contents, None),
        "Sphinx": f".. convanim:: {name}\n   :alt: {card.alt}\n",
        "Notebook": f'import convanim\n\nconvanim.load("{name}").player()\n',
    }
