"""Checks of texts: names, words from a list, captions; and of lists and truth values."""

from __future__ import annotations

from functools import partial
from typing import Any

from convanim.config.keys.paths import CONFIG_SUFFIXES
from convanim.config.keys.rules import Findings, entries_of, refuse
from convanim.config.text.scalars import colon_hint, quotes_hint, shown
from convanim.errors import did_you_mean, listed

LONGEST_CAPTION = 2000
MATRIX_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "array", "minItems": 1},
}


def flag(value: Any) -> bool:
    """Return true or false; words such as ``yes`` are refused."""
    if not isinstance(value, bool):
        raise refuse(f"must be true or false, not {shown(value)}")
    return value


def name(value: Any) -> str:
    """Return a text with at least one character."""
    if not isinstance(value, str) or not value:
        raise refuse(f"must be a name, not {shown(value)}")
    return value


def theme(value: Any) -> str | dict[str, Any]:
    """Return the name of a theme, the path of its file, or a mapping of its inks."""
    if isinstance(value, dict) or (isinstance(value, str) and value):
        return value
    raise refuse(
        "must be the name of a theme, a file such as ./mine.yaml, or a mapping such as "
        f"{{extends: paper, input: '#b0d9f5'}}, not {shown(value)}"
    )


def font(known: tuple[str, ...], value: Any) -> str:
    """Return one of the fonts that come with convanim, or the name of an installed family."""
    if isinstance(value, dict) and [*value] == ["family"]:
        name = value["family"]
        if isinstance(name, str) and name and name.isprintable():
            return name
    elif isinstance(value, str) and value in known:
        return value
    hint = did_you_mean(value, known) if isinstance(value, str) else ""
    choice = f"one of {listed(known)}, or a mapping such as {{family: Noto Sans}}"
    raise refuse(f"must be {choice}, not {shown(value)}{hint}")


def language(known: tuple[str, ...], value: Any) -> str:
    """Return the code of a language that comes with convanim, or the path of a file of another."""
    if isinstance(value, str) and (value in known or value.endswith(CONFIG_SUFFIXES)):
        return value
    hint = did_you_mean(value, known) if isinstance(value, str) else ""
    choice = f"one of {listed(known)}, or a file such as ./de.yaml"
    raise refuse(f"must be {choice}, not {shown(value)}{hint}")


def word(words: tuple[str, ...], value: Any) -> str:
    """Return one of the words allowed."""
    if isinstance(value, str) and value in words:
        return value
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    raise refuse(f"must be one of {listed(words)}, not {shown(value)}{hint}")


def words(known: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """Return one of the words allowed or several from a list, each once."""
    check = partial(word, known)
    parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else []
    if len(parts) > 1 and {*parts} <= {*known}:
        raise refuse(f"must be a list, not {shown(value)}; write [{', '.join(parts)}]")
    if not isinstance(value, list):
        return (check(value),)
    return tuple(dict.fromkeys(entries_of(check, value)))


def caption(value: Any) -> str:
    """Return printable lines of text, without blank ones around them."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(f"must be text, not {shown(value)}{quotes_hint(value)}")
    if not all(line.isprintable() for line in value.splitlines()):
        raise refuse(f"must not contain control characters: {shown(value)}")
    if len(value) > LONGEST_CAPTION:
        raise refuse(f"must have at most {LONGEST_CAPTION} characters, not {len(value)}")
    return value.strip()


def entries(example: str, most: int, value: Any) -> tuple[Any, ...]:
    """Return the entries of a list that is neither empty nor too long, or one without a list."""
    if isinstance(value, str | dict) and value:
        value = [value]
    if not isinstance(value, list) or not value:
        raise refuse(f"must be a list such as {example}, not {shown(value)}")
    if len(value) > most:
        raise refuse(f"must have at most {most} entries, not {len(value)}")
    return tuple(value)


def mappings(example: str, most: int, value: Any) -> tuple[Any, ...]:
    """Return the entries of a list, each of which is a mapping."""
    if not isinstance(value, list):
        raise refuse(f"must be a list such as {example}, not {shown(value)}")
    return entries_of(partial(_mapping, example), list(entries(example, most, value)))


def combinations(example: str, most: int, value: Any) -> tuple[Any, ...]:
    """Return the entries of a list of mappings, or a single mapping as if in a list."""
    is_one = isinstance(value, dict) and value
    return mappings(example, most, [value] if is_one else value)


def figures(example: str, most: int, value: Any) -> tuple[Any, ...]:
    """Return the entries of a list of figures; a layer in one line is the mapping of its key."""
    if isinstance(value, list):
        value = [{"figure": each} if isinstance(each, str) else each for each in value]
    return mappings(example, most, value)


def matrix(example: str, value: Any) -> dict[str, Any]:
    """Return a mapping of keys to lists of values, none empty."""
    if not isinstance(value, dict) or not value:
        raise refuse(f"must be a mapping such as {example}, not {shown(value or None)}")
    found = Findings()
    for key, values in value.items():
        found.each(_values, values, key)
    found.settle()
    return value


def _values(value: Any) -> None:
    if not isinstance(value, list) or not value:
        raise refuse(f"must be a list of values such as [1, 2], not {shown(value)}")


def _mapping(example: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        hint = colon_hint(value) if isinstance(value, str) else None
        way = f"; {hint}" if hint else ""
        raise refuse(f"must be a mapping, as in {example}, not {shown(value)}{way}")
    return value
