"""Long lines cut into pieces, so that only the pieces that meet a box are drawn.

Clipping would be simpler, but it moves the edges that it cuts by up to 1/512 of a pixel. A piece
is drawn completely or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convanim.scene.geometry import Box


@dataclass(frozen=True, slots=True)
class Pieces:
    """Straight lines cut into pieces.

    Attributes
    ----------
    ends : NDArray
        The two ends of each piece, in points; shape (pieces, 2, 2).
    """

    ends: NDArray[np.float64]

    @classmethod
    def of(cls, lines: NDArray[np.float64], longest: float) -> Pieces:
        """Return the pieces, of limited length, of lines with these ends; shape (lines, 2, 2)."""
        along = lines[:, 1] - lines[:, 0]
        counts = np.maximum(1, np.ceil(np.hypot(*along.T) / longest)).astype(int)
        line = np.repeat(np.arange(len(lines)), counts)
        number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
        parts = (number[:, None] + (0, 1)) / counts[line][:, None]
        return cls(lines[line, :1] + parts[..., None] * along[line, None])

    def within(self, box: Box) -> Path:
        """Return the pieces that meet a box, as a path."""
        left, bottom, right, top = box
        half = np.array([right - left, top - bottom]) / 2
        way = self.ends[:, 1] - self.ends[:, 0]
        off = (self.ends[:, 0] + self.ends[:, 1]) / 2 - ((left + right) / 2, (bottom + top) / 2)
        near = (abs(off) <= half + abs(way) / 2).all(axis=1)
        # A piece meets the box unless all corners of the box are on one side of its line.
        aside = abs(way[:, 0] * off[:, 1] - way[:, 1] * off[:, 0])
        met = self.ends[near & (aside <= abs(way) @ half[::-1])]
        codes = np.tile(np.array([Path.MOVETO, Path.LINETO], np.uint8), len(met))
        path = Path(met.reshape(-1, 2), codes)
        path.should_simplify = False
        return path
