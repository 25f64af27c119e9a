"""What a page shows of a config: its figure, its errors, and sliders for its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.api import Figure
from convanim.errors import ConfigError, ConvanimError
from convanim.serving.knobs import knobs, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convanim.config import Drafts
    from convanim.errors import Report
    from convanim.film.shot import Shot


def state(
    read: Callable[[], Drafts],
    number: int,
    values: Mapping[str, int],
    book: Callable[[Shot], dict[str, Any]],
) -> dict[str, Any]:
    """Return the errors of a config, and one of its figures.

    Parameters
    ----------
    read : callable
        Returns the figures of the config.
    number : int
        Which of them, from 0; the last one if there are fewer.
    values : mapping of str to int
        Numbers in place of those of the config, by the names of their knobs.
    book : callable
        Returns the book of a figure.
    """
    found: dict[str, Any] = {"figures": [], "errors": []}
    try:
        drafts = list(read())
        found["figures"] = [draft.figure.name for draft in drafts]
        figure = Figure.of(drafts[min(number, len(drafts) - 1)])
        figure.spec.drawable()
    except ConvanimError as error:
        return {**found, "errors": _errors(error)}
    found["knobs"] = [
        {"name": each.name, "letter": each.letter, "label": each.label, "value": each.value}
        | dict(zip(("first", "last"), each.range, strict=True))
        for each in knobs(figure)
    ]
    try:
        shown = turned(figure, values)
        shown.spec.drawable()
        shown.refuse_long(())
        found["book"] = book(shown.shot(shown.spec.theme))
    except ConvanimError as error:
        refused = error.reports[0].message if isinstance(error, ConfigError) else str(error)
        found["refusal"] = refused
    return found


def _errors(error: ConvanimError) -> list[dict[str, Any]]:
    if not isinstance(error, ConfigError):
        return [{"message": str(error)}]
    return [_error(report) for report in error.reports]


def _error(report: Report) -> dict[str, Any]:
    mark = report.mark
    if mark is None:
        return {"message": report.message}
    return {
        "message": report.message,
        "source": mark.source,
        "line": mark.line,
        "column": mark.column,
        "caret": mark.caret(),
    }
