"""A layer's own sizes in a few words, as its config would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.arithmetic.relationships import TRANSPOSED
from convanim.arithmetic.resized import Resized
from convanim.errors import times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.arithmetic.axis import Axis

DEFAULTS: Mapping[str, object] = {"s": 1, "p": 0, "d": 1, "a": 0}
"""The sizes that a config may leave out."""


def own_sizes(family: str, axis: Axis | Resized) -> dict[str, Any]:
    """Return the sizes of one axis by letter, for a transposed convolution the layer's own."""
    if isinstance(axis, Resized):
        return dict(axis.given)
    if family == TRANSPOSED:
        return {**direct_sizes(axis.direct), "i": axis.i, "a": axis.a}
    return {**direct_sizes(axis), "a": axis.a}


def direct_sizes(axis: Axis) -> dict[str, Any]:
    """Return the sizes of an axis of a direct convolution by letter."""
    p = axis.p_before if axis.p_before == axis.p_after else [axis.p_before, axis.p_after]
    return {"i": axis.i, "k": axis.k, "s": axis.s, "p": p, "d": axis.d}


def given_sizes(family: str, axes: Sequence[Axis | Resized]) -> dict[str, str]:
    """Return the sizes of a layer by letter, without those that are the default.

    Sizes that are the same along all axes are given once: ``{"i": "5x7", "k": "3"}``.
    """
    layers = [own_sizes(family, axis) for axis in axes]
    found = {}
    for letter in layers[0]:
        along = [layer[letter] for layer in layers]
        if any(number != DEFAULTS.get(letter) for number in along):
            same = all(number == along[0] for number in along)
            text = str(yes_or_no(along[0])) if same else times(along)
            found[letter] = text.replace(" ", "")
    return found


def yes_or_no(value: object) -> object:
    """Return a flag as a word, and any other value as it is."""
    return ("no", "yes")[value] if isinstance(value, bool) else value
