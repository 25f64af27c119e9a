"""Languages: the translation of each text that convanim writes."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

ENGLISH = "en"
"""The code of the language that needs no translation."""

ANYTHING = "{}"

_OPENED = {"(": 1, "[": 1, ")": -1, "]": -1}

_MARKS = ("; ", ": ", ", ")
"""What stands between the parts of a sentence, from the widest to the narrowest."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and the translation of each text.

    Attributes
    ----------
    name : str
        Its code, such as ``"zh"``.
    words : tuple of (str, str)
        Each text in English, in which ``{}`` stands for anything, and its translation.
    """

    name: str
    words: tuple[tuple[str, str], ...]

    def translated(self, text: str) -> str:
        """Return the translation of a text; the text itself if there is none."""
        found = _table(self).translation(text)
        return text if found is None else found

    def entry(self, text: str) -> str:
        """Return the translation of a text as it is in the table, whatever its ``{}`` stand for."""
        return _table(self).entries.get(text, text)

    def knows(self, text: str) -> bool:
        """Return whether there is a translation of a text."""
        return _table(self).translation(text) is not None

    def sentence(self, text: str) -> str:
        """Return the translation of a text part by part, as punctuation tells them apart.

        Where no part has a translation, the text stays as it is.
        """
        if text in _table(self).exact:
            return _table(self).exact[text]
        for mark in _MARKS:
            parts = _split(text, mark)
            others = [self.sentence(part) for part in parts if len(parts) > 1]
            if others and others != parts:
                return self.translated(mark).join(others)
        head, opening, inside = text.partition(" (")
        if opening and _closes(inside):
            return f"{self.sentence(head)} ({self.sentence(inside[:-1])})"
        return self._phrase(text)

    def _phrase(self, text: str) -> str:
        """Return the translation of a text, which may begin with the name of an operation."""
        name, space, rest = text.partition(" ")
        spaced = name.replace("_", " ") + space + rest
        return next((self.translated(each) for each in (text, spaced) if self.knows(each)), text)


def _split(text: str, mark: str) -> list[str]:
    """Return the parts of a text between marks that are in no parentheses."""
    ends = [n for n, depth in enumerate(_depths(text)) if not depth and text.startswith(mark, n)]
    starts = [0, *(end + len(mark) for end in ends)]
    return [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]


def _closes(text: str) -> bool:
    """Return whether the last letter of a text closes a parenthesis opened before it."""
    return text.endswith(")") and min(_depths(text[:-1]), default=0) >= 0


def _depths(text: str) -> list[int]:
    """Return how many parentheses are open after each letter."""
    return [*itertools.accumulate(_OPENED.get(letter, 0) for letter in text)]


class _Table:
    """Looks up texts: those without anything variable first, then the most specific pattern."""

    def __init__(self, language: Language) -> None:
        self.entries = dict(language.words)
        self.exact = {text: other for text, other in language.words if ANYTHING not in text}
        patterns = [pair for pair in language.words if ANYTHING in pair[0]]
        patterns.sort(key=lambda pair: -len(pair[0].replace(ANYTHING, "")))
        self.patterns = [(_pattern(text), other) for text, other in patterns]

    def translation(self, text: str) -> str | None:
        if text in self.exact:
            return self.exact[text]
        for pattern, other in self.patterns:
            if found := pattern.fullmatch(text):
                return other.format(*(self.translation(each) or each for each in found.groups()))
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, text.split(ANYTHING))))


@functools.lru_cache(maxsize=8)
def _table(language: Language) -> _Table:
    return _Table(language)
