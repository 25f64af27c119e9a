"""An axis along which no kernel slides: its output size is a plain formula of its input's."""

from __future__ import annotations

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

    @property
    def drawn(self) -> int:
        """Cells to draw."""
        return self.i
