"""Outlines and places of texts, measured once for each distinct text."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convanim.geometry import Point
    from convanim.scene import Labels

FIGURE_HEIGHT = 0.6444
"""Height of the figures of Computer Modern, in parts of the font size."""

_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@functools.cache
def font() -> FontProperties:
    """Return Computer Modern Roman, from the file that matplotlib ships."""
    return FontProperties(fname=f"{matplotlib.get_data_path()}/fonts/ttf/cmr10.ttf")


def is_mathematics(text: str) -> bool:
    """Return whether matplotlib should typeset a text as mathematics."""
    return text.count("$") >= 2


@functools.lru_cache(maxsize=4096)
def outline(text: str) -> tuple[NDArray[np.float64], NDArray[np.uint8], float]:
    """Return a text's outline at size 1, from its baseline's left end, and its width.

    Returns
    -------
    vertices : array of float64, shape (n, 2)
    codes : array of uint8, shape (n,)
    width : float
    """
    with matplotlib.rc_context({"mathtext.fontset": "cm", "text.usetex": False}):
        path = TextPath((0, 0), text, size=100, prop=font(), usetex=False)
        width, _, _ = _measure(text)
    codes = path.codes if path.codes is not None else np.empty(0, Path.code_type)
    return np.asarray(path.vertices) / 100, codes, width


def _measure(text: str) -> tuple[float, float, float]:
    from matplotlib.textpath import text_to_path

    prop = font().copy()
    prop.set_size(100)
    width, height, descent = text_to_path.get_text_width_height_descent(
        text, prop, is_mathematics(text)
    )
    return width / 100, height / 100, descent / 100


def placed(labels: Labels, size: float) -> Iterator[tuple[str, Point]]:
    """Yield each text with the left end of its baseline, in points."""
    for text, (x, y) in labels.texts:
        _, _, width = outline(text)
        yield text, (x - _ANCHORS[labels.anchor] * width * size, y - FIGURE_HEIGHT * size / 2)


def outlines(labels: Labels, size: float) -> Path:
    """Return the outlines of all texts of a layer as one path, in points."""
    size *= labels.scale
    vertices, codes = [np.empty((0, 2))], [np.empty(0, Path.code_type)]
    for text, at in placed(labels, size):
        shape, kinds, _ = outline(text)
        vertices.append(shape * size + at)
        codes.append(kinds)
    return Path(np.concatenate(vertices), np.concatenate(codes))
