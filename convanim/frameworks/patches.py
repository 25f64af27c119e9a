"""The code of each framework that turns a map into the matrix of its windows, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.layer import letters
from convanim.frameworks.snippet import Snippet, called, every, pads, unless, windows

if TYPE_CHECKING:
    from convanim.arithmetic.layer import Layer, Shape

Sizes = dict[str, dict[str, "Shape"]]


def orders(of_map: Shape, matrix: tuple[int, int], is_back: bool) -> Sizes:
    """Return the shapes of input and output, channels first and channels last.

    Parameters
    ----------
    of_map : tuple of int
        Channels, then sizes.
    matrix : tuple of int
        Rows and columns.
    is_back : bool
        Whether the matrix is the input.
    """
    (c, *i), (rows, columns) = of_map, matrix
    first, last = [(1, c, *i), (1, rows, columns)], [(1, *i, c), (1, columns, rows)]
    names = ("output", "input") if is_back else ("input", "output")
    shapes = {f"NC{letters(len(i))}": first, f"N{letters(len(i))}C": last}
    return {order: dict(sorted(zip(names, both, strict=True))) for order, both in shapes.items()}


def torch_line(layer: Layer, name: str, *given: object) -> Snippet:
    """Return the torch module of one of the two directions."""
    k, s, d = windows(layer)
    both = pads(layer)
    if len(k) != 2:
        return Snippet(note=f"{name} is for two axes")
    if any(before != after for before, after in both):
        return Snippet(note=f"{name} pads both ends alike")
    line = called(
        name,
        *given,
        every(k),
        dilation=unless(1, every(d)),
        padding=unless(0, every(before for before, _ in both)),
        stride=unless(1, every(s)),
    )
    return Snippet(line)


def jax_matrix(layer: Layer, x: str, rows: int) -> str:
    """Return the JAX expression for the matrix of a map."""
    k, s, d = windows(layer)
    patches = called(
        "lax.conv_general_dilated_patches",
        x,
        k,
        s,
        list(pads(layer)),
        rhs_dilation=None if every(d) == 1 else d,
    )
    return f"{patches}.reshape(1, {rows}, -1)"
