"""What every explanation has: its sections as text and as tables, and its facts as JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import KW_ONLY, dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from convanim.explain.summary import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.explain.film import FilmSummary
    from convanim.explain.summary import Section
    from convanim.scene.language import Language


@dataclass(frozen=True, slots=True)
class Explained(ABC):
    """The base class of explanations.

    Attributes
    ----------
    figure : str
        The name of the figure.
    film : FilmSummary or None
        The frames of the figure; None for a part of one, and for a figure that cannot be drawn.
    language : Language or None
        That of the text and the tables; None for English.
    """

    figure: str
    _: KW_ONLY
    film: FilmSummary | None = None
    language: Language | None = None

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """Return the arithmetic as numbers and strings."""

    @abstractmethod
    def arithmetic(self) -> Iterator[Section]:
        """Yield the sections of the arithmetic; equal axes are explained once."""

    def sections(self) -> Iterator[Section]:
        """Yield all sections, in order."""
        yield from self.arithmetic()
        if self.film:
            yield self.film.section()

    def translated(self, section: Section) -> Section:
        """Return a section in the language of the figure, whose name stays as it is."""
        if self.language is None:
            return section
        said = section.in_language(self.language)
        _, named, heading = section.heading.rpartition(f"{self.figure}: ")
        return replace(said, heading=named + self.language.sentence(heading))

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        return {**self.facts(), **({"film": self.film.as_dict()} if self.film else {})}

    def __str__(self) -> str:
        """Return a text for people, at most 80 columns wide."""
        return "\n\n".join(
            "\n".join((each.heading, *lines_of(each.rows, each.label_width)))
            for each in map(self.translated, self.sections())
        )

    def _repr_html_(self) -> str:
        """Return the sections as tables, which a notebook shows."""
        return "\n".join(map(_table, map(self.translated, self.sections())))


def _table(section: Section) -> str:
    heading = escape(section.heading)
    if not section.rows:
        return f"<p><strong>{heading}</strong></p>"
    rows = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(text)}</td></tr>'
        for label, text in section.rows
    )
    return f"<table>\n<caption>{heading}</caption>\n{rows}\n</table>"
