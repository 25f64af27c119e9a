"""The unit that each window's result is taken from, in the colour of the output it becomes."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.values import NO_VALUES
from convanim.errors import Fault
from convanim.layout.maps.cell_text import written
from convanim.layout.overlay import Overlay
from convanim.scene.shapes import Labels, Polygons, Strokes
from convanim.sweep.sweep import Cells
from convanim.sweep.terms import cell_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.places import Place
    from convanim.scene.geometry import Line, Point
    from convanim.scene.shapes import Layer
    from convanim.sweep.terms import Spot

NOW, BEFORE = "window.output.winner", "output.winner"
"""The roles of the winner of the window, and of the winners before it."""


@dataclass(frozen=True, slots=True)
class Winner(Overlay):
    """Marks the unit that each window of a max pooling takes, and leaves the marks behind.

    Where numbers are drawn it is shown by default; the view ``volume`` draws none.
    """

    name: ClassVar = "winner"
    fits_some: ClassVar = True

    def suits(self, subject: Subject) -> bool:
        """Return whether a layer has numbers to take the largest of."""
        return subject.operation.values != NO_VALUES

    def is_usual(self, subject: Subject, layout: Layout) -> bool:
        """Return whether the numbers that it compares are drawn."""
        return "values" in layout.shows and Overlay.is_usual(self, subject, layout)

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:
        """Yield a fault where no maps are drawn, or nothing is chosen from numbers."""
        yield from self.needs_places(layout)
        steps = layout.sweep.steps
        if not steps or not steps[0].reduction.selects:
            message = f"show: winner is for layers that take the largest; {subject.name} does not"
            yield Fault(("show",), f"{message}; remove it")
        elif not layout.sweep.has_values:
            yield Fault(("show",), "show: winner needs numbers; give values, or remove it")

    def moving(self, subject: Subject, layout: Layout) -> Callable[[int], tuple[Layer, ...]] | None:
        """Return the marks of the winners up to a step; None where nothing is chosen."""
        if any(self.faults(subject, layout)):
            return None
        return functools.partial(_marks, _Winners(layout))


class _Winners:
    """The winner of each step of a layout, and how its number is written.

    Parameters
    ----------
    layout : Layout
        With places, and a sweep with numbers.
    """

    def __init__(self, layout: Layout) -> None:
        sweep = layout.sweep
        self.steps = sweep.steps
        self.spots = [next(cell_terms(sweep, step)).winner for step in sweep.steps]
        self.places = layout.places
        has_numbers = "values" in layout.shows
        self.texts = written(sweep.maps_of("input")) if has_numbers else {}

    def place(self, spot: Spot) -> Place | None:
        """Return the place of a winner's map, if it is drawn."""
        return self.places.get((spot.role, spot.index))

    def outline(self, spots: Iterable[Spot]) -> tuple[Line, ...]:
        """Return the corners of the cells of winners."""
        found = ((self.place(spot), spot) for spot in spots)
        shapes = (place.cells(_one(spot)) for place, spot in found if place)
        return tuple(itertools.chain.from_iterable(shapes))

    def numbers(self, role: str, spots: Iterable[Spot]) -> Iterator[Labels]:
        """Yield the numbers of winners again, since their marks cover them."""
        found: dict[float, list[tuple[str, Point]]] = {}
        for spot in spots:
            place, texts = self.place(spot), self.texts.get(spot.index)
            if place and texts and spot.cell in texts.texts:
                text = texts.texts[spot.cell]
                found.setdefault(texts.size(text), []).append((text, place.centre(spot.cell)))
        for scale, texts_of_size in found.items():
            yield Labels(f"{role}.value", tuple(texts_of_size), scale=scale)


def _marks(winners: _Winners, step: int) -> tuple[Layer, ...]:
    """Return the marks after a step, which those of the last one remain after."""
    past = [spot for spot in winners.spots[:step] if spot]
    is_over = step >= len(winners.steps)
    now = [] if is_over else [spot for spot in winners.spots[step : step + 1] if spot]
    read = () if is_over else winners.steps[step].read_of("input")
    under = {(cells.index, cell) for cells in read for cell in cells}
    # Under the window a winner of before is one of its cells, and keeps its outline alone.
    known = dict.fromkeys(past)
    left = [spot for spot in known if (spot.index, spot.cell) not in under]
    layers: list[Layer] = []
    for role, spots in ((BEFORE, left), (NOW, now)):
        if shapes := winners.outline(spots):
            layers += (Polygons(role, shapes), *winners.numbers(role, spots))
    frames = tuple((*shape, shape[0]) for shape in winners.outline(dict.fromkeys((*known, *now))))
    return (*layers, Strokes("stamp.winner", frames)) if frames else tuple(layers)


def _one(spot: Spot) -> Cells:
    return Cells(spot.role, tuple(range(n, n + 1) for n in spot.cell), spot.index)
