"""Derives the size of an output from the distance that the window travels and its jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convanim.arithmetic.axis import Axis

Steps = tuple[tuple[str, str], ...]
"""The name of each quantity, and the equation that gives it."""


def direct(axis: Axis) -> Steps:
    """Return the steps that derive the output size of a sliding window (guide, section 2)."""
    distance = axis.padded - axis.overhang - axis.k_hat
    rounded = "ceil" if axis.overhang else "floor"
    added, number = (" + 2p", f" + {_both(axis)}") if _is_padded(axis) else ("", "")
    travelled = f"{axis.i}{number} - {axis.k_hat} = {distance}"
    return (
        *_kernel(axis),
        ("distance", f"D = i{added} - {_letter(axis)} = {travelled}"),
        ("jumps", f"N = {rounded}(D / s) = {rounded}({distance} / {axis.s}) = {axis.o - 1}"),
        ("output size", f"o = N + 1 = {axis.o}"),
    )


def transposed(axis: Axis) -> Steps:
    """Return the same steps in reverse, for a transposed convolution (guide, chapter 4).

    Parameters
    ----------
    axis : Axis
        The axis of the direct convolution that emulates it.
    """
    layer, jumps = axis.direct, axis.i - 1
    distance = layer.s * jumps + axis.a
    extra, zeros = (" + a", f" + {axis.a}") if axis.a else ("", "")
    cut, number = (" - 2p", f" - {_both(layer)}") if _is_padded(layer) else ("", "")
    size = f"{distance} + {axis.k_hat}{number} = {axis.o}"
    return (
        *_kernel(axis),
        ("jumps", f"N = i' - 1 = {axis.i} - 1 = {jumps}"),
        ("distance", f"D = s*N{extra} = {layer.s}*{jumps}{zeros} = {distance}"),
        ("output size", f"o' = D + {_letter(axis)}{cut} = {size}"),
    )


def direct_formula(axis: Axis) -> str:
    """Return the steps of :func:`direct` as one formula, in letters and with numbers."""
    rounded = "ceil" if axis.overhang else "floor"
    added, number = (" + 2p", f" + {_both(axis)}") if _is_padded(axis) else ("", "")
    letters = f"{rounded}((i{added} - {_letter(axis)}) / s) + 1"
    numbers = f"{rounded}(({axis.i}{number} - {axis.k_hat}) / {axis.s}) + 1"
    return f"o = {letters} = {numbers} = {axis.o}"


def transposed_formula(axis: Axis) -> str:
    """Return the steps of :func:`transposed` as one formula, in letters and with numbers."""
    layer = axis.direct
    extra, zeros = (" + a", f" + {axis.a}") if axis.a else ("", "")
    cut, number = (" - 2p", f" - {_both(layer)}") if _is_padded(layer) else ("", "")
    letters = f"s*(i' - 1){extra} + {_letter(axis)}{cut}"
    numbers = f"{layer.s}*({axis.i} - 1){zeros} + {axis.k_hat}{number}"
    return f"o' = {letters} = {numbers} = {axis.o}"


def _kernel(axis: Axis) -> Steps:
    # Only a dilated kernel needs this step.
    if axis.d == 1:
        return ()
    worked = f"k^ = k + (k - 1)*(d - 1) = {axis.k} + {axis.k - 1}*{axis.d - 1} = {axis.k_hat}"
    return (("effective kernel size", worked),)


def _letter(axis: Axis) -> str:
    return "k" if axis.d == 1 else "k^"


def _is_padded(axis: Axis) -> bool:
    return bool(axis.p_before or axis.p_after)


def _both(axis: Axis) -> str:
    before, after = axis.p_before, axis.p_after
    return f"2*{before}" if before == after else f"({before} + {after})"
