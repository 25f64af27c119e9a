"""Contrast and distance of colours, against another implementation and published values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convanim.scene.vision import VISIONS, contrast, distance, lightness, worst_distance

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda channels: (*channels, 255))

SIMULATED = {
    "": None,
    "protanopia": "protanomaly",
    "deuteranopia": "deuteranomaly",
    "tritanopia": "tritanomaly",
}


@pytest.mark.parametrize("vision", VISIONS)
@given(one=colours, other=colours)
def test_distances_are_those_of_another_implementation(vision, one, other):
    colorspacious = pytest.importorskip("colorspacious")

    def seen(colour):
        channels = np.array(colour[:3]) / 255
        if name := SIMULATED[vision]:
            space = {"name": "sRGB1+CVD", "cvd_type": name, "severity": 100}
            channels = np.clip(colorspacious.cspace_convert(channels, space, "sRGB1"), 0, 1)
        return colorspacious.cspace_convert(channels, "sRGB1", "CAM02-UCS")

    expected = np.linalg.norm(seen(one) - seen(other))
    assert distance(one, other, vision) == pytest.approx(expected, abs=0.02)


@given(colours)
def test_lightness_is_that_of_another_implementation(colour):
    colorspacious = pytest.importorskip("colorspacious")
    expected = colorspacious.cspace_convert(np.array(colour[:3]) / 255, "sRGB1", "CIELab")[0]
    assert lightness(colour) == pytest.approx(expected, abs=0.02)


def test_contrasts():
    white, black, grey = (255,) * 4, (0, 0, 0, 255), (0x76, 0x76, 0x76, 255)
    assert contrast(white, black) == contrast(black, white) == pytest.approx(21)
    # The lightest grey that WCAG accepts for text on white.
    assert contrast(white, grey) == pytest.approx(4.54, abs=0.005)


def test_red_and_green_look_alike_to_those_without_a_kind_of_cones():
    red, green = (200, 80, 60, 255), (120, 130, 40, 255)
    value, vision = worst_distance(red, green)
    assert vision in ("protanopia", "deuteranopia")
    assert value < distance(red, green) / 3
