"""Functions of ``jax.lax``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convanim.arithmetic.padding import ZEROS
from convanim.frameworks.snippet import (
    NUMPY_MODES,
    Snippet,
    called,
    every,
    overhangs,
    pads,
    reach,
    unless,
    windows,
)

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer

LETTERS = {1: "H", 2: "HW", 3: "DHW"}
"""The letters of the axes; H for a single one."""


def translate(layer: Layer) -> Snippet:
    """Return the expression."""
    return {
        "conv": _conv,
        "transposed_conv": _transposed_conv,
        "max_pool": _max_pool,
        "avg_pool": _avg_pool,
        "lp_pool": _lp_pool,
        "global_max_pool": _global_pool,
        "global_avg_pool": _global_pool,
    }[layer.kind](layer)


def _global_pool(layer: Layer) -> Snippet:
    reduce = "jnp.max" if layer.kind == "global_max_pool" else "jnp.mean"
    across = tuple(range(2, 2 + len(layer.axes)))
    return Snippet(called(reduce, "x", across, keepdims=True))


def _conv(layer: Layer) -> Snippet:
    _, s, d = windows(layer)
    is_zeros = layer.padding_mode == ZEROS
    x, both = "x", list(pads(layer))
    if not is_zeros:
        x = called("jnp.pad", "x", [(0, 0)] * 2 + both, f'"{NUMPY_MODES[layer.padding_mode]}"')
        both = [(0, 0)] * len(both)
    conv = called(
        "lax.conv_general_dilated",
        x,
        "w",
        s,
        both,
        rhs_dilation=None if every(d) == 1 else d,
        feature_group_count=unless(1, layer.channels.groups),
    )
    return Snippet(conv, _bias(layer))


def _bias(layer: Layer) -> str:
    return "and add the bias" if layer.bias else ""


def _transposed_conv(layer: Layer) -> Snippet:
    _, s, d = windows(layer)
    letters = LETTERS.get(len(layer.axes))
    if letters is None or layer.channels.groups > 1:
        return Snippet(note="lax.conv_transpose has no groups, and up to 3 axes")
    # JAX pads the emulating convolution, as the guide's p'.
    both = [(axis.p_before, axis.p_after + axis.a) for axis in layer.axes]
    conv = called(
        "lax.conv_transpose",
        "x",
        "w",
        s,
        both,
        rhs_dilation=None if every(d) == 1 else d,
        dimension_numbers=str((f"NC{letters}", f"OI{letters}", f"NC{letters}")).replace("'", '"'),
        transpose_kernel=True,
    )
    return Snippet(conv, _bias(layer))


def _windowed(layer: Layer, x: str, start: str, reduce: str, both: list[tuple[int, int]]) -> str:
    k, s, d = windows(layer)
    return called(
        "lax.reduce_window",
        x,
        start,
        reduce,
        (1, 1, *k),
        (1, 1, *s),
        [(0, 0), (0, 0), *both],
        window_dilation=None if every(d) == 1 else (1, 1, *d),
    )


def _max_pool(layer: Layer) -> Snippet:
    return Snippet(_windowed(layer, "x", "-jnp.inf", "lax.max", list(reach(layer))))


def _avg_pool(layer: Layer) -> Snippet:
    total = _windowed(layer, "x", "0.0", "lax.add", list(reach(layer)))
    if layer.divisor:
        return Snippet(f"{total} / {layer.divisor}")
    padding = any(side for pair in pads(layer) for side in pair)
    if not overhangs(layer) and (layer.count_include_pad or not padding):
        return Snippet(f"{total} / {math.prod(windows(layer)[0])}")
    ones, around = "jnp.ones_like(x)", list(reach(layer))
    if layer.count_include_pad and padding:
        ones = called("jnp.pad", ones, [(0, 0), (0, 0), *pads(layer)], constant_values=1)
        around = [(0, axis.overhang) for axis in layer.axes]
    return Snippet(f"{total} / {_windowed(layer, ones, '0.0', 'lax.add', around)}")


def _lp_pool(layer: Layer) -> Snippet:
    powers = f"jnp.abs(x)**{layer.norm}"
    total = _windowed(layer, powers, "0.0", "lax.add", list(reach(layer)))
    return Snippet(f"{total}**(1 / {layer.norm})")
