"""Output sizes that are no matter of sliding: axes with a plain formula, and whole matrices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Resized:
    """What a layer that is no window does to the size of one axis.

    Attributes
    ----------
    i, o : int
        Units of the input and of the output.
    given : tuple of (str, object)
        The layer's own keys and what they say of this axis.
    rule : str
        What the formula is of, in words.
    formula, numbers : str
        ``"o = scale*i"``, and the right-hand side with the axis's numbers.
    jump : Fraction
        Distance in the input between what neighbouring outputs see.
    start : Fraction
        Centre of what the first output sees, in units of the input counted from 0.
    k : int
        Units an output sees.
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
        """Distance from the first to the last unit that an output sees."""
        return Fraction(self.k - 1)

    def seen(self, n: int) -> range:
        """Return the units around its centre that an output sees; the input goes on past its ends.

        With two of them, one alone where the centre lies on a unit.
        """
        centre, half = self.start + n * self.jump, Fraction(self.k, 2)
        first = math.floor(centre - half) + 1
        return range(first, max(first + 1, math.ceil(centre + half)))

    @property
    def drawn(self) -> int:
        """Cells to draw."""
        return self.i
