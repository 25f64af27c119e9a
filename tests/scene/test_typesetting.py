"""Texts come out no wider than the room that was kept for them; lines break between words."""

from __future__ import annotations

import numpy as np
import pytest

from convanim.backends._mpl.lettering import outline
from convanim.scene.typesetting import LEADING, SIZE, drops, escape, width, wrap

TEXTS = [
    "input",
    "step 3 of 9: output (0, 2)",
    "RGB: three input maps, one filter",
    "Convolution arithmetic: i = 5, k = 3",
    r"$o = \lfloor \frac{i + 2p - k}{s} \rfloor + 1$",
    r"$o = \lfloor \frac{6 + 2 \cdot 1 - 3}{2} \rfloor + 1 = 3$",
    r"$o = \left\lfloor \dfrac{i + 2p - k}{s} \right\rfloor + 1$",
    r"$3 \cdot 0 + 3 \cdot 1 + 2 \cdot 2 = 7$",
    r"$\hat{k} = k + (k - 1)(d - 1)$",
    r"$o' = s(i' - 1) + a + k - 2p \quad \mathrm{(14)}$",
    r"weights 11 $\times$ 11 $\times$ 3 $\times$ 96",
    "$-12$",
    "$w_{0,0}$",
]


@pytest.mark.parametrize("text", TEXTS)
def test_widths_are_those_of_the_font(text):
    _, _, real = outline(text)
    assert 0.94 * real <= width(text) <= 1.3 * real


def test_lines_with_fractions_have_room_for_their_height():
    plain, high = "$o = 3$", r"$o = \left\lfloor \dfrac{4 - 1}{2} \right\rfloor + 1$"
    heights = [float(np.ptp(outline(text)[0][:, 1])) * SIZE for text in (plain, high)]
    first, second, third, fourth = drops([plain, plain, high, high])
    assert (first, second) == (0, LEADING)
    assert third - second > sum(heights) / 2
    assert heights[1] < fourth - third < 1.5 * heights[1]


def test_a_chinese_letter_is_as_wide_as_high():
    assert width("\u5377\u79ef") == 2.0


def test_lines_break_between_words_and_never_in_a_formula():
    text = "one two $a + b = c$ three\nfour"
    assert wrap(text, 4.0) == ("one two", "$a + b = c$", "three", "four")
    assert wrap(text, 100.0) == ("one two $a + b = c$ three", "four")


@pytest.mark.parametrize(
    "text",
    ["a_b", "{x}", "1 < 2 > 0", "50% & more", "$5", "a|b", "back\\slash", '"so"', "x^2", "~"],
)
def test_a_literal_text_is_valid_mathematics(text):
    vertices, _, wide = outline(escape(text))
    assert len(vertices) and wide > 0


def test_the_themes_agree_on_the_size_that_room_is_kept_for():
    from convanim.config import theme, themes

    for name in themes():
        roles = ("title", "caption", "note", "label", "index")
        assert {theme(name).paint(role).size for role in roles} == {SIZE}, name
