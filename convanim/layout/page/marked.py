"""The layouts of a panel's layers, with the overlays that are drawn on them."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim.layout.captions import Captioned, reach
from convanim.layout.maps.resampling import Resampling, Sampled
from convanim.layout.maps.text_sizes import LEAST, TextSizes, name_size
from convanim.layout.wrappers.enlarged import Enlarged, larger
from convanim.layout.wrappers.filled import Filled
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.errors import Fault
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.overlay import Overlay
    from convanim.layout.panel import Panel
    from convanim.scene.shapes import Layer


@dataclass(frozen=True)
class Marked:
    """The layout of a layer or a stack, with the overlays on it.

    Attributes
    ----------
    subject : Subject
        The layer.
    layout : Layout
        Its drawings.
    overlays : tuple of Overlay
        What is added to them.
    """

    subject: Subject
    layout: Layout
    overlays: tuple[Overlay, ...]

    def faults(self, overlay: Overlay) -> list[Fault]:
        """Return why an overlay has nothing to show."""
        return [*overlay.faults(self.subject, self.layout)]

    @functools.cached_property
    def marks(self) -> tuple[Layer, ...]:
        """What overlays draw on all drawings."""
        found = (overlay.marks(self.subject, self.layout) for overlay in self.overlays)
        return tuple(itertools.chain(*found))

    @functools.cached_property
    def moving(self) -> tuple[Callable[[int], tuple[Layer, ...]], ...]:
        """What overlays draw on each drawing."""
        found = (overlay.moving(self.subject, self.layout) for overlay in self.overlays)
        return tuple(each for each in found if each)

    def labels(self) -> Iterator[Labels]:
        """Yield the text of the drawings, and that of the marks on them."""
        yield from self.layout.labels()
        yield from (mark for mark in self.marks if isinstance(mark, Labels))

    def name_size(self, by: float, numbers: float) -> float | None:
        """Return the size of names when the drawing is enlarged; None if they have no room."""
        return name_size([*self.labels()], reach(self.layout, self.marks), by, numbers)

    def captioned(self, by: float, rise: float, numbers: float) -> Layout:
        """Return the layout with notes, enlarged by a factor and with a raised baseline."""
        layout, marks, moving = self.layout, self.marks, self.moving
        if (by, rise) != (1, 0):
            sizes = TextSizes(numbers, self.name_size(by, numbers) or LEAST)
            layout = Enlarged(self.layout, by, rise, sizes)
            marks = tuple(larger(mark, by, sizes) for mark in marks)
            moving = tuple(partial(_larger, each, by, sizes) for each in moving)
        found = (overlay.note(self.subject, layout) for overlay in self.overlays)
        notes = (*self.layout.footnotes, *(note for note in found if note))
        if not (marks or notes or moving):
            return layout
        return Captioned(layout, reach(layout, marks), notes=notes, marks=marks, moving=moving)


def _larger(
    moving: Callable[[int], tuple[Layer, ...]], by: float, sizes: TextSizes, step: int
) -> tuple[Layer, ...]:
    return tuple(larger(layer, by, sizes) for layer in moving(step))


def marked(panel: Panel, fill: bool = False) -> list[Marked]:
    """Return the layouts of the layers of a panel, with its overlays."""
    return [
        Marked(subject, _drawn(subject, layout, fill), panel.overlays)
        for subject, layout in panel.drawings
    ]


def _drawn(subject: Subject, layout: Layout, fill: bool) -> Layout:
    """Return the layout of a layer with outputs that fill up, or not, and where they lie."""
    filling = Filled(layout) if layout.is_full else layout
    drawn = filling if fill else layout.in_full()
    resampling = Resampling.of(subject) if layout.is_resampled else None
    return Sampled(drawn, resampling) if resampling else drawn
