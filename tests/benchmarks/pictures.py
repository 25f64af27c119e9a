"""Size and quality of the GIFs against those the guide's authors published."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

import convanim
from convanim.backends._mpl.palette import over
from convanim.backends._mpl.raster import AggFilm
from tests.benchmarks.measuring import ROOT

# Bytes of the GIFs in the repository vdumoulin/conv_arithmetic, folder gif.
PUBLISHED = {
    "arbitrary_padding_no_strides": 476750,
    "arbitrary_padding_no_strides_transposed": 323062,
    "dilation": 124951,
    "full_padding_no_strides": 435605,
    "full_padding_no_strides_transposed": 287001,
    "no_padding_no_strides": 37751,
    "no_padding_no_strides_transposed": 164355,
    "no_padding_strides": 44665,
    "no_padding_strides_transposed": 197717,
    "padding_strides": 118422,
    "padding_strides_odd": 122211,
    "padding_strides_odd_transposed": 303965,
    "padding_strides_transposed": 272498,
    "same_padding_no_strides": 276460,
    "same_padding_no_strides_transposed": 213333,
}


def quality(name, path):
    """Return a GIF's decibels, its largest error, and whether its flat colours are exact."""
    figure = convanim.load(ROOT / f"configs/guide/{name}.yaml")
    film = AggFilm(figure.layout, figure.timeline, figure.spec.theme, 150)
    squares, largest, exact = 0.0, 0, True
    flats = flat_colours(film)
    with Image.open(path) as gif:
        for t in range(len(figure)):
            gif.seek(t)
            ours = np.asarray(gif.convert("RGB")).astype(int)
            drawn = film.frame(t).rgb().astype(int)
            apart = np.abs(ours - drawn)
            squares += (apart**2).mean()
            largest = max(largest, int(apart.max()))
            keys = drawn @ (1 << 16, 1 << 8, 1)
            exact = exact and not apart[np.isin(keys, flats)].any()
    return 10 * math.log10(255**2 / (squares / len(figure))), largest, exact


def flat_colours(film):
    """The page, the fills, and each of them in shade."""
    page, unit, output, shade = (
        film.theme.paint(role).fill for role in ("page", "input", "output", "window")
    )
    fills = {page, unit, output}
    flats = fills | {over(shade, fill) for fill in fills}
    return [red << 16 | green << 8 | blue for red, green, blue, _ in flats]
