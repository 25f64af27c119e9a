"""How eyes see colours: contrast, lightness, and distance, also without one kind of cone.

Distances are those of CAM02-UCS for an sRGB screen in an office: Luo, Cui and Li, "Uniform colour
spaces based on CIECAM02" (2006), with the colour appearance model CIECAM02 (CIE 159:2004). Colour
blindness is simulated as in Machado, Oliveira and Fernandes, "A physiologically-based model for
simulation of color vision deficiency" (2009), at full severity.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from convanim.scene.colours import linear, times

if TYPE_CHECKING:
    from convanim.scene.colours import Matrix, Rgba, Row

CONTRAST = 4.5
"""The least contrast of a text with its ground: what WCAG asks of text of any size."""

VISIONS: dict[str, Matrix] = {
    "": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What each kind of vision makes of linear sRGB; the one without a name is normal."""

_XYZ: Matrix = (
    (41.24, 35.76, 18.05),
    (21.26, 71.52, 7.22),
    (1.93, 11.92, 95.05),
)
_ADAPTED: Matrix = (
    (0.7328, 0.4296, -0.1624),
    (-0.7036, 1.6975, 0.0061),
    (0.0030, 0.0136, 0.9834),
)
_FROM_ADAPTED: Matrix = (
    (1.096124, -0.278869, 0.182745),
    (0.454369, 0.473533, 0.072098),
    (-0.009628, -0.005698, 1.015326),
)
_CONES: Matrix = (
    (0.38971, 0.68898, -0.07868),
    (-0.22981, 1.18340, 0.04641),
    (0.0, 0.0, 1.0),
)

_WHITE: Row = (95.047, 100.0, 108.883)
_LIGHT = 64 / math.pi / 5
"""The luminance of what eyes are adapted to, in candela a square metre."""

_GROUND = 0.2
"""The luminance of what surrounds a colour, as a part of that of white."""

_IMPACT, _INDUCTION = 0.69, 1.0


def _level(light: float) -> float:
    part = 1 / (5 * light + 1)
    low = 0.2 * part**4 * 5 * light
    return float(low + 0.1 * (1 - part**4) ** 2 * (5 * light) ** (1 / 3))


_LEVEL = _level(_LIGHT)
_DEGREE = 1 - math.exp((-_LIGHT - 42) / 92) / 3.6
_BRIGHTNESS = 0.725 * (1 / _GROUND) ** 0.2
_EXPONENT = 1.48 + math.sqrt(_GROUND)


def luminance(colour: Rgba) -> float:
    """Return the relative luminance of an opaque colour, from 0 to 1."""
    red, green, blue = (linear(each / 255) for each in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgba, other: Rgba) -> float:
    """Return the contrast of two opaque colours as WCAG defines it: from 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: Rgba) -> float:
    """Return the lightness L* of an opaque colour, from 0 to 100."""
    light = luminance(colour)
    return 116 * math.cbrt(light) - 16 if light > 216 / 24389 else light * 24389 / 27


def distance(one: Rgba, other: Rgba, vision: str = "") -> float:
    """Return how different two opaque colours look to a kind of vision, a key of VISIONS."""
    return math.dist(_appearance(one, vision), _appearance(other, vision))


def worst_distance(one: Rgba, other: Rgba) -> tuple[float, str]:
    """Return the least distance of two opaque colours with any vision, and that vision."""
    return min((distance(one, other, vision), vision) for vision in VISIONS)


@functools.lru_cache(maxsize=1024)
def _appearance(colour: Rgba, vision: str) -> Row:
    """Return the coordinates of a colour in CAM02-UCS."""
    red, green, blue = (linear(each / 255) for each in colour[:3])
    seen = times(VISIONS[vision], (red, green, blue))
    red, green, blue = (min(1.0, max(0.0, each)) for each in seen)
    long, middle, short = _responses(times(_XYZ, (red, green, blue)))
    a = long - 12 * middle / 11 + short / 11
    b = (long + middle - 2 * short) / 9
    hue = math.atan2(b, a)
    achromatic = _achromatic(long, middle, short) / _achromatic(*_responses(_WHITE))
    bright = 100 * max(0.0, achromatic) ** (_IMPACT * _EXPONENT)
    eccentricity = (math.cos(hue + 2) + 3.8) / 4
    strength = 50000 / 13 * _INDUCTION * _BRIGHTNESS * eccentricity * math.hypot(a, b)
    strength /= long + middle + 1.05 * short
    chroma = strength**0.9 * math.sqrt(bright / 100) * (1.64 - 0.29**_GROUND) ** 0.73
    colourfulness = math.log1p(0.0228 * chroma * _LEVEL**0.25) / 0.0228
    return (
        1.7 * bright / (1 + 0.007 * bright),
        colourfulness * math.cos(hue),
        colourfulness * math.sin(hue),
    )


def _achromatic(long: float, middle: float, short: float) -> float:
    return 2 * long + middle + short / 20 - 0.305


def _responses(xyz: Row) -> Row:
    """Return the responses of three kinds of cones, adapted to the white of the screen."""
    white = times(_ADAPTED, _WHITE)
    parts = zip(times(_ADAPTED, xyz), white, strict=True)
    red, green, blue = (each * (_DEGREE * 100 / most + 1 - _DEGREE) for each, most in parts)
    cones = times(_CONES, times(_FROM_ADAPTED, (red, green, blue)))
    long, middle, short = (_compressed(each) for each in cones)
    return long, middle, short


def _compressed(response: float) -> float:
    power = (_LEVEL * abs(response) / 100) ** 0.42
    return math.copysign(400 * power / (power + 27.13), response) + 0.1
