"""Slides for PowerPoint, with a figure on each."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from convanim.errors import MissingExtraError
from convanim.files.staging import staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convanim.api import Figure

WIDTH, HEIGHT = 13.333, 7.5
"""The size of a slide of 16:9, in inches."""

TOP, MARGIN = 1.25, 0.4
"""The space above a figure, with its title, and around it, in inches."""

TITLE_ONLY = 5
"""The layout of a slide with a title alone, in the default template of python-pptx."""

SHARP = 150
"""Pixels per inch of a figure at its size on the slide."""

NEEDS = "python-pptx>=1.0.2"


def write(figures: Sequence[Figure], path: Path, video: bool) -> None:
    """Write a slide for each figure, with its title, its alternative text and its numbers as notes.

    Parameters
    ----------
    figures : sequence of Figure
        At least one.
    path : Path
        The file.
    video : bool
        Whether a figure is a video that a click starts, with its poster; else it
        is a GIF that plays by itself.

    Raises
    ------
    MissingExtraError
        python-pptx is not installed.
    OutputError
        The file cannot be written.
    """
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError:
        raise MissingExtraError("a deck", NEEDS) from None
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for whole in figures:
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        heading, figure = _headed(whole)
        _title(slide, heading, figure)
        shape = _movie(slide, figure) if video else _gif(slide, figure)
        shape.name = figure.name
        shape._element._nvXxPr.cNvPr.set("descr", figure.alt)
        slide.notes_slide.notes_text_frame.text = str(figure.explain())
    with staged(path) as temporary:
        deck.save(temporary)


def _headed(figure: Figure) -> tuple[str, Figure]:
    """Return the title of a slide, and the figure without it.

    It is that of the figure; one with mathematics, which a title of a slide cannot have, stays in
    the figure, and the slide has the figure's name.
    """
    title = figure.spec.page.title
    if title is None or "$" in title:
        return figure.name.replace("_", " "), figure
    page = replace(figure.spec.page, title=None)
    return title, replace(figure, spec=replace(figure.spec, page=page))


def _title(slide: Any, title: str, figure: Figure) -> None:
    """Write the title of a slide, in the colours of a figure's theme."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    theme = figure.spec.theme
    if theme.page[3]:
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor(*theme.page[:3])
    shape = slide.shapes.title
    shape.left, shape.top = Inches(MARGIN), Inches(MARGIN / 2)
    shape.width, shape.height = Inches(WIDTH - 2 * MARGIN), Inches(TOP - MARGIN / 2)
    shape.text_frame.text = " ".join(title.split())
    ink = theme.paint("title").text[:3]
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(*ink)


def _box(figure: Figure) -> tuple[int, tuple[int, int, int, int]]:
    """Return the dpi of a figure, and left, top, width and height in the middle of a slide."""
    from pptx.util import Inches

    left, bottom, right, top = figure.layout.box
    width, height = (right - left) / 72, (top - bottom) / 72
    scale = min((WIDTH - 2 * MARGIN) / width, (HEIGHT - TOP - MARGIN) / height)
    width, height = width * scale, height * scale
    place = (WIDTH - width) / 2, TOP + (HEIGHT - TOP - MARGIN - height) / 2
    sides = (int(Inches(side)) for side in (*place, width, height))
    x, y, across, down = sides
    return max(1, round(SHARP * scale)), (x, y, across, down)


def _gif(slide: Any, figure: Figure) -> Any:
    dpi, box = _box(figure)
    return slide.shapes.add_picture(io.BytesIO(figure.to_bytes("gif", dpi=dpi)), *box)


def _movie(slide: Any, figure: Figure) -> Any:
    dpi, box = _box(figure)
    poster = io.BytesIO(figure.to_bytes("png", dpi=dpi))
    film = io.BytesIO(figure.to_bytes("mp4", dpi=dpi))
    return slide.shapes.add_movie(film, *box, poster_frame_image=poster, mime_type="video/mp4")
