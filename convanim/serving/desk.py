"""Draws the configs that are edited, and says what is wrong with them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim import batch
from convanim.errors import ConvanimError
from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.plugins import registry
from convanim.serving.state import state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from convanim.batch import Source
    from convanim.film.shot import Shot


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
        source = names[name]
        with self._lock:  # matplotlib's outlines are not made by several threads at once
            found = state(partial(batch.drafts_of, source, ()), number, values, _book)
        return {"configs": list(names), "text": _text(source), **found}


def _book(shot: Shot) -> dict[str, Any]:
    book: dict[str, Any] = registry.find(Backend, "book")().film(shot, Choice()).book(lambda: None)
    return book


def _text(source: Source) -> str:
    """Return a config as far as it can be read; nothing of one that is a link to elsewhere."""
    try:
        batch.check_link(source)
        return source.path.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ConvanimError):
        return ""
