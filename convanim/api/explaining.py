"""The explanation of a figure: of its only panel, or of each panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.explain.layer import Explanation
from convanim.explain.panels import PanelsExplanation
from convanim.explain.stack import together

if TYPE_CHECKING:
    from convanim.config import FigureSpec
    from convanim.explain.stack import StackExplanation
    from convanim.layout.panel import Panel

    Explained = Explanation | StackExplanation | PanelsExplanation


def explained(spec: FigureSpec) -> Explained:
    """Return every derived number of every layer, whole, and the relationship each rests on."""
    panels = [panel for panel in spec.panels if not panel.is_card]
    if len(panels) == 1:
        return _told(panels[0], spec.name)
    told = (_told(panel, f"panel {n}") for n, panel in enumerate(panels, start=1))
    return PanelsExplanation(spec.name, tuple(told))


def _told(panel: Panel, name: str) -> Explanation | StackExplanation:
    layers = panel.whole or panel.layers
    names = [name] if len(layers) == 1 else [f"layer {n + 1}" for n in range(len(layers))]
    told = [Explanation.of(*each) for each in zip(names, layers, strict=True)]
    return together(name, told)
