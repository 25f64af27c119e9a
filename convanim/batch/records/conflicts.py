"""Reads both sides of a text in which a merge by git has left conflict markers."""

from __future__ import annotations

import re

_MARKER = re.compile(r"(?P<sign>[<|=>])(?P=sign){6}( .*)?\r?\n?")


def has_conflict(text: str) -> bool:
    """Return whether a text has the marker that begins a conflict."""
    return any(line.startswith("<<<<<<< ") for line in text.splitlines())


def sides(text: str) -> tuple[str, str]:
    """Return a text as this side of a merge has it, and as the other one does."""
    kept: tuple[list[str], ...] = ([], [])
    current = kept
    for line in text.splitlines(keepends=True):
        match = _MARKER.fullmatch(line)
        if match is None:
            for side in current:
                side.append(line)
            continue
        # What was there before both sides, after the bars, belongs to neither.
        choices = {"<": kept[:1], "|": (), "=": kept[1:], ">": kept}
        current = choices[match["sign"]]
    return "".join(kept[0]), "".join(kept[1])
