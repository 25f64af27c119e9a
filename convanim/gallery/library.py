"""The books of the figures of a gallery: one script a topic, and the letters that all share.

A script hands over deflated JSON by its name: ``letters`` maps the mark of each letter to its
outline. Those of topics have ``letters``, the marks that their books number; ``themes`` and
``shapes``, which these number, too, shapes by the step from the number before; ``rules``, which
themes number; ``names``, those of the figures; and their ``books``, ``films`` and ``tracks`` key by
key, with a list of what each has, which deflates better than figure by figure. ``figures`` lists
what the pages say of each figure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from convanim import config
from convanim.batch.records.facts import digest
from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.film.latex import snippet
from convanim.film.player import columns, in_columns, packed, signs, unpacked
from convanim.film.stepwise import steps
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from convanim.batch import Job
    from convanim.gallery.card import Card
    from convanim.gallery.topics import Topic

MARK = "// convanim gallery\n"
"""The first line of each script, which identifies earlier versions of it."""

LETTERS = "letters"
LETTERS_FILE = "site/letters.js"
"""The script of the letters."""

FIGURES = "figures"
"""The name of the script that lists all figures."""

MARK_LENGTH = 5
"""Bytes of the hash of an outline, of which no two letters have the same."""

SAID_ELSEWHERE = frozenset({"film", "frameworks"})
"""Sections of an explanation that a page leaves out: it has the film and the code."""

OF_A_PAGE = frozenset({"letters", "alt"})
"""What the page of one figure has in its book, and a gallery elsewhere."""

Book = dict[str, Any]

Shape = str | tuple[float | str, ...]
"""An outline, or a text with the numbers of its letters; see the backend ``book``."""


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
        return {topic.book: self._kept(topic) or shelved(_books(topic)) for topic in self.topics}

    def _kept(self, topic: Topic) -> Shelf | None:
        """Return the shelf that the scripts hold for a topic; None if it must be made."""
        shelf = self._read(topic.book)
        if not shelf or not self._known_letters.keys() >= set(shelf["letters"]):
            return None
        return Shelf(shelf, {mark: self._known_letters[mark] for mark in shelf["letters"]})

    @cached_property
    def _known_letters(self) -> dict[str, str]:
        """The letters that their script holds, in the format of the topics that are up to date."""
        return self._read(LETTERS)

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
    numbers: dict[str, int] = {}
    shapes: dict[Shape, int] = {}
    rules: dict[str, int] = {}
    themes: list[Any] = []
    rows = []
    for book in books.values():
        for outline in book["letters"]:
            letters.setdefault(_mark(outline), outline)
            numbers.setdefault(outline, len(numbers))
        own = [
            {**theme, "rules": [rules.setdefault(each, len(rules)) for each in theme["rules"]]}
            for theme in book["themes"]
        ]
        themes += [theme for theme in own if theme not in themes]
        shared = (_renumbered(each, book["letters"], numbers) for each in book["shapes"])
        rows.append(
            {
                **{key: value for key, value in book.items() if key not in OF_A_PAGE},
                "shapes": steps([shapes.setdefault(each, len(shapes)) for each in shared]),
                "themes": [themes.index(theme) for theme in own],
                "films": len(book["films"]),
            }
        )
    content = {
        "letters": list(letters),
        "rules": list(rules),
        "themes": columns(themes),
        "shapes": list(shapes),
    }
    films = in_columns([film for book in books.values() for film in book["films"]])
    return Shelf({**content, "names": list(books), "books": columns(rows), **films}, letters)


def _renumbered(shape: Shape, letters: Sequence[str], numbers: Mapping[str, int]) -> Shape:
    """Return a shape; the letters of a text have other numbers."""
    if isinstance(shape, str):
        return shape
    scale, *rest = shape
    return scale, *(each if n % 3 else numbers[letters[int(each)]] for n, each in enumerate(rest))


def _mark(path: str) -> str:
    return signs.written(hashlib.sha256(path.encode()).digest()[:MARK_LENGTH])


def _books(topic: Topic) -> dict[str, Book]:
    return {card.name: _book(card, job) for card, job in topic.figures}


def _book(card: Card, job: Job) -> Book:
    """Return the book of a figure with what its page says beyond what a player does."""
    figure = job.figure
    shot = figure.shot(figure.spec.theme)
    book: Book = registry.find(Backend, "book")().film(shot, _choice(job)).book(lambda: None)
    code = book["films"][0]["code"]
    code |= {
        "YAML": card.config,
        "TeX": snippet(registry.find(Backend, "contents")().film(shot, None), None),
    }
    told = figure.explain()
    wanted = (each for each in told.sections() if each.heading not in SAID_ELSEWHERE)
    sections = map(told.translated, wanted)
    book["explanation"] = [[each.heading, [list(row) for row in each.rows]] for each in sections]
    return book


def _choice(job: Job) -> Choice:
    """Return what a reader can choose: the sliders of the page that the config itself names."""
    own = (output.writer for output in job.figure.spec.outputs)
    return next((writer for writer in own if isinstance(writer, Choice)), Choice())
