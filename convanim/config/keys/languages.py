"""Languages: from the YAML files in ``convanim/languages``, a translation of each text."""

from __future__ import annotations

import functools
from pathlib import Path

from convanim.config.text.files import load
from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Report
from convanim.scene.language import ANYTHING, Language

LANGUAGES = Path(__file__).parents[2] / "languages"
"""The folder of the files of languages."""

ENGLISH = "en"
"""The language that needs no translation."""


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages."""
    return (ENGLISH, *sorted(path.stem for path in LANGUAGES.glob("*.yaml")))


@functools.cache
def language(name: str) -> Language | None:
    """Return a language by its code; None for English.

    Raises
    ------
    ConfigError
        With every fault of its file.
    """
    return None if name == ENGLISH else read_language(LANGUAGES / f"{name}.yaml")


def read_language(path: Path) -> Language:
    """Return the language in a file.

    Raises
    ------
    ConfigError
        With every fault of the file.
    """
    root, reports = load(path)
    words = []
    for text, item in root.items.items():
        other = item.node.value
        if not isinstance(other, str) or not other:
            message = f"the translation of {shown(text)} must be text, not "
            reports.append(Report(message + shown(item.node.plain()), item.node.mark))
        elif not _fits(other, text.count(ANYTHING)):
            message = f"the translation must have as many {ANYTHING} as {shown(text)}, or {{0}} ..."
            reports.append(Report(message, item.node.mark))
        else:
            words.append((text, other))
    if reports:
        raise ConfigError(reports)
    return Language(path.stem, tuple(words))


def _fits(text: str, count: int) -> bool:
    """Return whether a text takes so many parts."""
    marks = [str(n) for n in range(count)]
    try:
        made = text.format(*marks)
    except (IndexError, KeyError, ValueError):
        return False
    return all(mark in made for mark in marks)
