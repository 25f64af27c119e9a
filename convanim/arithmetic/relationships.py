"""The guide's fifteen relationships: the condition of each, and its formula with numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic.resized import Resized

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.arithmetic.axis import Axis

CONVOLUTION, POOLING, TRANSPOSED = "convolution", "pooling", "transposed convolution"
"""The families of operations that the guide covers."""

NONE = "none"
"""The family of operations that the guide does not cover; their axes have formulas of their own."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One numbered relationship of the guide.

    Attributes
    ----------
    number : int
        Its number in the guide.
    holds_for : str
        The condition, in words.
    formula : str
        The right-hand side, a template with ``{i} {k} {s} {p} {d} {a}``; ``{p}`` is the sum of both
        paddings (2p).
    holds : callable
        Returns whether a layer meets the condition; for a transposed convolution the layer is the
        direct one that it reverses.
    """

    number: int
    holds_for: str
    formula: str
    holds: Callable[[Axis], bool]

    def letters(self, primed: bool, dilated: bool) -> str:
        """Return the formula in letters; ``i`` is primed for a transposed convolution."""
        i, k = ("i'" if primed else "i"), ("k^" if primed and dilated else "k")
        return self.formula.format(i=i, k=k, s="s", p="2p", d="d", a="a")

    def numbers(self, layer: Axis, i: int, k: int, a: int) -> str:
        """Return the formula with a layer's numbers."""
        both = layer.p_before, layer.p_after
        p = f"2*{both[0]}" if both[0] == both[1] else f"({both[0]} + {both[1]})"
        return self.formula.format(i=i, k=k, s=layer.s, p=p, d=layer.d, a=a)


def _no_padding(layer: Axis) -> bool:
    return layer.p_before == layer.p_after == 0


def _half(layer: Axis) -> bool:
    odd = layer.k_hat % 2 == 1
    return odd and layer.s == 1 and layer.p_before == layer.p_after == layer.k_hat // 2


def _full(layer: Axis) -> bool:
    return layer.s == 1 and layer.p_before == layer.p_after == layer.k_hat - 1


def _unit_stride(layer: Axis) -> bool:
    return layer.s == 1


_BASIC = Relationship(
    1, "s = 1, p = 0", "({i} - {k}) + 1", lambda layer: layer.s == 1 and _no_padding(layer)
)
_ANY = Relationship(
    6, "any i, k, s and p", "floor(({i} + {p} - {k}) / {s}) + 1", lambda layer: layer.d == 1
)
_DILATED = Relationship(
    15,
    "any i, k, s, p and d",
    "floor(({i} + {p} - {k} - ({k} - 1)*({d} - 1)) / {s}) + 1",
    lambda layer: layer.d > 1,
)

# Relationships are ordered from specific to general; the first that holds is chosen.
_FAMILIES: dict[str, tuple[Relationship, ...]] = {
    CONVOLUTION: (
        _DILATED,
        _BASIC,
        Relationship(4, "full padding: s = 1, p = k - 1", "{i} + ({k} - 1)", _full),
        Relationship(3, "half (same) padding: k = 2n + 1, s = 1, p = n", "{i}", _half),
        Relationship(2, "s = 1", "({i} - {k}) + {p} + 1", _unit_stride),
        Relationship(5, "p = 0", "floor(({i} - {k}) / {s}) + 1", _no_padding),
        _ANY,
    ),
    POOLING: (
        _DILATED,
        Relationship(7, "pooling", "floor(({i} - {k}) / {s}) + 1", _no_padding),
        _ANY,
    ),
    TRANSPOSED: (
        Relationship(
            8,
            "transposed, s = 1, p = 0",
            "{i} + ({k} - 1)",
            lambda layer: layer.s == 1 and _no_padding(layer),
        ),
        Relationship(11, "transposed, full: s = 1, p = k - 1", "{i} - ({k} - 1)", _full),
        Relationship(10, "transposed, half: k = 2n + 1, s = 1, p = n", "{i}", _half),
        Relationship(9, "transposed, s = 1", "{i} + ({k} - 1) - {p}", _unit_stride),
        Relationship(12, "transposed, p = 0, s divides i - k", "{s}*({i} - 1) + {k}", _no_padding),
        Relationship(
            13,
            "transposed, s divides i + 2p - k",
            "{s}*({i} - 1) + {k} - {p}",
            lambda _: True,
        ),
    ),
}
_TRANSPOSED_WITH_EXTRA = Relationship(
    14,
    "transposed, any: a = (i + 2p - k) mod s",
    "{s}*({i} - 1) + {a} + {k} - {p}",
    lambda _: True,
)


@dataclass(frozen=True, slots=True)
class Substitution:
    """A relationship applied to one axis.

    Attributes
    ----------
    number : int or None
        Number of the relationship; None if the formula is not from the guide.
    holds_for : str
        The condition, in words.
    formula : str
        The formula in letters, ``"o = ..."``.
    numbers : str
        The right-hand side with the axis's numbers.
    """

    number: int | None
    holds_for: str
    formula: str
    numbers: str

    def with_numbers(self, o: int) -> str:
        """Return the formula with the axis's numbers and its result, given the output size.

        A right-hand side that is a number already is its own result.
        """
        letter = self.formula.partition(" = ")[0]
        steps = dict.fromkeys((letter, self.numbers, str(o)))
        return " = ".join(steps)


def most_specific(family: str, axis: Axis | Resized) -> Substitution:
    """Return the most specific relationship that applies to an axis, with its numbers.

    With dilation, k^ replaces k in the relationships of transposed convolutions. With an overhang,
    the ceiling replaces the floor.

    Parameters
    ----------
    family : str
        ``CONVOLUTION``, ``POOLING`` or ``TRANSPOSED``, or ``NONE`` if the axis has its own formula.
    axis : Axis or Resized
        The axis of the operation; for a transposed convolution the one that emulates it.
    """
    if isinstance(axis, Resized):
        return Substitution(None, axis.rule, axis.formula, axis.numbers)
    primed = family == TRANSPOSED
    layer = axis.direct if primed else axis
    k = axis.k_hat if primed else axis.k
    if primed and axis.a:
        chosen = _TRANSPOSED_WITH_EXTRA
    else:
        chosen = next(known for known in _FAMILIES[family] if known.holds(layer))
    if axis.overhang:
        chosen = replace(
            chosen,
            holds_for=f"{chosen.holds_for}; rounded up by ceil_mode",
            formula=chosen.formula.replace("floor", "ceil"),
        )
    output = "o'" if primed else "o"
    return Substitution(
        chosen.number,
        chosen.holds_for,
        f"{output} = {chosen.letters(primed, axis.d > 1)}",
        chosen.numbers(layer, axis.i, k, axis.a),
    )
