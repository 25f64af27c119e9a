"""Which of a model's weights are few enough to be read in a figure, as plain numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.values import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.models.keys import Keys

MOST_WEIGHTS = 64
MOST_CHANNELS = 8
"""In and out together."""

MOST_CELLS = 1024
"""Of the input."""

DRAWN = Range(0, 3)
"""What the input is drawn from where it cannot be left to a seed."""


def is_small(shape: Sequence[int], groups: int) -> bool:
    """Return whether a kernel has few weights and channels.

    Parameters
    ----------
    shape : sequence of int
        As frameworks have it: two numbers of channels, and one size per axis.
    groups : int
        Of which the second number is a share.
    """
    return math.prod(shape) <= MOST_WEIGHTS and shape[0] + shape[1] * groups <= MOST_CHANNELS


def plain(numbers: Any) -> Any:
    """Return nested lists whose whole numbers are integers, so that figures stay exact."""
    if isinstance(numbers, list):
        return [plain(each) for each in numbers]
    return int(numbers) if math.isfinite(numbers) and numbers == int(numbers) else numbers


def multiply(numbers: Any, factor: float) -> Any:
    """Return nested lists with every number multiplied."""
    if isinstance(numbers, list):
        return [multiply(each, factor) for each in numbers]
    return numbers * factor


def with_numbers(layers: Iterable[Keys], shape: Sequence[int]) -> list[Keys]:
    """Return layers that show their weights, if those of all are known and the input is small.

    Parameters
    ----------
    layers : iterable of dict
        Keys; ``weights`` holds the kernel and the bias of a layer that has any, its ``kernel``
        None where there are too many.
    shape : sequence of int
        Of the first layer's input, channels first.
    """
    found = [{**layer} for layer in layers]
    weights = [layer.pop("weights", {}) for layer in found]
    kernels = [each["kernel"] for each in weights if each]
    if not kernels or None in kernels or math.prod(shape) > MOST_CELLS:
        return found
    for layer, numbers in zip(found, weights, strict=True):
        known = {role: plain(each) for role, each in numbers.items() if each is not None}
        if known:
            layer["values"] = known
    own = found[0].get("values", {})
    found[0]["values"] = {**_input(own, shape), **own}
    return found


def _input(own: Keys, shape: Sequence[int]) -> Keys:
    """Return numbers for the input; literal ones where a bias of two would be a seed's range."""
    if len(own.get("bias", ())) != 2:
        return {"seed": 0}
    return {"input": nested(list(DRAWN.draw("0:input", tuple(shape)).cells), shape)}


def nested(numbers: list[Any], shape: Sequence[int]) -> list[Any]:
    """Return numbers, listed one after the other, as nested lists of a shape."""
    for size in reversed(shape[1:]):
        numbers = [numbers[n : n + size] for n in range(0, len(numbers), size)]
    return numbers


def flat(numbers: Any) -> list[Any]:
    """Return the numbers of nested lists one after the other."""
    if not isinstance(numbers, list):
        return [numbers]
    return [each for part in numbers for each in flat(part)]
