"""The parts of a line of code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.arithmetic.layer import Layer

MOST_AXES = 3
"""The name of a layer's activation in torch and in Keras."""

NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
"""What numpy, Keras and ONNX call torch's padding modes."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of code in a framework, or the reason why there is none.

    Attributes
    ----------
    code : str
        One line, empty when there is none.
    note : str
        What must be added to it, or why there is none; may be empty.
    """

    code: str = ""
    note: str = ""

    def given(self, what: str) -> Snippet:
        """Return the snippet with a note on what has to come before, if anything."""
        if not (self.code and what):
            return self
        return replace(self, note=f"{what}, {self.note}" if self.note else what)

    def then(self, what: str) -> Snippet:
        """Return the snippet with a note on what has to follow, if anything."""
        if not (self.code and what):
            return self
        return replace(self, note=f"{self.note}, then {what}" if self.note else f"then {what}")


def called(name: str, *given: object, **named: object) -> str:
    """Return a call; named arguments that are None are left out."""
    words = [f"{key}={value}" for key, value in named.items() if value is not None]
    return f"{name}({', '.join([*map(str, given), *words])})"


def every(numbers: Iterable[object]) -> object:
    """Return one number if all are equal, otherwise the tuple."""
    found = tuple(numbers)
    return found[0] if len(set(found)) == 1 else found


def unless(default: object, value: object) -> object | None:
    """Return the value, or None if it is the framework's default."""
    return None if value == default else value


def pads(layer: Layer) -> tuple[tuple[int, int], ...]:
    """Return the cells before and after on each axis, in numbers."""
    return tuple((axis.p_before, axis.p_after) for axis in layer.own)


def reach(layer: Layer) -> tuple[tuple[int, int], ...]:
    """Return the padding, including the cells past the end that the last windows cover."""
    pairs = zip(layer.own, layer.axes, strict=True)
    return tuple((own.p_before, own.p_after + axis.overhang) for own, axis in pairs)


def overhangs(layer: Layer) -> bool:
    """Return whether any window extends past the end."""
    return any(axis.overhang for axis in layer.axes)


def windows(layer: Layer) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return k, s and d with one number for each axis."""
    own = layer.own
    return tuple(a.k for a in own), tuple(a.s for a in own), tuple(a.d for a in own)
