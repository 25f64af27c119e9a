"""Varies the sizes of a figure around those of its config, for sliders."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.errors import ConfigError, OutputError
from convanim.film.shot import Slider, Variations
from convanim.layers.transposed import Transposed
from convanim.layers.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.config import Draft, FigureSpec
    from convanim.film.shot import Shot

WORDS = {
    "k": "kernel size",
    "i": "input size",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
}
"""The sizes that can vary, in the order in which their ranges grow."""

SHOWN = "ikspd"
"""The order of the sliders."""

LEAST = {"p": 0}
"""The least value of a size that can be less than 1."""

MOST_APART = 3
"""The greatest difference from the config."""

OF_ITS_SIZES = {"expect", "frames", "filmstrip", "outputs", "title", "caption", "alt"}
"""Keys that speak of the figure as it is, and are left out of others."""


def variations(spec: FigureSpec, most: int, shot: Callable[[Draft], Shot]) -> Iterator[Variations]:
    """Yield a figure with ever more sizes around those of its config.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    most : int
        The greatest number of combinations.
    shot : callable
        Returns the figure of a config that was read.

    Raises
    ------
    OutputError
        The figure has no layer whose sizes could vary.
    """
    resized = resizing(spec)
    known: set[tuple[int, ...]] = set()
    for chosen in _growing(spec, most):
        shots: dict[tuple[int, ...], Shot | str] = {}
        for values in itertools.product(*(slider.values for slider in chosen)):
            if values in known:
                continue
            sizes = {
                slider.letter: n for slider, n in zip(chosen, values, strict=True) if slider.moves
            }
            try:
                shots[values] = shot(resized(sizes))
            except ConfigError as error:
                shots[values] = refusal(spec, error)
        known |= shots.keys()
        yield Variations(chosen, shots)


def refusal(spec: FigureSpec, error: ConfigError) -> str:
    """Return why a figure cannot have other sizes, in its language."""
    return spec.said(error.reports[0].message)


def resizing(spec: FigureSpec) -> Callable[[Mapping[str, int]], Draft]:
    """Return a function that gives a figure other sizes, each by its letter.

    It raises a `ConfigError` for sizes that do not go together.
    """
    spelled = spec.keys.as_spelled()
    keys = spelled if isinstance(spelled, dict) else {}
    kept = {key: keys[key] for key in keys if key not in OF_ITS_SIZES}
    bare = replace(config.from_keys(kept).figure, name=spec.name)
    return lambda sizes: config.changed(bare, _keys(sizes, kept))


def sliders(spec: FigureSpec, most: int) -> tuple[Slider, ...]:
    """Return a slider for each size that can vary, with ranges around those of the config.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    most : int
        The greatest number of combinations.

    Raises
    ------
    OutputError
        The figure has no layer whose sizes could vary.
    """
    *_, widest = _growing(spec, most)
    return tuple(slider for slider in widest if slider.moves)


def _growing(spec: FigureSpec, most: int) -> Iterator[tuple[Slider, ...]]:
    """Yield all sliders of a figure again and again, each time with one more value of one.

    The first time it is the first value that is not the config's own.
    """
    own = dict(_own_sizes(spec))
    ranges = {letter: range(n, n + 1) for letter, n in own.items()}
    said = spec.language.translated if spec.language else str
    grows = False
    for _, letter, end in itertools.product(range(MOST_APART), WORDS, (-1, 1)):
        if letter not in ranges:
            continue
        now = ranges[letter]
        first, last = (now[0] - 1, now[-1]) if end < 0 else (now[0], now[-1] + 1)
        others = math.prod(len(each) for other, each in ranges.items() if other != letter)
        if first >= LEAST.get(letter, 1) and others * (last - first + 1) <= most:
            ranges[letter] = range(first, last + 1)
            grows = True
            yield tuple(
                Slider(each, said(WORDS[each]), ranges[each], own[each])
                for each in SHOWN
                if each in ranges
            )
    if not grows:
        raise OutputError(
            f"{spec.name}: sliders need one layer with a window whose sizes are numbers, the same "
            "along all axes; remove sliders"
        )


def _own_sizes(spec: FigureSpec) -> Iterator[tuple[str, int]]:
    """Yield the sizes of a figure's only layer, whole where it is an excerpt.

    Those are left out that differ between the axes.
    """
    layers = spec.whole_layers
    if len(layers) != 1 or not isinstance(layer := layers[0], Window):
        return
    direct = isinstance(layer, Transposed) and layer.transpose_of
    axes: Sequence[Axis] = direct or layer.direct_axes
    fixed = {"i": layer.values.input, "k": layer.values.kernel}
    for letter in WORDS:
        along = {_size(axis, letter) for axis in axes}
        has_words = letter == "p" and any(isinstance(each, str) for each in layer.p)
        is_literal = hasattr(fixed.get(letter), "shape")
        if len(along) == 1 and None not in along and not (has_words or is_literal):
            (found,) = along
            assert found is not None
            yield letter, found


def _size(axis: Axis, letter: str) -> int | None:
    """Return a size of an axis; None where the padding before and after differs."""
    if letter == "p":
        return axis.p_before if axis.p_before == axis.p_after else None
    return {"i": axis.i, "k": axis.k, "s": axis.s, "d": axis.d}[letter]


def _keys(sizes: Mapping[str, int], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that give a figure these sizes."""
    direct = kept.get("transpose_of")
    given = direct if direct is not None else kept
    found: dict[str, Any] = dict(sizes)
    if isinstance(given.get("i"), list | tuple):
        found["i"] = [sizes["i"]] * len(given["i"]) if "i" in sizes else list(given["i"])
    return {"transpose_of": {**direct, **found}} if direct is not None else found
