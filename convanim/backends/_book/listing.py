"""The tracks of a film that are still or listed frame by frame, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.film.stepwise import steps
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.backends._book.shelf import Shelf
    from convanim.backends._svg.tracks import Track


def still(track: Track, shelf: Shelf) -> dict[str, Any]:
    """Return the description of a track that is the same in all frames; nothing of another one."""
    first = track.layers[0]
    if None in track.frames or len(track.layers) > 1:
        return {}
    return {"r": shelf.role(first), "s": shelf.shape(first), "x": rounded(shelf.place(first))}


def listed(track: Track, shelf: Shelf) -> dict[str, Any]:
    """Return the layers of a track one by one, and which of them each frame shows.

    Outlines of which no two have the same shape have a common place.
    """
    layers = list(track.layers)
    numbers = {layer: n for n, layer in enumerate(layers)}
    shown = [-1 if at is None else numbers[at] for at in track.frames]
    found: dict[str, Any] = {"r": shelf.role(layers[0])}
    if shown != list(range(len(layers))):
        found["n"] = shown
    is_text = isinstance(layers[0], Labels)
    if not is_text and len(set(map(shelf.outline, layers))) == len(layers):
        listed = [shelf.shape(each, layers[0]) for each in layers]
        return found | {"x": rounded(shelf.place(layers[0])), "l": listed}
    places = zip(*(rounded(shelf.place(each)) for each in layers), strict=True)
    return found | {"l": [shelf.shape(each) for each in layers], "x": list(map(steps, places))}


def rounded(point: Sequence[float]) -> list[int]:
    """Return coordinates as whole numbers."""
    return [round(each) for each in point]
