"""What a config says before anything is laid out: its figure, and the faults of its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.config.text.python_data import without_counts
from convanim.config.text.settings import SOURCE
from convanim.errors import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.config.figure.spec import FigureSpec
    from convanim.config.text.tree import Node
    from convanim.layout.panel import Panel

MOST_REPORTS = 100
"""Reports listed one by one; the rest are only counted."""

TO_EXCERPT = "use excerpt: true"
"""What makes an excerpt of layers of which a config has none by default, or forbids none."""


@dataclass(frozen=True, slots=True)
class PanelDraft:
    """A panel that was read.

    Attributes
    ----------
    panel : Panel or None
        None when its layers or the keys of its view are invalid.
    keys : Node
        Its keys in one spelling, with their positions.
    reports : tuple of Report
        What is wrong with its keys.
    obstacles : tuple of Report
        Why its layers are too large to draw.
    to_excerpt : str
        What makes an excerpt of its layers, such as ``"remove excerpt: false"``.
    """

    panel: Panel | None
    keys: Node
    reports: tuple[Report, ...] = ()
    obstacles: tuple[Report, ...] = ()
    to_excerpt: str = TO_EXCERPT


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure that was read, valid or not.

    :func:`convanim.api.validity.spec` checks what needs a layout, and returns the figure.

    Attributes
    ----------
    figure : FigureSpec
        Keys with faults have their defaults; it has no panels unless all are valid.
    panels : tuple of PanelDraft
        Every panel.
    reports : tuple of Report
        What is wrong with the keys of the figure, without those of its panels.
    settings : tuple of str
        The texts of the settings, in their order.
    """

    figure: FigureSpec
    panels: tuple[PanelDraft, ...]
    reports: tuple[Report, ...] = ()
    settings: tuple[str, ...] = ()

    def in_order(self, reports: Iterable[Report]) -> list[Report]:
        """Return each report once: each file's from top to bottom, then those of each setting.

        Of very many only the first are returned, with the number of the others. Reports of keys
        that were given in Python have no marks.
        """
        ordered = sorted(dict.fromkeys(reports), key=self._position)
        more = len(ordered) - MOST_REPORTS
        shown = ordered[:MOST_REPORTS] + [Report(f"and {more} more")] * (more > 0)
        return without_counts(shown)

    def _position(self, report: Report) -> tuple[int, str, int, int]:
        mark = report.mark
        if mark is None:
            return len(self.settings), "", 0, 0
        is_setting = mark.source == SOURCE and mark.text in self.settings
        number = self.settings.index(mark.text) if is_setting else -1
        return number, mark.source, mark.line, mark.column
