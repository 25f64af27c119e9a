"""Exceptions and faults, with their places in a config and messages for the user."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Self

WIDEST = 160
"""The most characters shown of a line with a caret."""

MOST_FIGURES = 3
"""The most figures that a message names."""

Where = tuple[str | int, ...]
"""A path into a config: ``("values", "kernel", 1, 0)``; empty for the config as a whole."""


class ConvanimError(Exception):
    """The base of all errors that convanim raises; the text is written for the user.

    Attributes
    ----------
    config : str
        The path of the config the error is about; empty if there is none.
    """

    config = ""

    def of(self, config: object) -> Self:
        """Return the error with the path of its config."""
        self.config = str(config)
        return self


@dataclass(frozen=True, slots=True)
class Fault:
    """One error in a figure's keys, not yet located in a file."""

    where: Where
    message: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in a text: the name of the text, 1-based line and column, and the line."""

    source: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"

    def caret(self) -> str:
        """Return the line with a caret under the column, both indented by two spaces.

        Tabs are kept in the line of the caret, so that the two align in any terminal. Only the
        part around the caret is shown of a long line.
        """
        start = max(0, self.column - 1 - WIDEST // 2) if len(self.text) > WIDEST else 0
        text = self.text[start : start + WIDEST]
        gap = "".join("\t" if c == "\t" else " " for c in text[: self.column - 1 - start])
        return f"  {text}\n  {gap}^"


@dataclass(frozen=True, slots=True)
class Report:
    """An error and its position.

    Attributes
    ----------
    message : str
        What is wrong.
    mark : Mark or None
        Its position; None when the keys were given in Python.
    figures : tuple of str
        The names of the figures that have it, if only some figures of a config do.
    """

    message: str
    mark: Mark | None = None
    figures: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The stable code of this kind of error, such as ``"E301"``; empty if it has none."""
        from convanim.errors.codes import code_of

        return code_of(self.message)

    @property
    def text(self) -> str:
        """What is wrong, and with which figures."""
        if not self.figures:
            return self.message
        named = ", ".join(self.figures[:MOST_FIGURES])
        more = len(self.figures) - MOST_FIGURES
        rest = f" and {more} more" if more > 0 else ""
        return f"{self.message} ({plural(len(self.figures), 'figure')} {named}{rest})"

    def __str__(self) -> str:
        if self.mark is None:
            return self.text
        return f"{self.mark}: {self.text}\n{self.mark.caret()}"


class ConfigError(ConvanimError):
    """An invalid config, with every error that was found in it.

    Parameters
    ----------
    reports : sequence of Report
        The errors in the order of the file.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = tuple(reports)
        super().__init__("\n".join(map(str, self.reports)))

    def in_figure(self, name: str) -> ConfigError:
        """Return the error as that of one of several figures of a config."""
        return ConfigError([replace(each, figures=(name,)) for each in self.reports])

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how it is made again when a worker has raised it."""
        return type(self), (self.reports,), self.__dict__


class NoFrameError(ConvanimError, IndexError):
    """A frame that a figure does not have."""


class OutputError(ConvanimError):
    """A file that could not be written completely; no partial file is left under its name."""


class StaleError(ConvanimError):
    """A file that is not what a run would write.

    Parameters
    ----------
    message : str
        The file, and how it differs.
    options : str
        What the run that corrects it needs, such as ``"--prune"``.
    """

    def __init__(self, message: str, *options: str) -> None:
        self.options = options
        super().__init__(message)


class MissingExtraError(ConvanimError):
    """A feature was used whose package is not installed."""

    def __init__(self, feature: str, package: str) -> None:
        super().__init__(f"{feature} needs a package: python -m pip install '{package}'")


def printed(text: str) -> str:
    """Return a text that is safe to print: each character that a terminal acts on is replaced.

    These are all control characters but the tab, and those that change the writing direction.
    """
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _may_act(c) else c for c in text)


def _may_act(character: str) -> bool:

    kind = unicodedata.category(character)
    return character != "\t" and (kind[0] == "C" or kind in ("Zl", "Zp"))


LONG = 9
"""Characters of a word in which two slips are likely enough to be meant."""

_LONGEST_WORD = 60


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a word is misspelt from, or None.

    One slip is forgiven, two in a long word and none in a single letter: a letter too many,
    missing, wrong or exchanged with its neighbour. So is a known word that
    goes on where this one ends. Words that merely look alike are none: ``duration`` is not
    ``dilation``.
    """
    known = list(known)
    slips = {each: _slips(word, each) for each in known if len(word) <= _LONGEST_WORD}
    allowed = (len(word) > 1) + (len(word) >= LONG)
    near = [each for each in known if each in slips and slips[each] <= allowed]
    if near:
        return min(near, key=lambda each: (slips[each], _differing(word, each)))
    longer = [each for each in known if len(word) > 2 and each.lower().startswith(word.lower())]
    return longer[0] if len(longer) == 1 else None


def _slips(word: str, known: str) -> int:
    """Return how many slips lead from a known word to a word, whatever their case."""
    word, known = word.lower(), known.lower()
    before, row = [0] * (len(known) + 1), list(range(len(known) + 1))
    for m, letter in enumerate(word, start=1):
        older, before, row = before, row, [m]
        for n, other in enumerate(known, start=1):
            slips = min(before[n] + 1, row[n - 1] + 1, before[n - 1] + (letter != other))
            if n > 1 and m > 1 and (letter, word[m - 2]) == (known[n - 2], other):
                slips = min(slips, older[n - 2] + 1)
            row.append(slips)
    return row[-1]


def _differing(word: str, known: str) -> int:
    """Return how many letters of two words differ at the end, in which case counts."""
    return sum(a != b for a, b in zip(reversed(word), reversed(known), strict=False))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the word that is probably meant, or nothing."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def listed(words: Iterable[str]) -> str:
    """Return ``"a, b, c"``, sorted, for "choose one of" sentences."""
    return ", ".join(sorted(words))


def either(ways: Sequence[str]) -> str:
    """Return ways out as a text: ``"a, b or c"``."""
    *others, last = ways
    return f"{', '.join(others)} or {last}" if others else last


def times(shape: Iterable[int]) -> str:
    """Return ``"3 x 5"``."""
    return " x ".join(map(str, shape))


def plural(count: int, word: str) -> str:
    """Return a word in the number of a count: ``"channel"`` or ``"channels"``."""
    return word if count == 1 else f"{word}s"


def axes_of(numbers: Sequence[int]) -> str:
    """Return ``"axis 0"``, or ``"axes 0, 1 and 2"``."""
    *others, last = map(str, numbers)
    return f"axes {', '.join(others)} and {last}" if others else f"axis {last}"
