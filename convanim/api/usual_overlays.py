"""The overlays of panels whose config does not say what they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.layout.overlay import Overlay
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config import FigureSpec
    from convanim.config.figure.draft import PanelDraft
    from convanim.layout.panel import Panel

GUIDE = "guide"
"""The theme whose figures look as those of the guide, which have no overlays."""


def with_usual_overlays(figure: FigureSpec, drafts: Sequence[PanelDraft]) -> FigureSpec:
    """Return a valid figure in which panels without the key ``show`` have the usual overlays.

    Parameters
    ----------
    figure : FigureSpec
        The figure.
    drafts : sequence of PanelDraft
        The config of each of its panels.
    """
    if figure.theme.name == GUIDE:
        return figure
    panels = tuple(
        panel if "show" in draft.keys.items else _completed(panel)
        for panel, draft in zip(figure.panels, drafts, strict=True)
    )
    return figure if panels == figure.panels else replace(figure, panels=panels)


def _completed(panel: Panel) -> Panel:
    """Return a panel with the overlays that are usual for one of its layers."""
    if panel.is_card:
        return panel
    names = sorted({name for subject in panel.subjects for name in subject.operation.usual})
    known = [registry.find(Overlay, name)() for name in names]
    wanted = [each for each in known if any(map(each.suits, panel.subjects))]
    found = tuple(each for each in wanted if any(each.is_usual(*pair) for pair in panel.drawings))
    return panel.showing((*panel.overlays, *found)) if found else panel
