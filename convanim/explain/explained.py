"""What every explanation has: its sections as text and as tables, and its facts as JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from convanim.explain.summary import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.explain.film import FilmSummary
    from convanim.explain.summary import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(ABC):
    """The base class of explanations.

    Attributes
    ----------
    film : FilmSummary or None
        The frames of the figure; None for a part of one, and for a figure that cannot be drawn.
    """

    film: FilmSummary | None = None

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

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        return {**self.facts(), **({"film": self.film.as_dict()} if self.film else {})}

    def __str__(self) -> str:
        """Return a text for people, at most 80 columns wide."""
        return "\n\n".join(
            "\n".join((each.heading, *lines_of(each.rows, each.label_width)))
            for each in self.sections()
        )

    def _repr_html_(self) -> str:
        """Return the sections as tables, which a notebook shows."""
        return "\n".join(map(_table, self.sections()))


def _table(section: Section) -> str:
    heading = escape(section.heading)
    if not section.rows:
        return f"<p><strong>{heading}</strong></p>"
    rows = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(text)}</td></tr>'
        for label, text in section.rows
    )
    return f"<table>\n<caption>{heading}</caption>\n{rows}\n</table>"
