"""How what a step writes follows from what it reads: each operation says it once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convanim.arithmetic.values import Number


class How(StrEnum):
    """What is made of the values read; each is first multiplied by its weight where it has one."""

    SUM = "sum"
    """Their sum, with the bias where one is read; of nothing it is 0."""
    MAX = "max"
    """The largest; nan where one of them is, as in torch."""
    MEAN = "mean"
    """Their average; exact unless one of them is a float."""
    COPY = "copy"
    """The n-th cell written holds the n-th value read."""
    PLACE = "place"
    """The same, but not every cell of the output is written, and some twice; the rest are 0."""
    ADD = "add"
    """The one value read, times each weight in turn, is added to the n-th cell written."""


@dataclass(frozen=True, slots=True)
class Combination:
    """What a step makes of the values it reads.

    Attributes
    ----------
    how : How
        What is made of them.
    relu : bool
        Whether a result below zero becomes zero.
    """

    how: How
    relu: bool = False

    @property
    def is_cell_by_cell(self) -> bool:
        """Whether each cell written comes of one cell read, in their order."""
        return self.how in (How.COPY, How.PLACE)

    def of(self, values: Sequence[Number]) -> Number:
        """Return what the values of one written cell, with their weights, come to."""
        result = plain(_MADE[self.how](values))
        # Not max(0, ...), which would turn nan into 0.
        return 0 if self.relu and result < 0 else result


def _largest(values: Sequence[Number]) -> Number:
    undefined = [value for value in values if isinstance(value, float) and math.isnan(value)]
    return undefined[0] if undefined else max(values)


def _mean(values: Sequence[Number]) -> Number:
    total = sum(values)
    return total / len(values) if isinstance(total, float) else Fraction(total, len(values))


def _only(values: Sequence[Number]) -> Number:
    (value,) = values
    return value


_MADE: dict[How, Callable[[Sequence[Number]], Number]] = {
    How.SUM: sum,
    How.MAX: _largest,
    How.MEAN: _mean,
    How.COPY: _only,
    How.PLACE: _only,
    How.ADD: sum,
}


def plain(number: Number) -> Number:
    """Return a number, a whole fraction as an int."""
    is_whole = isinstance(number, Fraction) and number.denominator == 1
    return int(number) if is_whole else number
