"""Languages: from YAML, a translation of each text; from convanim's own files or a user's."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.config.keys.theme_files import file_at, is_path
from convanim.config.text.files import load_at
from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Report
from convanim.scene.language import ANYTHING, ENGLISH, Language

if TYPE_CHECKING:
    from convanim.config.text.tree import Node
    from convanim.errors import Mark

LANGUAGES = Path(__file__).parents[2] / "languages"
"""The folder of the files of languages."""

_CODE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The tag of a language as HTML and SVG have it (BCP 47)."""


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages."""
    return (ENGLISH, *sorted(path.stem for path in LANGUAGES.glob("*.yaml")))


@functools.cache
def language(name: str) -> Language | None:
    """Return a language of convanim by its code; None for English.

    Raises
    ------
    ConfigError
        With every fault of its file.
    """
    return None if name == ENGLISH else read_language(LANGUAGES / f"{name}.yaml")


def chosen(name: str, node: Node | None) -> tuple[Language | None, list[Report]]:
    """Return the language of a figure, and what is wrong with it.

    Parameters
    ----------
    name : str
        Its code, or the path of its file.
    node : Node or None
        Where the name stands; a path is relative to its file.
    """
    if not is_path(name):
        return language(name), []
    place = node.mark if node else None
    try:
        return read_language(file_at(name, place), place), []
    except ConfigError as error:
        return None, list(error.reports)


def read_language(path: Path, place: Mark | None = None) -> Language:
    """Return the language in a file, whose path stands at a place in a config.

    Raises
    ------
    ConfigError
        With every fault of the file.
    """
    root, reports = load_at(path, place)
    words = []
    if not _CODE.fullmatch(path.stem):
        message = "the file of a language is named by its code, as in de.yaml or pt-BR.yaml, not "
        reports.append(Report(message + shown(path.name), place))
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
