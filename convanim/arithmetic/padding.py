"""Padding words and modes as frameworks define them, and ``ceil_mode``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.arithmetic.axis import Axis

Pair = tuple[int, int]
"""Number of cells before and after."""


def _valid(_: Axis) -> Pair:
    return 0, 0


def _same(axis: Axis) -> Pair:
    # As in TensorFlow, Keras and ONNX (SAME_UPPER), and for s = 1 in torch, too.
    positions = -(-axis.i // axis.s)
    total = max((positions - 1) * axis.s + axis.k_hat - axis.i, 0)
    return total // 2, total - total // 2


def _same_lower(axis: Axis) -> Pair:
    before, after = _same(axis)
    return after, before


def _half(axis: Axis) -> Pair:
    return axis.k_hat // 2, axis.k_hat // 2


def _full(axis: Axis) -> Pair:
    return axis.k_hat - 1, axis.k_hat - 1


def _causal(axis: Axis) -> Pair:
    return axis.k_hat - 1, 0


WORDS: dict[str, Callable[[Axis], Pair]] = {
    "valid": _valid,
    "same": _same,
    "same_lower": _same_lower,
    "half": _half,
    "full": _full,
    "causal": _causal,
}
"""Computes the padding that each word means along an axis, whose own padding is ignored."""

SPELLINGS = {
    **{word: word for word in WORDS},
    "VALID": "valid",
    "SAME": "same",
    "SAME_UPPER": "same",
    "SAME_LOWER": "same_lower",
    "NOTSET": "valid",
}
"""The word for each spelling, including those of TensorFlow, JAX and ONNX."""


def pad(axis: Axis, given: Pair | str) -> Axis:
    """Return the axis with the padding that a pair of numbers or a word gives."""
    before, after = WORDS[given](axis) if isinstance(given, str) else given
    return replace(axis, p_before=before, p_after=after)


def pad_transposed(axis: Axis, given: Pair | str) -> Axis:
    """Return the axis of a transposed layer with the padding that a pair or a word gives.

    A word applies to the direct convolution that the layer reverses, whose input has i*s units:
    the output size is i*s for ``same`` and (i - 1)s + max(k^, s) for ``valid``, as in JAX and
    TensorFlow.
    """
    return replace(pad(replace(axis, i=axis.i * axis.s), given), i=axis.i)


def extra_zeros(axis: Axis, given: Pair | str) -> int:
    """Return how many extra zeros at the end a padding word implies for a transposed layer.

    If the stride exceeds the effective kernel size, the output ends with units that read nothing.
    """
    return max(axis.s - axis.k_hat, 0) if isinstance(given, str) else 0


def round_up(axis: Axis) -> Axis:
    """Return the axis with its output size rounded up, as with ``ceil_mode``.

    The last window may extend past the padding: o is ceil((i + 2p - k^) / s) + 1, or one less if
    the last window would start in the padding at the end (pooling in torch and ONNX).
    """
    o = -((axis.k_hat - axis.padded) // axis.s) + 1
    if (o - 1) * axis.s >= axis.i + axis.p_before:
        o -= 1
    return replace(axis, overhang=max(0, (o - 1) * axis.s + axis.k_hat - axis.padded))


def _reflected(n: int, i: int) -> int:
    last = i - 1
    return last - abs(last - abs(n))


def _replicated(n: int, i: int) -> int:
    return min(max(n, 0), i - 1)


def _wrapped(n: int, i: int) -> int:
    return n % i


_MIRRORS: dict[str, Callable[[int, int], int]] = {
    "reflect": _reflected,
    "replicate": _replicated,
    "circular": _wrapped,
}

ZEROS = "zeros"
MODES = (ZEROS, *_MIRRORS)
"""The names of the padding modes in torch."""


def sources(axis: Axis, mode: str = ZEROS) -> tuple[int | None, ...]:
    """Return the unit whose value each drawn position repeats, or None if it repeats none.

    Parameters
    ----------
    axis : Axis
        An axis; without stretch unless the mode is ``zeros``.
    mode : str
        One of ``MODES``.
    """
    if mode == ZEROS:
        units = {at: n for n, at in enumerate(axis.units)}
        return tuple(units.get(at) for at in range(axis.drawn))
    mirror = _MIRRORS[mode]
    return tuple(mirror(at - axis.first_unit, axis.i) for at in range(axis.drawn))


def widest(axis: Axis, mode: str) -> int | None:
    """Return the most padding that torch allows on each side; None if there is no limit.

    A reflection ends at the other end of the input, and a circular one wraps around only once.
    """
    return {"reflect": axis.i - 1, "circular": axis.i}.get(mode)
