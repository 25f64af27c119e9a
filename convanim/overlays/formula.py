r"""The formula of the output size, in letters and with the figure's numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.notes import Note, Over
from convanim.relationships import most_specific

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.relationships import Substitution
    from convanim.scene import Layout
    from convanim.subject import Subject

ACROSS = {1: ("",), 2: ("rows: ", "columns: "), 3: ("depth: ", "rows: ", "columns: ")}


@dataclass(frozen=True, slots=True)
class Formula(Over):
    """The most specific relationship that holds, with the numbers put in, and its number.

    Axes that are alike are told once.
    """

    name: ClassVar = "formula"

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return two lines for each axis that differs from the others."""
        told: dict[tuple[Substitution, int], list[str]] = {}
        names = ACROSS.get(len(subject.axes), ("",) * len(subject.axes))
        for axis, name in zip(subject.axes, names, strict=True):
            told.setdefault((most_specific(subject.family, axis), axis.o), []).append(name)
        lines: list[str] = []
        for (found, o), across in told.items():
            lines += _lines(found, o, across[0] if len(told) > 1 else "")
        return Note.still(lines)


def _lines(found: Substitution, o: int, name: str) -> Iterator[str]:
    number = f"\\quad\\mathrm{{({found.number})}}" if found.number else ""
    yield f"{name}${typeset(found.formula)}{number}$"
    letter = found.formula.partition(" = ")[0]
    if found.numbers != str(o):
        yield f"${typeset(letter)} = {typeset(found.numbers)} = {o}$"
    else:
        yield f"${typeset(letter)} = {o}$"


_RULES = (
    (re.compile(r"(floor|ceil)\(\((.+)\) / (\w+)\)"), r"\\l\1 \\frac{\2}{\3} \\r\1"),
    (re.compile(r"(floor|ceil)\((.+) / (\w+)\)"), r"\\l\1 \\frac{\2}{\3} \\r\1"),
    (re.compile(r"\bk\^"), r"\\hat{k}"),
    (re.compile(r"(?<=[a-z')])\*(?=[(a-z])"), r"\\,"),
    (re.compile(r"\*"), r" \\cdot "),
)


def typeset(formula: str) -> str:
    r"""Return a formula of :mod:`convanim.relationships` as mathtext, without dollars."""
    for pattern, replacement in _RULES:
        formula = pattern.sub(replacement, formula)
    return formula
