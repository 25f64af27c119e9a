"""Draws the configs that are edited, and says what is wrong with them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim import batch
from convanim.api import Figure
from convanim.errors import ConfigError, ConvanimError
from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.plugins import registry
from convanim.serving.knobs import knobs, turned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from convanim.batch import Source
    from convanim.errors import Report


@dataclass
class Desk:
    """The configs that are edited.

    Attributes
    ----------
    paths : sequence of Path
        Configs and folders of configs; nothing else is read.
    """

    paths: Sequence[Path]
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def names(self) -> dict[str, Source]:
        """Return the configs by their names, as they are now."""
        try:
            sources = batch.sources([path for path in self.paths if path.exists()])
        except ConvanimError:  # a folder is empty for a moment
            return {}
        return {(each.folder / each.path.name).as_posix(): each for each in sources}

    def state(self, name: str, number: int, values: Mapping[str, int]) -> dict[str, Any] | None:
        """Return a config with its errors, and one of its figures; None if there is no such config.

        Parameters
        ----------
        name : str
            The config, as :meth:`names` has it.
        number : int
            Which of its figures, from 0; the last one if it has fewer.
        values : mapping of str to int
            Numbers in place of those of the config, by the names of their knobs.
        """
        names = self.names()
        if name not in names:
            return None
        with self._lock:  # matplotlib's outlines are not made by several threads at once
            return {"configs": list(names), **_state(names[name], number, values)}


def _state(source: Source, number: int, values: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {"text": _text(source.path), "figures": [], "errors": []}
    try:
        drafts = list(batch.drafts_of(source, ()))
        found["figures"] = [draft.figure.name for draft in drafts]
        draft = drafts[min(number, len(drafts) - 1)]
        figure = Figure.of(draft)
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
        shot = shown.shot(shown.spec.theme)
        found["book"] = registry.find(Backend, "book")().film(shot, Choice()).book(lambda: None)
    except ConvanimError as error:
        refused = error.reports[0].message if isinstance(error, ConfigError) else str(error)
        found["refusal"] = refused
    return found


def _text(path: Path) -> str:
    """Return a config as far as it can be read."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        return f"# {error.strerror}"


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
