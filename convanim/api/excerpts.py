"""The steps that an excerpt shows, and the line of its caption that says what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.explain.excerpt import kept
from convanim.layers.excerpt import picked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.config import FigureSpec
    from convanim.layout.panel import Panel

MOST_SHOWN = 100
"""Drawings of an excerpt beyond which it shows only some positions along each axis."""


ENDS = (2, 1)
"""How many of them at either end of an axis: fewer where there are many even so, and of three axes.
"""


def marked(figure: FigureSpec) -> FigureSpec:
    """Return a figure whose caption says what its excerpts leave out; others as they are.

    Where an excerpt still has many positions, since its kernel is wide, it shows those at the ends
    and in the middle.
    """
    parts = [panel for panel in figure.panels if panel.whole]
    if not parts:
        return figure
    page, frames = figure.page, figure.frames
    if len(parts) == 1 and frames is None:
        frames = _shown(parts[0])
    lines = [page.caption] if page.caption else []
    lines += told(figure.panels, frames)
    has_card = any(panel.is_card for panel in figure.panels)
    is_wide = len(parts[0].layers[0].sizes) != 2
    columns = page.columns or (1 if has_card and is_wide else None)
    return replace(
        figure, frames=frames, page=replace(page, caption="\n".join(lines), columns=columns)
    )


def _shown(panel: Panel) -> tuple[int, ...] | None:
    """Return which drawings of an excerpt are shown; None for all."""
    ((subject, layout), *others) = panel.drawings
    if others or len(layout.beats) <= MOST_SHOWN:
        return None
    sizes = subject.operation.output_shape
    for ends in ENDS if len(sizes) < 3 else ENDS[-1:]:
        along = [picked(size, ends) for size in sizes]
        chosen = {
            step.index
            for step in layout.sweep.steps
            if all(n in some for n, some in zip(step.writes.first, along, strict=True))
        }
        shown = tuple(n for n, beat in enumerate(layout.beats) if beat.step in chosen)
        if len(shown) <= MOST_SHOWN:
            break
    return shown or None


def told(panels: tuple[Panel, ...], frames: tuple[int, ...] | None) -> Iterator[str]:
    """Yield what each panel shows of its layers where that is not all.

    Parameters
    ----------
    panels : tuple of Panel
        All of the figure.
    frames : tuple of int, or None
        The drawings that it shows; None for all.
    """
    parts = [(n, panel) for n, panel in enumerate(panels, start=1) if panel.whole]
    for n, panel in parts:
        which = f" (panel {n})" if len(parts) > 1 else ""
        words = [kept(panel.whole, panel.layers)]
        if frames:
            steps = sum(len(layout.beats) for _, layout in panel.drawings)
            words.append(f"{len(frames)} of its {steps} steps")
        yield f"Excerpt{which}: {'; '.join(filter(None, words))}"
