"""The gallery: animations, posters, and two pages that show them."""

from __future__ import annotations

import html
import itertools
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.batch.facts import digest
from convanim.batch.manifest import File, Page
from convanim.errors import ConvanimError
from convanim.files.staging import staged
from convanim.gallery.card import Card
from convanim.gallery.topics import TOPICS, heading, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.batch import Job

OUTPUTS: tuple[tuple[str, Mapping[str, bool | str]], ...] = (
    ("gif", {}),
    ("png", {"small": True}),
)
"""The formats of a gallery with their options: an animation, and its poster."""

PAGES = {"README.md": "# Gallery\n", "index.html": "<title>convanim gallery</title>"}
"""The pages, each with a text that identifies earlier versions of it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages: README.md with tables for a code host, and index.html, which plays figures.

    Attributes
    ----------
    folder : Path
        The folder of the gallery.
    cards : tuple of Card
        The figures on the pages, topic by topic.
    """

    folder: Path
    cards: tuple[Card, ...]

    @classmethod
    def of(cls, jobs: Sequence[Job], folder: Path) -> Pages:
        """Return the pages that show the figures of these jobs."""
        cards = (Card.of(job, folder) for job in jobs)
        return cls(folder, tuple(sorted(cards, key=lambda card: order(card.topic))))

    def reasons(self, known: Mapping[str, Page], force: bool = False) -> dict[str, str]:
        """Return the names of the pages that must be written, each with the reason."""
        found = {}
        for name in PAGES:
            page = known.get(name)
            fault = page.file.fault(self.folder) if page else ""
            if page is None:
                found[name] = "new"
            elif page.key != self._key(name):
                found[name] = "figures changed"
            elif fault:
                found[name] = f"file {fault}"
            elif force:
                found[name] = "forced"
        return found

    def write(self, names: Iterable[str]) -> dict[str, Page]:
        """Write pages, and return their entries for the manifest.

        Raises
        ------
        OutputError
            If a page cannot be written.
        """
        written = {}
        for name in names:
            path = self.folder / name
            with staged(path) as temporary:
                temporary.write_text(self._text(name), encoding="utf-8", newline="\n")
            written[name] = Page(self._key(name), File.of(path, self.folder))
        return written

    def differ(self, names: Iterable[str]) -> list[str]:
        """Return the names of the pages whose files differ from what would be written."""
        return [name for name in names if _read(self.folder / name) != self._text(name)]

    def _key(self, name: str) -> str:
        template = Path(__file__).with_name(f"{name}.jinja").read_text(encoding="utf-8")
        return digest([template, *map(astuple, self.cards)])

    def _text(self, name: str) -> str:
        import jinja2

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent),
            autoescape=name.endswith(".html"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= {"cell": _cell, "column": _column}
        topics = [
            (topic, heading(topic), TOPICS.get(topic, ""), list(group))
            for topic, group in itertools.groupby(self.cards, key=lambda card: card.topic)
        ]
        template = environment.get_template(f"{name}.jinja")
        return template.render(topics=topics, count=len(self.cards))


def without_films_of_stills(jobs: Iterable[Job]) -> Iterator[Job]:
    """Yield the jobs; those whose figure is one picture have no animation."""
    for job in jobs:
        stills = tuple(each for each in job.outputs if each.writer.still)
        yield replace(job, outputs=stills) if job.figure.is_still else job


def refuse_foreign(folder: Path, known: Mapping[str, Page]) -> None:
    """Refuse to overwrite files that have the names of pages but were not written by convanim.

    Raises
    ------
    ConvanimError
        If there is such a file.
    """
    for name, mark in PAGES.items():
        path = folder / name
        if name not in known and path.exists() and mark not in (_read(path) or ""):
            raise ConvanimError(
                f"{path}: not written by convanim and left unchanged;"
                " choose another folder with -o, or overwrite it with --force"
            )


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _cell(text: object) -> str:
    """Return a text for a cell of a Markdown table, with all markup escaped."""
    found = html.escape(" ".join(str(text).split()))
    return "".join(f"&#{ord(c)};" if c in "|*[]`\\~" else c for c in found)


def _column(card: Card, name: str) -> str:
    """Return one attribute of each layer, a line each."""
    lines = [_cell(getattr(each, name)) for each in card.layers]
    return "<br>".join(lines) if any(lines) else ""
