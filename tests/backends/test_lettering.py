"""Text is data: anything that is not mathematics is drawn literally, whatever it contains."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.textpath import TextPath

from convanim.backends._mpl import fonts
from convanim.backends._mpl.lettering import outline, runs
from convanim.backends.pages import Pages
from convanim.config import theme
from convanim.errors import OutputError
from convanim.scene.shapes import Labels, Scene
from convanim.scene.timeline import Timing, timeline

LITERAL = [
    ("$x^{$", r"\$x^$\{$\$"),
    (r"$\frac{1}$", r"\$$\backslash$frac$\{$1$\}$\$"),
    (r"$\nosuch$", r"\$$\backslash$nosuch\$"),
    ("a $$ b", r"a \$\$ b"),
    ("only 5$", r"only 5\$"),
    (r"\input{x}", r"$\backslash$input$\{$x$\}$"),
    ("<b>_|_</b>", r"$<$b$>$$\_$$|$$\_$$<$/b$>$"),
]


def typeset(text, face="cm"):
    return [(run.text, run.is_mathematics) for run in runs(text, face)]


@pytest.mark.parametrize(("text", "given"), LITERAL)
def test_what_is_no_mathematics_is_drawn_literally(text, given):
    assert typeset(text) == [(given, True)]
    assert len(outline(text)[0]) > 20


@pytest.mark.parametrize("text", ["$" + "{" * 150 + "$", "$" + r"\sqrt{" * 40 + "$", "$" * 300])
def test_what_is_nested_too_deep_or_left_open_is_drawn_literally(text):
    ((given, is_mathematics),) = typeset(text)
    assert is_mathematics
    assert given.startswith(r"\$")
    assert len(outline(text)[0]) > 20


FORMULAS = [
    (r"$-\infty$", r"$-\infty$"),
    ("size $i + 2p$ of {it}", r"size $i + 2p$ of $\{$it$\}$"),
    (r"\$5 is $x$", r"\$5 is $x$"),
]


@pytest.mark.parametrize(("text", "given"), FORMULAS)
def test_mathematics_is_typeset_and_what_is_around_it_drawn_literally(text, given):
    assert typeset(text) == [(given, True)]


@pytest.mark.parametrize("text", ["12", "-3.5", "a^b, c/d & 50 %"])
def test_plain_text_has_the_outline_that_matplotlib_gives_it(text):
    assert typeset(text) == [(text, False)]
    vertices, codes, _ = outline(text)
    path = TextPath((0, 0), text, size=100, prop=runs("a", "cm")[0].font)
    np.testing.assert_allclose(vertices * 100, path.vertices)
    np.testing.assert_array_equal(codes, path.codes)


class Page:
    """A layout with one text."""

    box = (0.0, 0.0, 100.0, 20.0)

    def __init__(self, text):
        self.text = text

    def scene(self, step):
        return Scene(self.box, (Labels("input", ((self.text, (50.0, 10.0)),)),))


MARKUP = ["--><script>alert(1)</script>", "<![CDATA[ ]]>", '"/><image href="x"/>', "&lt;&#x3c;"]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stays_text_in_svg_and_pdf(text):
    film = Pages(Page(text), timeline([0], Timing()), theme("guide"))
    svg, pdf = io.BytesIO(), io.BytesIO()
    film.print_svg(svg, 0)
    from xml.etree import ElementTree

    tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(svg.getvalue()).iter()}
    assert not tags & {"script", "image", "text", "a", "foreignObject"}
    assert b"<script" not in svg.getvalue()
    film.print_pdf(pdf, [0])
    assert pdf.getvalue().endswith(b"%%EOF\n")


@pytest.mark.parametrize("text", ["Größe", "свёртка", "卷积", "Größe $i$"])
def test_letters_that_computer_modern_lacks(text, recwarn):
    if (
        not text.isascii()
        and fonts.with_glyphs("a" + "".join(c for c in text if ord(c) > 127)) is None
    ):
        pytest.skip("no font of this machine has the letters")
    vertices, _, width = outline(text)
    assert len(vertices) > 20
    assert width > 0
    assert not recwarn.list


def test_letters_that_no_font_has():
    with pytest.raises(
        OutputError, match="no installed font has all of the characters \U0010fffd: install"
    ):
        outline("a \U0010fffd")


def test_sans_serif_words_stand_beside_formulas_in_computer_modern():
    assert typeset("stride $s = 2$: a|b", "cm-sans") == [
        ("stride ", False),
        ("$s = 2$", True),
        (": a", False),
        ("$|$", True),
        ("b", False),
    ]
    assert typeset("$-12$", "cm-sans") == [(r"$-\mathsf{12}$", True)]
    assert typeset(r"\$5 is $x$", "cm-sans") == [(r"\$5 is ", True), ("$x$", True)]


def test_a_text_of_several_parts_is_as_wide_as_they_are():
    parts = [outline(part, "cm-sans")[2] for part in ("stride ", "$s = 2$")]
    vertices, _, width = outline("stride $s = 2$", "cm-sans")
    assert width == pytest.approx(sum(parts))
    assert parts[0] < vertices[:, 0].max() <= width
