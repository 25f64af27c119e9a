"""The tracks of a film as plain data: still, gliding, changing evenly, or listed frame by frame."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from convanim.backends._book.listing import listed, rounded, still
from convanim.backends._book.motion import columns_of, fitted
from convanim.scene.shapes import Labels, Polygons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.backends._book.shelf import Shelf
    from convanim.backends._svg.tracks import Track
    from convanim.scene.geometry import Line
    from convanim.scene.shapes import Layer


def described(tracks: Iterable[Track], shelf: Shelf) -> tuple[list[dict[str, Any]], int]:
    """Return the description of each track, and the number of frames in a row of positions."""
    known = [(track, _coordinates(track, shelf)) for track in tracks]
    columns = columns_of([points for _, points in known if points is not None])
    return [_track(track, points, columns, shelf) for track, points in known], columns


def _track(
    track: Track, points: Sequence[Sequence[float]] | None, columns: int, shelf: Shelf
) -> dict[str, Any]:
    first = track.layers[0]
    if found := still(track, shelf):
        return found
    found = {"r": shelf.role(first)}
    motion = None if points is None else fitted(points, columns)
    if motion and motion.is_glide:
        steps = [*motion.down[:2], *motion.across[:2]]
        return found | {"s": shelf.shape(first), "x": rounded(shelf.place(first)), "m": steps}
    if motion and not isinstance(first, Labels):
        return found | {
            "f": _form(first),
            "p": motion.start,
            "d": motion.down,
            "a": motion.across,
        }
    return listed(track, shelf)


def _coordinates(track: Track, shelf: Shelf) -> list[list[float]] | None:
    """Return the points of a track in each frame; None if their number or texts change."""
    if None in track.frames or len({_outline(layer) for layer in track.layers}) > 1:
        return None
    if len(track.layers) == 1:
        return None
    points = {layer: [*itertools.chain(*shelf.points(layer))] for layer in track.layers}
    return [points[layer] for layer in track.frames if layer is not None]


def _outline(layer: Layer) -> tuple[object, ...]:
    """Return what layers must have in common to be the same shape with its points elsewhere."""
    if isinstance(layer, Labels):
        return (*(text for text, _ in layer.texts), layer.anchor, layer.scale)
    return tuple(map(len, _lines(layer)))


def _form(layer: Layer) -> list[int]:
    """Return the number of points of each line of a layer."""
    return list(map(len, _lines(layer)))


def _lines(layer: Layer) -> Sequence[Line]:
    if isinstance(layer, Labels):
        return ()
    return layer.shapes if isinstance(layer, Polygons) else layer.lines
