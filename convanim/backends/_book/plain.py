"""Books without outlines of letters and without motion fitted to frames.

They need neither numpy nor matplotlib. A text is the anchor, the family of its font and its size in
hundredths of a point, and then each text with its x and y; whatever shows it has fonts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.backends._book.description import described_book
from convanim.backends._book.listing import listed, still
from convanim.backends._book.shelf import Shelf
from convanim.backends._svg.clock import HUNDREDTHS
from convanim.scene.faces import COMPUTER_MODERN_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.backends._book.shelf import Shape
    from convanim.backends._svg.tracks import Track
    from convanim.film.shot import Shot
    from convanim.scene.geometry import Point
    from convanim.scene.shapes import Labels

BELOW = COMPUTER_MODERN_HEIGHT / 2
"""How far the baseline is below the middle of the digits, as a fraction of the font size."""


class PlainShelf(Shelf):
    """Names texts rather than drawing them."""

    def start(self, labels: Labels) -> Point:
        """Return the anchor of the first text, on its baseline."""
        (_, (x, y)), *_ = labels.texts
        return x, y - BELOW * self._size(labels)

    def text(self, labels: Labels) -> Shape:
        """Return the texts of a layer and where they are from the first one's anchor."""
        size = self._size(labels)
        is_sans = "sans" in self.theme.paint(labels.role).font
        found: list[Any] = [labels.anchor, "sans-serif" if is_sans else "serif"]
        found.append(round(size * HUNDREDTHS))
        for text, (x, y) in labels.texts:
            found += (text, round(x * HUNDREDTHS), round(-(y - BELOW * size) * HUNDREDTHS))
        return tuple(found)

    def outlines(self) -> list[str]:
        """Return no outline."""
        return []

    def _size(self, labels: Labels) -> float:
        return self.theme.paint(labels.role).size * labels.scale


def book(shot: Shot) -> dict[str, Any]:
    """Return the description of a film, frame by frame."""
    shelf = PlainShelf(shot.theme, shot.layout.box)
    return described_book(shot, 0, shelf, _described, lambda: None)


def _described(tracks: Iterable[Track], shelf: Shelf) -> tuple[list[dict[str, Any]], int]:
    return [still(track, shelf) or listed(track, shelf) for track in tracks], 1
