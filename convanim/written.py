"""What is written into the cells of feature maps, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic import Cell
from convanim.plane import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.channels import Index
    from convanim.sweep import FeatureMap

SCALES = ((1.6, 1.0), (2.6, 0.625), (math.inf, 0.4))
"""Up to which width, in parts of the font size, a text is written at which part of its size."""


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of a map's cells, and their size against that of their role."""

    texts: dict[tuple[int, ...], str]
    scale: float = 1.0


def written(maps: Sequence[FeatureMap], as_fractions: bool = False) -> dict[Index, Written]:
    """Return the texts of maps of one role, all with the same decimals and of one size."""
    inside = [
        [(cell, value) for cell, value in each.known() if each.kind(cell) is not Cell.OUTSIDE]
        for each in maps
    ]
    numbers = iter(texts((value for pairs in inside for _, value in pairs), as_fractions))
    found = {
        each.index: {cell: next(numbers) for cell, _ in pairs}
        for each, pairs in zip(maps, inside, strict=True)
    }
    scale = _scale(text for cells in found.values() for text in cells.values())
    return {index: Written(cells, scale) for index, cells in found.items()}


def _scale(written: Iterable[str]) -> float:
    """Return how much smaller texts must be for the widest to fit into a cell 14 points wide."""
    widest = max(map(_width, written), default=0.0)
    return next(scale for most, scale in SCALES if widest <= most)


def _width(text: str) -> float:
    """Return a number's width in parts of the font size, near enough to choose a size."""
    marks = {"-": 0.78, ".": 0.28, "$": 0.0, "\N{INFINITY}": 1.0}
    return sum(marks.get(each, 0.5) for each in text.replace(r"\infty", "\N{INFINITY}"))
