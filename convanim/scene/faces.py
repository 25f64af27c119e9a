"""The faces that texts are set in: how wide their letters are, from the fonts themselves."""

from __future__ import annotations

import contextlib
import functools
import json
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = Path(__file__).with_name("faces.json")
"""Advance widths of the ASCII letters of two faces, in thousandths of an em.

``python -m tests.faces`` writes them from the fonts that come with matplotlib.
"""

COMPUTER_MODERN_HEIGHT = 0.6444
"""The height of the digits of Computer Modern, in ems."""

DIGIT = 0.5
"""The width of a digit of Computer Modern, in ems."""


@dataclass(frozen=True, slots=True)
class Face:
    """The widths of a face.

    Attributes
    ----------
    widths : mapping of str to float
        The advance width of each letter, in ems; of others an estimate is used.
    breadth : float
        How much wider formulas and numbers are than in Computer Modern.
    """

    widths: Mapping[str, float]
    breadth: float = 1.0

    @classmethod
    def of(cls, widths: Mapping[str, float]) -> Face:
        """Return a face with formulas that are as much wider as its digits are."""
        return cls(widths, max(1.0, widths.get("0", DIGIT) / DIGIT))


@functools.cache
def measured() -> Mapping[str, Face]:
    """Return the faces by name whose widths are not those of Computer Modern."""
    tables = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Face.of({letter: width / 1000 for letter, width in table.items()})
        for name, table in tables.items()
    }


_current: ContextVar[Face | None] = ContextVar("face", default=None)


def current() -> Face | None:
    """Return the face that texts are measured in; None for Computer Modern."""
    return _current.get()


def breadth() -> float:
    """Return how much wider formulas and numbers are than in Computer Modern."""
    face = current()
    return 1.0 if face is None else face.breadth


@contextlib.contextmanager
def measured_in(face: Face | None) -> Iterator[None]:
    """Measure texts in a face in the body of a ``with`` statement; None for Computer Modern."""
    token = _current.set(face)
    try:
        yield
    finally:
        _current.reset(token)
