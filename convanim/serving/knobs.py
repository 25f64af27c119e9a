"""The sizes that a config gives as whole numbers, for sliders of any operation and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim import api
from convanim.layers.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.api import Figure

WORDS = {
    "i": "input size",
    "k": "kernel size",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
    "a": "output padding",
    "r": "factor",
    "scale": "scale",
    "output_size": "output size",
    "in_channels": "input channels",
    "out_channels": "output channels",
    "groups": "groups",
}
"""The keys that sliders change, and their words."""

UNLESS_GIVEN = {"s": 1, "p": 0, "d": 1}
"""The sizes that a window has although its config does not give them."""

FROM_ZERO = frozenset({"p", "a"})

ROOM = 4
"""How far a slider goes beyond twice the number of the config."""

OF_ITS_SIZES = ("expect", "frames", "filmstrip", "poster")
"""Keys that speak of the figure as it is, and are left out of others."""

HOLDERS = frozenset({"layers", "panels", "transpose_of"})
"""The keys that hold others with sizes."""

ENDS = ("before", "after")
"""The two numbers of a padding."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Knob:
    """One number that a slider changes.

    Attributes
    ----------
    path : tuple of str and int
        Where it is in the keys, such as ``("layers", 0, "k")``.
    value : int
        Its value in the config.
    """

    path: Path
    value: int

    @property
    def name(self) -> str:
        """Its name in an address, such as ``"layers.0.k"``."""
        return ".".join(map(str, self.path))

    @property
    def letter(self) -> str:
        """The letter of the size, or its key."""
        return next(str(part) for part in self.path if part in WORDS)

    @property
    def label(self) -> str:
        """What it is in words, with its place where there are several such numbers."""
        at = self.path.index(self.letter)
        above, below = self.path[:at], self.path[at + 1 :]
        places = [
            f"{str(part).removesuffix('s')} {int(number) + 1}"
            for part, number in zip(above[::2], above[1::2], strict=False)
        ]
        places += [f"axis {axis}" for axis in below[:1]] + [ENDS[int(end)] for end in below[1:]]
        return ", ".join((WORDS[self.letter], *places))

    @property
    def range(self) -> tuple[int, int]:
        """The least and the greatest value that is offered."""
        return int(self.letter not in FROM_ZERO), 2 * self.value + ROOM


def knobs(figure: Figure) -> tuple[Knob, ...]:
    """Return the numbers of a figure that sliders can change."""
    keys = _keys(figure)
    found = {knob.path: knob for knob in _numbers(keys, ())}
    layers = figure.spec.layers
    if len(layers) == 1 and isinstance(layers[0], Window) and "i" in keys:
        for letter, value in UNLESS_GIVEN.items():
            if letter not in keys:
                found[(letter,)] = Knob((letter,), value)
    order = list(WORDS)
    return tuple(
        sorted(found.values(), key=lambda knob: (knob.path[:-1], order.index(knob.letter)))
    )


def turned(figure: Figure, values: Mapping[str, int]) -> Figure:
    """Return a figure with other numbers.

    Parameters
    ----------
    figure : Figure
        As its config makes it.
    values : mapping of str to int
        Numbers by the names of their knobs; others are ignored.

    Raises
    ------
    ConfigError
        There is no figure with these numbers.
    """
    changes = {knob.path: values[knob.name] for knob in knobs(figure) if knob.name in values}
    if not changes:
        return figure
    keys = _without(_keys(figure))
    for path, value in changes.items():
        _set(keys, path, value)
    return api.figure(**{"name": figure.name, **keys})


def _keys(figure: Figure) -> dict[str, Any]:
    keys = figure.spec.keys.as_spelled()
    return keys if isinstance(keys, dict) else {}


def _numbers(node: Any, path: Path) -> Iterator[Knob]:
    """Yield the whole numbers below a node of the keys that are sizes."""
    if isinstance(node, bool):
        return
    if isinstance(node, int):
        if any(part in WORDS for part in path):
            yield Knob(path, node)
        return
    for part, below in _children(node):
        if isinstance(part, int) or part in WORDS or (not path and part in HOLDERS):
            yield from _numbers(below, (*path, part))


def _children(node: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return [(str(key), below) for key, below in node.items()]
    return enumerate(node) if isinstance(node, list | tuple) else ()


def _without(node: Any) -> Any:
    """Return a copy of the keys without those that speak of the figure as it is."""
    if isinstance(node, dict):
        return {key: _without(below) for key, below in node.items() if key not in OF_ITS_SIZES}
    return list(map(_without, node)) if isinstance(node, list | tuple) else node


def _set(keys: dict[str, Any], path: Path, value: int) -> None:
    node: Any = keys
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
