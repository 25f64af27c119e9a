r"""The formula of the output size as mathtext, in letters and with a layer's numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convanim.arithmetic.relationships import most_specific

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.relationships import Substitution
    from convanim.arithmetic.resized import Resized

ACROSS = {1: ("",), 2: ("rows: ", "columns: "), 3: ("depth: ", "rows: ", "columns: ")}

_GROWING = r"\\left\\l\1 \\dfrac{\2}{\3} \\right\\r\1"
"""Brackets of rounding that are as high as the fraction between them."""

_RULES = (
    (re.compile(r"(floor|ceil)\(\((.+?)\) / (\w+)\)"), _GROWING),
    (re.compile(r"(floor|ceil)\(([^=]+?) / (\w+)\)"), _GROWING),
    (re.compile(r"\bk\^"), r"\\hat{k}"),
    (re.compile(r"(?<=[a-z')])\*(?=[(a-zA-Z])"), r"\\,"),
    (re.compile(r"\*"), r" \\cdot "),
)


def typeset(formula: str) -> str:
    r"""Return the formula of a relationship as mathtext, without dollar signs."""
    for pattern, replacement in _RULES:
        formula = pattern.sub(replacement, formula)
    return formula


def size_lines(family: str, axes: Sequence[Axis | Resized]) -> tuple[str, ...]:
    """Return the most specific relationship of each axis, with its number and the axis's numbers.

    Axes with equal sizes share their lines; each formula is followed by its numbers.
    """
    shared: dict[tuple[Substitution, int], list[str]] = {}
    names = ACROSS.get(len(axes), ("",) * len(axes))
    for axis, name in zip(axes, names, strict=True):
        shared.setdefault((most_specific(family, axis), axis.o), []).append(name)
    return tuple(
        line
        for (found, o), across in shared.items()
        for line in _lines(found, o, across[0] if len(shared) > 1 else "")
    )


def _lines(found: Substitution, o: int, name: str) -> Iterator[str]:
    number = f"\\quad$relationship {found.number}" if found.number else "$"
    yield f"{name}${typeset(found.formula)}{number}"
    yield f"${typeset(found.with_numbers(o))}$"
