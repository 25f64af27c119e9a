"""The running sum as equations, one for each phase: partial sums, bias, ReLU."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from convanim.scene.shapes import Labels
from convanim.scene.typesetting import LEADING, SIZE, width
from convanim.views.channels.partial_sums import BIAS, SUM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.scene.geometry import Point

SPACE = 1.0
"""Distance between the name of a phase and its equation, in ems."""


def equations(
    phases: Sequence[str], sums: Sequence[str], bias: str, stages: Sequence[str]
) -> Iterator[str]:
    r"""Yield the equation of each phase as mathtext.

    Parameters
    ----------
    phases : sequence of str
        The phases of :class:`~convanim.views.channels.partial_sums.Addends` after the first.
    sums : sequence of str
        The partial sum of each input map.
    bias : str
        The bias, with its sign.
    stages : sequence of str
        The output after each phase.

    Examples
    --------
    >>> list(equations(("sum", "bias"), ["3", "$-1$"], "$+4$", ["2", "6"]))
    ['$3 + (-1) = 2$', '$2 + 4 = 6$']

    Rounded numbers may not add up exactly.

    >>> list(equations(("sum",), ["0.33", "0.33"], "", ["0.67"]))
    ['$0.33 + 0.33 \\approx 0.67$']
    """
    before = sums[0]
    for phase, after in zip(phases, stages, strict=True):
        addends = {SUM: sums, BIAS: (before, bias)}.get(phase)
        sign = "=" if addends is None or _adds_up(addends, after) else r"\approx"
        yield f"${_left(phase, before, sums, bias)} {sign} {_bare(after)}$"
        before = after


def _adds_up(addends: Iterable[str], total: str) -> bool:
    return sum(map(_number, addends)) == _number(total)


def _number(text: str) -> Fraction:
    return Fraction(_bare(text).strip("()") or 0)


def _left(phase: str, before: str, sums: Sequence[str], bias: str) -> str:
    if phase == SUM:
        return " + ".join([_bare(sums[0]), *map(_addend, sums[1:])])
    if phase == BIAS:
        return f"{_bare(before)} + {_addend(bias)}"
    return rf"\mathrm{{max}}(0, {{{_bare(before)}}})"


def _addend(text: str) -> str:
    bare = _bare(text).removeprefix("+")
    return f"({bare})" if bare.startswith("-") else bare


def _bare(text: str) -> str:
    return text.strip("$")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Lines below a drawing: the name of each phase and its equation.

    Attributes
    ----------
    names : tuple of str
        The phases that have an equation.
    equation_width : float
        The width of the widest equation, in ems.
    """

    names: tuple[str, ...]
    equation_width: float

    @classmethod
    def of(
        cls,
        phases: Sequence[str],
        addends: int,
        sums: Iterable[str],
        biases: Iterable[str],
        stages: Iterable[str],
    ) -> Ledger:
        """Return a ledger with room for any of these texts; it is empty if there are none."""
        longest = [
            max(map(_addend, texts), key=width, default="") for texts in (sums, biases, stages)
        ]
        if not longest[0]:
            return cls((), 0.0)
        widest = equations(phases, [longest[0]] * addends, longest[1], [longest[2]] * len(phases))
        return cls(tuple(phases), max(map(width, widest), default=0.0))

    @property
    def width(self) -> float:
        """The width of the lines, in points."""
        return (self._indent + self.equation_width) * SIZE if self.names else 0.0

    @property
    def height(self) -> float:
        """The height of the lines, in points."""
        return len(self.names) * LEADING

    @property
    def _indent(self) -> float:
        return max(map(width, self.names)) + SPACE

    def labels(self, equations: Sequence[str], corner: Point) -> Labels:
        """Return the lines of the equations known so far, below an upper left corner."""
        left, top = corner
        texts = []
        for n, (name, equation) in enumerate(zip(self.names, equations, strict=False)):
            y = top - (n + 0.5) * LEADING
            texts += [(name, (left, y)), (equation, (left + self._indent * SIZE, y))]
        return Labels("note", tuple(texts), "start")
