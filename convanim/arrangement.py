"""A figure's panels laid out: their notes and titles, their order in time, their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.captioned import TITLE, Captioned, lines_of, reach
from convanim.composition import grid, hung, in_turn, together
from convanim.panel import takes
from convanim.plane import MARGIN
from convanim.subject import Subject
from convanim.timeline import ordered, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.errors import Fault
    from convanim.geometry import Box
    from convanim.notes import Over
    from convanim.panel import Page, Panel
    from convanim.scene import Beat, Layout, Places, Scene
    from convanim.sweep import Sweep
    from convanim.timeline import Order

GAP = 2 * MARGIN
"""Between panels, added to the margins they have."""

_CLOCKS = {"together": together, "in_turn": in_turn}


@dataclass(frozen=True, slots=True)
class _Part:
    """A layer, or a whole stack, laid out; and what is shown of it besides."""

    subject: Subject
    layout: Layout
    overlays: tuple[Over, ...]

    def faults(self) -> Iterator[Fault]:
        for overlay in self.overlays:
            yield from overlay.faults(self.subject, self.layout)

    def captioned(self) -> Layout:
        marks = [
            layer for overlay in self.overlays for layer in overlay.marks(self.subject, self.layout)
        ]
        found = [overlay.note(self.subject, self.layout) for overlay in self.overlays]
        notes = tuple(note for note in found if note)
        if not (marks or notes):
            return self.layout
        room = reach(self.layout, marks)
        return Captioned(self.layout, room, notes=notes, marks=tuple(marks))


def overlay_faults(panel: Panel) -> Iterator[Fault]:
    """Yield why an overlay has nothing to show of a panel."""
    for part in _parts(panel):
        yield from part.faults()


def _parts(panel: Panel) -> list[_Part]:
    subjects, view = tuple(map(Subject, panel.layers)), panel.view
    if takes(view) == "stack":
        return [_Part(subjects[-1], view.lay_out(subjects), panel.overlays)]
    return [_Part(each, view.lay_out(each), panel.overlays) for each in subjects]


def drawn(panels: Sequence[Panel], page: Page) -> tuple[Layout, ...]:
    """Return each panel laid out, with its notes and its title; those of a row stand level."""
    columns = page.columns or len(panels)
    stacks = [[part.captioned() for part in _parts(panel)] for panel in panels]
    for start in range(0, len(stacks), columns):
        row = stacks[start : start + columns]
        level = levelled([layout for stack in row for layout in stack])
        for stack in row:
            stack[:] = [next(level) for _ in stack]
    bare = [_in_order(grid(stack, len(stack), 0.0, in_turn), page.order) for stack in stacks]
    if not any(panel.title for panel in panels):
        return tuple(bare)
    rooms = _rooms(bare, columns)
    heads = [
        lines_of(panel.title, room[2] - room[0], TITLE)
        for panel, room in zip(panels, rooms, strict=True)
    ]
    most = max(map(len, heads))
    return tuple(
        Captioned(each, room, head, heads=most)
        for each, room, head in zip(bare, rooms, heads, strict=True)
    )


def _rooms(layouts: Sequence[Layout], columns: int) -> list[Box]:
    """Return the page of each layout, as wide as its column, so that titles stand in line."""
    stacks = [hung(layouts[n::columns]) for n in range(min(columns, len(layouts)))]
    rooms = []
    for n, each in enumerate(layouts):
        stems, (start, end) = stacks[n % columns]
        stem = stems[n // columns]
        rooms.append((stem + start, each.box[1], stem + end, each.box[3]))
    return rooms


def drawing_count(panels: Sequence[Panel], page: Page) -> int:
    """Return how many drawings a figure has."""
    return len(arranged(drawn(panels, page), page).beats)


def arranged(layouts: Sequence[Layout], page: Page) -> Layout:
    """Return the layout of a figure: its panels, and what stands above and below all of them."""
    gap = GAP if len(layouts) > 1 else 0.0
    whole = grid(layouts, page.columns or len(layouts), gap, _CLOCKS[page.advance])
    if not (page.title or page.caption):
        return whole
    room = _width(whole)
    head, foot = lines_of(page.title, room, TITLE), lines_of(page.caption, room)
    return Captioned(whole, whole.box, head, foot)


def beats(layouts: Sequence[Layout], page: Page, n: int) -> tuple[Beat | None, ...]:
    """Return what each panel shows in the n-th drawing of the page; None where it rests."""
    shown = _CLOCKS[page.advance]([len(each.beats) for each in layouts], n)
    return tuple(
        None if at is None else each.beats[at] for each, at in zip(layouts, shown, strict=True)
    )


def ends_row(layout: Layout, page: Page, one: int, other: int) -> bool:
    """Return whether a row, or column, ends between two drawings of a panel."""
    last = len(layout.beats) - 1
    steps = [layout.sweep.steps[layout.beats[min(n, last)].step] for n in (one, other)]
    return row_of(steps[0], page.order) != row_of(steps[1], page.order)


@dataclass(frozen=True, slots=True)
class _Reordered:
    """A layout whose drawings come in another order."""

    layout: Layout
    drawings: tuple[int, ...]

    @property
    def box(self) -> Box:
        return self.layout.box

    @property
    def baseline(self) -> float:
        return self.layout.baseline

    @property
    def upright(self) -> float | None:
        return self.layout.upright

    @property
    def sweep(self) -> Sweep:
        return self.layout.sweep

    @property
    def places(self) -> Places:
        return self.layout.places

    @property
    def beats(self) -> Sequence[Beat]:
        return tuple(self.layout.beats[n] for n in self.drawings)

    def scene(self, n: int) -> Scene:
        return self.layout.scene(self.drawings[n])

    def at_rest(self) -> Scene:
        return self.layout.at_rest()


def _in_order(layout: Layout, order: Order) -> Layout:
    if order == "raster":
        return layout
    return _Reordered(layout, tuple(ordered(layout.beats, layout.sweep.steps, order)))


def levelled(layouts: Sequence[Layout]) -> Iterator[Layout]:
    """Yield layouts that stand beside each other, with notes at one height."""
    tall = [each for each in layouts if isinstance(each, Captioned)]
    rooms = [(each.room if isinstance(each, Captioned) else each.box) for each in layouts]
    if not tall or len(layouts) == 1:
        yield from layouts
        return
    lines = [each.baseline for each in layouts]
    bottom = min(room[1] - line for room, line in zip(rooms, lines, strict=True))
    top = max(room[3] - line for room, line in zip(rooms, lines, strict=True))
    for each, room, line in zip(layouts, rooms, lines, strict=True):
        if isinstance(each, Captioned):
            yield replace(each, room=(room[0], line + bottom, room[2], line + top))
        else:
            yield each


def _width(layout: Layout) -> float:
    return layout.box[2] - layout.box[0]
