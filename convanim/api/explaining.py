"""The explanation of a figure: of its only panel, or of each panel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.explain.film import FilmSummary
from convanim.explain.layer import Explanation
from convanim.explain.panels import PanelsExplanation
from convanim.explain.stack import together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config import FigureSpec
    from convanim.explain.drawing import Drawing
    from convanim.explain.stack import StackExplanation
    from convanim.layout.panel import Panel
    from convanim.scene.geometry import Box
    from convanim.scene.timeline import Timeline

    Explained = Explanation | StackExplanation | PanelsExplanation


def explained(
    spec: FigureSpec,
    timeline: Timeline | None = None,
    pages: Sequence[Box] = (),
    drawing: Drawing | None = None,
) -> Explained:
    """Return every derived number of every layer, the relationship each rests on, and the film.

    The numbers are those of the whole layers, also where an excerpt of them is drawn.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    timeline : Timeline or None
        Its frames; None if it cannot be drawn.
    pages : sequence of Box
        Its page, and that of its filmstrip if it has one.
    drawing : Drawing or None
        What drawing it amounts to.
    """
    film = None
    if timeline and drawing:
        page, *strip = pages
        strip_page = strip[0] if strip else None
        film = FilmSummary(
            timeline, page, drawing.pixels, strip_page, drawing.excerpts, drawing.costs
        )
    panels = [panel for panel in spec.panels if panel.whole_layers]
    if len(panels) == 1:
        return replace(_told(panels[0], spec.name), film=film, language=spec.language)
    told = (_told(panel, f"panel {n}") for n, panel in enumerate(panels, start=1))
    return PanelsExplanation(spec.name, tuple(told), film=film, language=spec.language)


def _told(panel: Panel, name: str) -> Explanation | StackExplanation:
    layers = panel.whole_layers
    names = [name] if len(layers) == 1 else [f"layer {n + 1}" for n in range(len(layers))]
    told = [Explanation.of(*each) for each in zip(names, layers, strict=True)]
    return together(name, told)
