"""Colours that follow from others: lighter and darker faces of a cube, and ghosts."""

from __future__ import annotations

import math

Rgba = tuple[int, int, int, int]
"""Red, green, blue and opacity, from 0 to 255."""

Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]

# From linear sRGB to the responses of three cones, from their cube roots to OKLab, and back; see
# Ottosson, "A perceptual color space for image processing" (2020).
_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_OKLAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def lighter(colour: Rgba, by: float) -> Rgba:
    """Return a colour of the same hue that is lighter, or darker when ``by`` is negative.

    Parameters
    ----------
    colour : Rgba
        Any colour; its opacity is kept.
    by : float
        The difference in lightness in OKLab, where black is 0 and white is 1.
    """
    red, green, blue = (linear(each / 255) for each in colour[:3])
    long, middle, short = (math.cbrt(each) for each in times(_CONES, (red, green, blue)))
    lightness, a, b = times(_OKLAB, (long, middle, short))
    moved = min(1.0, max(0.0, lightness + by)), a, b
    long, middle, short = (each**3 for each in times(_FROM_OKLAB, moved))
    red, green, blue = (encoded(each) for each in times(_FROM_CONES, (long, middle, short)))
    return round(255 * red), round(255 * green), round(255 * blue), colour[3]


def mixed(colour: Rgba, ground: Rgba, part: float) -> Rgba:
    """Return the opaque colour that a part of a colour makes on an opaque ground."""
    share = part * colour[3] / 255
    pairs = zip(colour[:3], ground[:3], strict=True)
    red, green, blue = (round(share * over + (1 - share) * under) for over, under in pairs)
    return red, green, blue, 255


def times(matrix: Matrix, vector: Row) -> Row:
    """Return the product of a matrix and a vector."""
    first, second, third = (sum(map(float.__mul__, row, vector)) for row in matrix)
    return first, second, third


def linear(encoded: float) -> float:
    """Return the light of a channel of sRGB; both from 0 to 1."""
    return encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4


def encoded(linear: float) -> float:
    """Return the channel of sRGB that has a light; both from 0 to 1."""
    inside = min(1.0, max(0.0, linear))
    return inside * 12.92 if inside <= 0.0031308 else 1.055 * inside ** (1 / 2.4) - 0.055
