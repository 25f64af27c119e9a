"""Computes the value that a step writes from the values that it reads.

An operation that combines values in a new way defines a :class:`Reduction` of its own, in its
own file.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.values import Number


class Notation(NamedTuple):
    """How a reduction is written as mathematics, around and between its terms.

    Attributes
    ----------
    opening, separator, closing : str
        Mathtext before the first term, between two terms and after the last one.
    has_brackets : bool
        Whether a negative term is put in brackets.
    before, after : str
        Mathtext around each term.
    """

    opening: str = ""
    separator: str = " +"
    closing: str = ""
    has_brackets: bool = True
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Reduction(ABC):
    """Computes the value of a cell from its terms.

    A term is a value that is read, multiplied by its weight if it has one; a bias is a term too.

    Attributes
    ----------
    relu : bool
        Whether a negative result becomes zero.
    name : str
        Names the result in messages: ``"sum"``. A class variable, as are all below.
    empty : Number or None
        The value of a cell without terms; None if it has none.
    needs_kernel : bool
        Whether a window without a kernel has no values.
    is_cell_by_cell : bool
        Whether the n-th cell written depends on the n-th cell read alone.
    accumulates : bool
        Whether a step adds to what earlier steps have written; it reads one cell and multiplies
        it by each weight in turn.
    writes_each_cell_once : bool
        False if some cells of the output are written twice, or not at all and stay 0.
    selects : bool
        Whether the result is one of the terms, as with a maximum.
    """

    name: ClassVar[str]
    empty: ClassVar[Number | None] = None
    needs_kernel: ClassVar[bool] = False
    is_cell_by_cell: ClassVar[bool] = False
    accumulates: ClassVar[bool] = False
    writes_each_cell_once: ClassVar[bool] = True
    selects: ClassVar[bool] = False

    relu: bool = False

    @abstractmethod
    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the value of one or more terms, before ``relu``."""

    @property
    def padding(self) -> Number | None:
        """The value of cells in the padding; None if they do not count."""
        return 0

    def notation(self, count: int) -> Notation:  # noqa: ARG002 - subclasses need it
        """Return how the reduction of that many terms is written: ``name(a, b)`` by default."""
        return Notation(rf"\mathrm{{{self.name}}}(", ",", ")", has_brackets=False)

    def of(self, values: Sequence[Number]) -> Number:
        """Return the value of a cell with these terms; whole fractions become integers."""
        result = plain(self.reduce(values))
        # Not max(0, ...), which would turn nan into 0.
        return 0 if self.relu and result < 0 else result


@dataclass(frozen=True, slots=True)
class Sum(Reduction):
    """The sum of the terms; 0 without terms."""

    name: ClassVar = "sum"
    empty: ClassVar = 0

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the sum."""
        return sum(values)

    def notation(self, count: int) -> Notation:  # noqa: ARG002
        """Return a plus sign between terms."""
        return Notation()


@dataclass(frozen=True, slots=True)
class WeightedSum(Sum):
    """The sum of values times their weights, and of the bias, if any."""

    needs_kernel: ClassVar = True


@dataclass(frozen=True, slots=True)
class RunningSum(Sum):
    """A sum to which each step adds products, in several cells of the output."""

    accumulates: ClassVar = True


@dataclass(frozen=True, slots=True)
class Max(Reduction):
    """The largest value; nan if any of them is nan, as in torch."""

    name: ClassVar = "max"
    selects: ClassVar = True

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the largest value."""
        undefined = [value for value in values if isinstance(value, float) and math.isnan(value)]
        return undefined[0] if undefined else max(values)

    @property
    def padding(self) -> Number | None:
        """Minus infinity, which is never the largest value."""
        return -math.inf

    def notation(self, count: int) -> Notation:  # noqa: ARG002
        r"""Return ``\max(a, b)``."""
        return Notation(r"\max(", ",", ")", has_brackets=False)


@dataclass(frozen=True, slots=True)
class Mean(Reduction):
    """The average; exact unless one of the values is a float.

    Attributes
    ----------
    counts_padding : bool
        Whether cells in the padding count as zeros; otherwise they are left out.
    divisor : int or None
        What the sum is divided by; None for the number of terms.
    """

    name: ClassVar = "mean"

    counts_padding: bool = True
    divisor: int | None = None

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the average."""
        total, count = sum(values), self.divisor or len(values)
        return total / count if isinstance(total, float) else Fraction(total, count)

    @property
    def padding(self) -> Number | None:
        """Zero, or None if padding is left out."""
        return 0 if self.counts_padding else None

    def notation(self, count: int) -> Notation:
        """Return ``(a + b) / 2``; one term needs no brackets."""
        opening, closing = ("(", ")") if count > 1 else ("", "")
        return Notation(opening, " +", rf"{closing}\,/\,{self.divisor or count}")


@dataclass(frozen=True, slots=True)
class Copy(Reduction):
    """The value itself: the n-th cell written gets the n-th value read."""

    name: ClassVar = "copy"
    is_cell_by_cell: ClassVar = True

    def reduce(self, values: Sequence[Number]) -> Number:
        """Return the only value."""
        (value,) = values
        return value

    def notation(self, count: int) -> Notation:  # noqa: ARG002
        """Return the value alone."""
        return Notation()


@dataclass(frozen=True, slots=True)
class Placement(Copy):
    """A copy to given positions of the output, which may coincide; all other cells are 0."""

    writes_each_cell_once: ClassVar = False


def plain(number: Number) -> Number:
    """Return a number; a fraction that is whole becomes an int."""
    is_whole = isinstance(number, Fraction) and number.denominator == 1
    return int(number) if is_whole else number
