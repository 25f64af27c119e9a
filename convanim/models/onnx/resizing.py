"""ONNX's Resize and Upsample: which of their many settings torch's layers equal."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from convanim.models.keys import Keys, RefusalError

Place = Callable[[int, int, int], Fraction]
"""Where in an input of i units the n-th output lies, at a scale."""


def _half_pixel(n: int, scale: int, _: int) -> Fraction:
    return Fraction(2 * n + 1, 2 * scale) - Fraction(1, 2)


def _asymmetric(n: int, scale: int, _: int) -> Fraction:
    return Fraction(n, scale)


def _align_corners(n: int, scale: int, i: int) -> Fraction:
    return Fraction(n * (i - 1), max(1, i * scale - 1))


PLACES: dict[str, Place] = {
    "half_pixel": _half_pixel,
    "pytorch_half_pixel": _half_pixel,
    "half_pixel_symmetric": _half_pixel,
    "asymmetric": _asymmetric,
    "align_corners": _align_corners,
}
"""For whole scales, by ONNX's ``coordinate_transformation_mode``."""

ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "round_prefer_floor": lambda place: math.ceil(place - Fraction(1, 2)),
    "round_prefer_ceil": lambda place: math.floor(place + Fraction(1, 2)),
    "floor": math.floor,
    "ceil": math.ceil,
}
"""By ONNX's ``nearest_mode``."""


def upsampled(
    op: str,
    attributes: Mapping[str, Any],
    inputs: Sequence[Any],
    output: Sequence[int | None] | None,
    numbers: Callable[[int], Any],
) -> Keys:
    """Return the keys of a Resize or an Upsample.

    Raises
    ------
    RefusalError
        It is not a scale by a whole number, or lies on the input as no layer of torch's does.
    """
    before = inputs[0] or ()
    scale = _scale(before, output, _scales(op, attributes, numbers))
    mode = str(attributes.get("mode", "nearest"))
    usual = "half_pixel" if op == "Resize" else "asymmetric"
    place = str(attributes.get("coordinate_transformation_mode", usual))
    rounding = str(attributes.get("nearest_mode", "round_prefer_floor"))
    rounding = "floor" if op == "Upsample" else rounding
    keys = {"operation": "upsample", "scale": scale}
    if mode == "nearest" and place in PLACES:
        sizes = zip(before[2:], scale, strict=True)
        if all(_copies(PLACES[place], ROUNDINGS[rounding], i, s) for i, s in sizes):
            return keys
        raise RefusalError(f"mode=nearest with {place} and {rounding} copies units unevenly")
    if mode == "linear" and place in _LINEAR:
        return {**keys, "mode": "bilinear", "align_corners": place == "align_corners"}
    raise RefusalError(
        f"mode={mode} with {place} is not drawn; only nearest, and linear with half_pixel or "
        "align_corners"
    )


_LINEAR = ("half_pixel", "pytorch_half_pixel", "align_corners")


def _scales(op: str, attributes: Mapping[str, Any], numbers: Callable[[int], Any]) -> Any:
    return attributes.get("scales") or numbers(2 if op == "Resize" else 1)


def _scale(before: Any, after: Any, said: Any) -> tuple[int, ...]:
    """Return the factor by which each axis grows."""
    if not before or not after or None in (*before[1:], *after[1:]):
        raise RefusalError("its sizes are not known before the model runs")
    ratios = [Fraction(o, i) for i, o in zip(before[1:], after[1:], strict=True)]
    exact = said or ratios
    if any(ratio.denominator > 1 for ratio in ratios) or any(n != int(n) for n in exact):
        sizes = " x ".join(map(str, before[2:])), " x ".join(map(str, after[2:]))
        raise RefusalError(f"{sizes[0]} to {sizes[1]} is not a scale by a whole number")
    if ratios[0] != 1:
        raise RefusalError("it also resizes the channels")
    return tuple(map(int, ratios[1:]))


def _copies(place: Place, rounding: Callable[[Fraction], int], i: int, scale: int) -> bool:
    """Return whether each unit is copied as often as the others, in order."""
    found = (min(max(rounding(place(n, scale, i)), 0), i - 1) for n in range(i * scale))
    return all(at == n // scale for n, at in enumerate(found))
