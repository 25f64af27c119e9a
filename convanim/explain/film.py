"""The frames of a figure: which of them show a step, how long each lasts, and the page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.explain.summary import Section

if TYPE_CHECKING:
    from convanim.explain.drawing import Cost
    from convanim.explain.summary import Row
    from convanim.scene.geometry import Box
    from convanim.scene.timeline import Timeline

MM = 25.4 / 72
"""Millimetres in a point."""


@dataclass(frozen=True, slots=True)
class FilmSummary:
    """The film of a figure.

    Attributes
    ----------
    timeline : Timeline
        What each frame shows, and for how long.
    box : Box
        The page, in points.
    strip : Box or None
        The page of the filmstrip, where the figure has one.
    pixels : tuple of int
        Width and height of a frame at the usual resolution.
    excerpts : tuple of str
        What is drawn of the layers, where that is not all.
    costs : tuple of Cost
        What its files are expected to cost.
    """

    timeline: Timeline
    box: Box
    pixels: tuple[int, int]
    strip: Box | None = None
    excerpts: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers, for JSON.

        Each of the steps has its page in a PDF, counted from 1, its frame in the film, counted
        from 0, and its number for the key ``frames``. All times are in seconds. Estimates are of
        the files that the config asks for, and of processor time; most are within a factor of two.
        """
        times = self.timeline.centiseconds
        starts = list(itertools.accumulate(times, initial=0))
        shown = [(t, at) for t, at in enumerate(self.timeline.moments) if not at.part]
        lasting = self.timeline.without_motion().centiseconds
        steps = [
            {
                "page": page,
                "frame": t,
                "step": moment.drawing,
                "start": starts[t] / 100,
                "seconds": seconds / 100,
            }
            for page, ((t, moment), seconds) in enumerate(zip(shown, lasting, strict=True), 1)
        ]
        strip = {"filmstrip": _size(self.strip)} if self.strip else {}
        return {
            "frames": len(self.timeline),
            "seconds": starts[-1] / 100,
            "durations": [each / 100 for each in times],
            "steps": steps,
            "page": _size(self.box),
            "pixels": list(self.pixels),
            "estimates": [each.as_dict() for each in self.costs],
            **strip,
            **({"excerpts": [*self.excerpts]} if self.excerpts else {}),
        }

    def section(self) -> Section:
        """Return the section of a text for people."""
        return Section("film", tuple(self._rows()))

    def _rows(self) -> list[Row]:
        frames, steps = len(self.timeline), len(self.timeline.drawings)
        words = f"{steps}, one per step" if steps == frames else f"{frames} for {steps} steps"
        rows = [("frames", words), ("pages of a PDF", f"{steps}, one per step")]
        times = sorted({each / 100 for each in self.timeline.centiseconds})
        each = f"{times[0]:g} to {times[-1]:g} s each" if len(times) > 1 else f"{times[0]:g} s each"
        rows.append(("duration", f"{sum(self.timeline.centiseconds) / 100:g} s, {each}"))
        width, height = self.pixels
        rows.append(("page", f"{_words(self.box)}, {width} x {height} pixels"))
        rows += [("filmstrip", _words(self.strip))] if self.strip else []
        rows += [("estimate", str(each)) for each in self.costs]
        for each in self.excerpts:
            label, _, text = each.partition(": ")
            rows.append((label.lower(), text))
        return rows


def _size(box: Box) -> dict[str, list[float]]:
    left, bottom, right, top = box
    size = right - left, top - bottom
    return {"pt": [round(side, 2) for side in size], "mm": [round(side * MM, 2) for side in size]}


def _words(box: Box) -> str:
    size = _size(box)
    return ", ".join(f"{width:g} x {height:g} {unit}" for unit, (width, height) in size.items())
