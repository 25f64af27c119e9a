"""The panels of a figure on one page: their notes, titles, places and order in time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.errors import Fault
from convanim.layers.subject import numbered
from convanim.layout.captions import HALF, SUBTITLE, TITLE, Captioned, lines_of
from convanim.layout.chain import chained
from convanim.layout.composition import grid, hung, in_turn, matched, together
from convanim.layout.maps.plane import MARGIN
from convanim.layout.maps.text_sizes import cell_needed, number_size
from convanim.layout.page.marked import Marked, marked
from convanim.layout.wrappers.chosen import chosen
from convanim.layout.wrappers.enlarged import enlargement, rises
from convanim.scene.geometry import CELL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layout.composition import Advance
    from convanim.layout.layout import Beat, Layout
    from convanim.layout.panel import Page, Panel
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Labels

LEGIBLE = 0.8
"""How much smaller than usual the drawings of panels in one row may be, to fit on their page."""

JOURNAL, TALLEST = 174 / 25.4 * 72, 240 / 25.4 * 72
"""The width and the height of the text of a journal's page, in points."""

GAP = 2 * MARGIN
"""The distance between panels, in addition to their margins."""


def clock(page: Page, layouts: Sequence[Layout]) -> Advance:
    """Return what says which drawing each panel shows."""
    if page.advance == "matched":
        return matched(layouts)
    return together if page.advance == "together" else in_turn


def overlay_faults(panel: Panel) -> Iterator[Fault]:
    """Yield why an overlay of a panel has nothing to show."""
    parts = marked(panel)
    for overlay in panel.overlays:
        found = [part.faults(overlay) for part in parts]
        if not (overlay.fits_some and not all(found)):
            yield from itertools.chain(*found)


def order_faults(panel: Panel) -> Iterator[Fault]:
    """Yield a fault if a panel asks for an order while its view has one of its own."""
    if panel.order != "raster" and any(
        layout.sweep is not subject.sweep for subject, layout in panel.drawings
    ):
        message = f"view '{panel.view.name}' goes through the steps in an order of its own"
        yield Fault(("order",), f"{message}; remove order: {panel.order}")


def _captioned(
    stacks: Sequence[list[Marked]], columns: int, scales: Sequence[float]
) -> list[list[Layout]]:
    """Return the layouts of a figure, those of a row level, with cells that numbers fit in.

    At a scale of 1, cells are as small as their numbers allow.
    """
    labels = [label for parts in stacks for part in parts for label in part.labels()]
    by = [enlargement(labels) * scale for scale in scales]
    found: list[list[Layout]] = []
    for start in range(0, len(stacks), columns):
        row = list(zip(stacks, by, strict=True))[start : start + columns]
        up = iter(rises([part.layout for parts, _ in row for part in parts]))
        every = [
            part.captioned(own, next(up), number_size(labels, own))
            for parts, own in row
            for part in parts
        ]
        level = levelled([*_in_line(every)])
        found += [[next(level) for _ in parts] for parts, _ in row]
    return found


@dataclass(frozen=True, slots=True)
class Needs:
    """What the texts of drawings need.

    Attributes
    ----------
    cell, number : float
        How large cells usually are, and how large numbers need them to be, in points.
    parts : tuple of Marked
        The drawings.
    labels : tuple of Labels
        Their texts.
    """

    cell: float
    number: float
    parts: tuple[Marked, ...]
    labels: tuple[Labels, ...]

    @classmethod
    def of(cls, panels: Sequence[Panel]) -> Needs:
        """Return what the texts of panels need."""
        parts = tuple(part for panel in panels for part in marked(panel))
        labels = tuple(label for part in parts for label in part.labels())
        return cls(CELL * enlargement(labels), CELL * cell_needed(labels), parts, labels)

    def is_crowded(self, scale: float) -> bool:
        """Return whether names would meet in drawings at a scale."""
        by = self.cell / CELL * scale
        numbers = number_size(self.labels, by)
        return any(part.name_size(by, numbers) is None for part in self.parts)


def wrapped(panels: Sequence[Panel], page: Page, width: float | None = None) -> Page:
    """Return a page that says how many panels stand in a row: at best all of them.

    Panels that would be too small side by side wrap into as few rows as possible, and each row
    holds as many as the first; the last may hold fewer. The sizes of a layer stand below an excerpt
    that leaves no room for them beside it.

    Parameters
    ----------
    panels : sequence of Panel
        At least one.
    page : Page
        As the config asks for it.
    width : float or None
        That of the paper, in points; None for a journal's page.
    """
    count, page = len(panels), replace(page, paper=width)
    if page.columns is not None or count == 1:
        return page
    least = 1.0 if any(panel.is_card for panel in panels) else LEGIBLE
    stacks = _captioned([marked(panel) for panel in panels], count, [least] * count)
    widths = [_width(grid(stack, len(stack), 0.0, in_turn)) for stack in stacks]
    fewest = (-(-count // rows) for rows in range(1, count + 1))
    fitting = (n for n in fewest if _fits(widths, n, width or JOURNAL))
    return replace(page, columns=next(fitting, 1))


def _fits(widths: Sequence[float], columns: int, most: float) -> bool:
    """Return whether columns of these widths, with gaps between them, fit into a page."""
    widest = [max(widths[n::columns]) for n in range(columns)]
    return sum(widest) + GAP * (columns - 1) <= most


def drawn(
    panels: Sequence[Panel], page: Page, scales: Sequence[float] | None = None
) -> tuple[Layout, ...]:
    """Return the layout of each panel with all its texts; the panels of a row are level.

    Parameters
    ----------
    panels : sequence of Panel
        At least one.
    page : Page
        How they stand on it.
    scales : sequence of float, or None
        The scale of each panel's drawing, usually 1; its texts keep their size.
    """
    columns = page.columns or len(panels)
    parts = [marked(panel, page.fill) for panel in panels]
    stacks = _captioned(parts, columns, scales or [1.0] * len(panels))
    bare = [
        chosen(_joined(panel, stack), panel.frames)
        for panel, stack in zip(panels, stacks, strict=True)
    ]
    if not any(panel.title or panel.caption for panel in panels):
        return tuple(bare)
    rooms = _rooms(bare, columns)
    paper = page.paper and (page.paper - GAP * (columns - 1)) / columns
    heads = [
        lines_of(panel.title, room[2] - room[0], SUBTITLE, paper)
        for panel, room in zip(panels, rooms, strict=True)
    ]
    feet = [
        lines_of(panel.caption, room[2] - room[0], paper=paper)
        for panel, room in zip(panels, rooms, strict=True)
    ]
    most = max(map(len, heads))
    return tuple(
        Captioned(each, room, head, foot, heads=most, size=SUBTITLE)
        for each, room, head, foot in zip(bare, rooms, heads, feet, strict=True)
    )


def _joined(panel: Panel, stack: Sequence[Layout]) -> Layout:
    """Return the layers of a panel as one: a chain of maps, or sizes side by side."""
    if panel.view.takes == "layer":
        return chained(stack, numbered([each.operation.plain_name for each in panel.subjects]))
    return grid(stack, len(stack), 0.0, in_turn)


def _rooms(layouts: Sequence[Layout], columns: int) -> list[Box]:
    """Return the page of each layout, as wide as its column and as high as its row.

    So titles and captions stand in line and level.
    """
    stacks = [hung(layouts[n::columns]) for n in range(min(columns, len(layouts)))]
    rooms = []
    for n, each in enumerate(layouts):
        stems, (start, end) = stacks[n % columns]
        stem, first = stems[n // columns], n // columns * columns
        row = layouts[first : first + columns]
        top = each.baseline + max(one.box[3] - one.baseline for one in row)
        bottom = each.baseline + min(one.box[1] - one.baseline for one in row)
        rooms.append((stem + start, bottom, stem + end, top))
    return rooms


def step_count(panel: Panel) -> int:
    """Return how many drawings a panel has, shown or not."""
    return sum(len(layout.beats) for _, layout in panel.drawings)


def drawing_count(panels: Sequence[Panel], page: Page) -> int:
    """Return how many drawings a figure has."""
    counts = [len(panel.frames or range(step_count(panel))) for panel in panels]
    return sum(counts) if page.advance == "in_turn" else max(counts)


def arranged(layouts: Sequence[Layout], page: Page) -> Layout:
    """Return the layout of a figure: its panels, and what stands above and below all of them."""
    gap = GAP if len(layouts) > 1 else 0.0
    whole = grid(layouts, page.columns or len(layouts), gap, clock(page, layouts))
    if not (page.title or page.caption):
        return whole
    room = _width(whole)
    head = lines_of(page.title, room, TITLE, page.paper)
    foot = lines_of(page.caption, room, paper=page.paper)
    left, bottom, right, top = whole.box
    has_titles = any(isinstance(each, Captioned) and each.head for each in layouts)
    return Captioned(whole, (left, bottom, right, top + HALF * has_titles), head, foot)


def beats(layouts: Sequence[Layout], page: Page, n: int) -> tuple[Beat | None, ...]:
    """Return what each panel shows in the n-th drawing of the page; None where it rests."""
    shown = clock(page, layouts)([len(each.beats) for each in layouts], n)
    return tuple(
        None if at is None else each.beats[at] for each, at in zip(layouts, shown, strict=True)
    )


def _in_line(layouts: Sequence[Layout]) -> Iterator[Layout]:
    """Yield layouts that are side by side, with the lines of their notes equally far apart."""
    notes = itertools.zip_longest(*(each.footnotes for each in layouts))
    most = [max(note.leading for note in row if note) for row in notes]
    for each in layouts:
        spaced = (replace(note, leading=by) for note, by in zip(each.footnotes, most, strict=False))
        yield replace(each, notes=tuple(spaced)) if isinstance(each, Captioned) else each


def levelled(layouts: Sequence[Layout]) -> Iterator[Layout]:
    """Yield layouts that are side by side, with their notes at one height."""
    bottom = min(each.core()[1] - each.baseline for each in layouts)
    top = max(each.core()[3] - each.baseline for each in layouts)
    for each in layouts:
        left, _, right, _ = each.core()
        yield each.in_room((left, each.baseline + bottom, right, each.baseline + top))


def _width(layout: Layout) -> float:
    return layout.box[2] - layout.box[0]
