"""What can go wrong, said so that a user can mend it: faults, where they stand, exceptions."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

WIDEST = 160
"""Characters of a line that are shown with a caret."""

Where = tuple[str | int, ...]
"""A path into a config: ``("values", "kernel", 1, 0)``; empty for the config as a whole."""


class ConvanimError(Exception):
    """Anything that convanim refuses; its text is meant for the user.

    Attributes
    ----------
    config : str
        The file that the figure it speaks of comes from, where there is one.
    """

    config = ""

    def of(self, config: object) -> Self:
        """Return the error, with that file."""
        self.config = str(config)
        return self


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a figure's keys, not yet placed in a file."""

    where: Where
    message: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: its name, 1-based line and column, and the line itself."""

    source: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"

    def caret(self) -> str:
        """Return the line with a caret under the column, indented by two.

        Tabs stay tabs under the caret's line, so that the two align in any terminal. Of a line
        too long for one only the part around the caret is shown.
        """
        start = max(0, self.column - 1 - WIDEST // 2) if len(self.text) > WIDEST else 0
        text = self.text[start : start + WIDEST]
        gap = "".join("\t" if c == "\t" else " " for c in text[: self.column - 1 - start])
        return f"  {text}\n  {gap}^"


@dataclass(frozen=True, slots=True)
class Report:
    """A fault and where it stands; without a mark when the keys came from Python."""

    message: str
    mark: Mark | None = None

    def __str__(self) -> str:
        if self.mark is None:
            return self.message
        return f"{self.mark}: {self.message}\n{self.mark.caret()}"


class ConfigError(ConvanimError):
    """A config that cannot become a figure; holds every fault that was found.

    Parameters
    ----------
    reports : sequence of Report
        The faults in the order of the file.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = tuple(reports)
        super().__init__("\n".join(map(str, self.reports)))


class OutputError(ConvanimError):
    """A file that could not be written whole; nothing was left under its name."""


def printed(text: str) -> str:
    """Return a text as it is safe to print: what could act on a terminal is replaced, one for one.

    That is every control character but the tab, and what turns the direction of writing.
    """
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _may_act(c) else c for c in text)


def _may_act(character: str) -> bool:
    kind = unicodedata.category(character)
    return character != "\t" and (kind[0] == "C" or kind in ("Zl", "Zp"))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.6)
    by_lower = {k.lower(): k for k in known}
    return f"; did you mean '{by_lower[near[0]]}'?" if near else ""


def listed(words: Iterable[str]) -> str:
    """Return ``"a, b, c"``, sorted, for "choose one of" sentences."""
    return ", ".join(sorted(words))


def times(shape: Iterable[int]) -> str:
    """Return ``"3 x 5"``."""
    return " x ".join(map(str, shape))


def plural(count: int, word: str) -> str:
    """Return the word as it stands after a count: ``"channel"`` or ``"channels"``."""
    return word if count == 1 else f"{word}s"


def axes_of(numbers: Sequence[int]) -> str:
    """Return ``"axis 0"``, or ``"axes 0, 1 and 2"``."""
    *others, last = map(str, numbers)
    return f"axes {', '.join(others)} and {last}" if others else f"axis {last}"
