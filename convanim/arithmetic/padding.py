"""Padding in words as the frameworks mean them, what the cells in it hold, and ``ceil_mode``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.arithmetic.axis import Axis

Pair = tuple[int, int]
"""Cells before and after."""


def _valid(_: Axis) -> Pair:
    return 0, 0


def _same(axis: Axis) -> Pair:
    """Return TensorFlow's, Keras's and ONNX's SAME_UPPER; for s = 1 it is torch's too."""
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
"""What each word means along an axis without padding of its own."""

SPELLINGS = {
    **{word: word for word in WORDS},
    "VALID": "valid",
    "SAME": "same",
    "SAME_UPPER": "same",
    "SAME_LOWER": "same_lower",
}
"""The words, and how TensorFlow, JAX and ONNX write them."""


def padded(axis: Axis, given: Pair | str) -> Axis:
    """Return an axis with the padding that a pair or a word says."""
    before, after = WORDS[given](axis) if isinstance(given, str) else given
    return replace(axis, p_before=before, p_after=after)


def padded_back(axis: Axis, given: Pair | str) -> Axis:
    """Return the axis of a transposed layer with the padding that a pair or a word says.

    A word is that of the direct convolution it takes back, whose input has i*s units: so ``same``
    gives i*s, and ``valid`` (i - 1)s + max(k^, s), as in JAX and TensorFlow.
    """
    return replace(padded(replace(axis, i=axis.i * axis.s), given), i=axis.i)


def extra_back(axis: Axis, given: Pair | str) -> int:
    """Return the extra zeros at the end that a word means for a transposed layer.

    Where the stride is wider than the kernel, the output ends with units nothing reaches.
    """
    return max(axis.s - axis.k_hat, 0) if isinstance(given, str) else 0


def rounded_up(axis: Axis) -> Axis:
    """Return an axis whose last window may hang over the end, as with ``ceil_mode``.

    Its o is ceil((i + 2p - k^) / s) + 1, less a last window that would start in the padding at
    the end (torch's pooling, and ONNX's).
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
"""torch's words for what padding holds."""


def sources(axis: Axis, mode: str = ZEROS) -> tuple[int | None, ...]:
    """Return for each drawn position the unit whose value it holds, or None where it has none.

    Parameters
    ----------
    axis : Axis
        Without stretch, where the mode is not ``zeros``.
    mode : str
        One of ``MODES``.
    """
    if mode == ZEROS:
        units = {at: n for n, at in enumerate(axis.units)}
        return tuple(units.get(at) for at in range(axis.drawn))
    mirror = _MIRRORS[mode]
    return tuple(mirror(at - axis.first_unit, axis.i) for at in range(axis.drawn))


def widest(axis: Axis, mode: str) -> int | None:
    """Return the most padding there may be on a side, as torch has it; None for any.

    A reflection stops at the far end, and what wraps around does so once.
    """
    return {"reflect": axis.i - 1, "circular": axis.i}.get(mode)
