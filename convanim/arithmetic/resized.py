"""Axes of layers without a sliding window, whose output sizes have a formula of their own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Resized:
    """One axis of a layer without a sliding window.

    Attributes
    ----------
    i, o : int
        Numbers of units of the input and of the output.
    given : tuple of (str, object)
        The layer's own keys and their values for this axis.
    rule : str
        What the formula describes, in words.
    formula, numbers : str
        The formula, such as ``"o = scale*i"``, and its right-hand side with the axis's numbers.
    jump : Fraction
        Distance between the centres of neighbouring outputs, in units of the input.
    start : Fraction
        Centre of what the first output reads, in units of the input; the first unit is at 0.
    k : int
        Number of units that an output reads.
    """

    i: int
    o: int
    given: tuple[tuple[str, int | str | bool], ...]
    rule: str
    formula: str
    numbers: str
    jump: Fraction = Fraction(1)
    start: Fraction = Fraction(0)
    k: int = 1

    @property
    def reach(self) -> Fraction:
        """Distance between the first and the last unit that an output reads."""
        return Fraction(self.k - 1)

    def units_read(self, n: int) -> range:
        """Return the units around the centre of an output, counted from 0, that it reads.

        Units beyond the ends of the input are included, as if it were infinite. If ``k`` is 2, an
        output whose centre is on a unit reads that unit alone.
        """
        centre, half = self.start + n * self.jump, Fraction(self.k, 2)
        first = math.floor(centre - half) + 1
        return range(first, max(first + 1, math.ceil(centre + half)))

    @property
    def drawn(self) -> int:
        """Number of cells to draw."""
        return self.i
