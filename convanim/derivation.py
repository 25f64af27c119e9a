"""How the size of an output comes about: the distance a window can travel, and its jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convanim.arithmetic import Axis

Steps = tuple[tuple[str, str], ...]
"""What is worked out, and how."""


def direct(axis: Axis) -> Steps:
    """Return the four steps to the output size of a window that slides (guide, section 2)."""
    p = _both(axis)
    distance = axis.padded - axis.overhang - axis.k_hat
    rounded = "ceil" if axis.overhang else "floor"
    return (
        _kernel(axis),
        ("distance", f"D = i + 2p - k^ = {axis.i} + {p} - {axis.k_hat} = {distance}"),
        ("jumps", f"N = {rounded}(D / s) = {rounded}({distance} / {axis.s}) = {axis.o - 1}"),
        ("output size", f"o = N + 1 = {axis.o}"),
    )


def transposed(axis: Axis) -> Steps:
    """Return the same steps backwards, for a transposed convolution (guide, chapter 4).

    Parameters
    ----------
    axis : Axis
        The emulating one.
    """
    layer, jumps = axis.direct, axis.i - 1
    distance = layer.s * jumps + axis.a
    travelled = f"D = s*N + a = {layer.s}*{jumps} + {axis.a} = {distance}"
    size = f"o' = D + k^ - 2p = {distance} + {axis.k_hat} - {_both(layer)} = {axis.o}"
    return (
        _kernel(axis),
        ("jumps", f"N = i' - 1 = {jumps}"),
        ("distance", travelled),
        ("output size", size),
    )


def _kernel(axis: Axis) -> tuple[str, str]:
    worked = f"k^ = k + (k - 1)*(d - 1) = {axis.k} + {axis.k - 1}*{axis.d - 1} = {axis.k_hat}"
    return "effective kernel size", worked


def _both(axis: Axis) -> str:
    before, after = axis.p_before, axis.p_after
    return f"2*{before}" if before == after else f"({before} + {after})"
