"""Faults that need a layout, and with them every fault of a figure."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.api.excerpts import marked
from convanim.api.typeface import face_of, font_faults
from convanim.api.usual_overlays import with_usual_overlays
from convanim.config.figure.ways_out import other_view, ways_out
from convanim.config.keys.selection import MOST_STEPS
from convanim.errors import ConfigError, Fault, NoFrameError, Report
from convanim.layout.page.arrangement import (
    arranged,
    drawing_count,
    drawn,
    order_faults,
    overlay_faults,
    step_count,
)
from convanim.layout.view import OversizeFault, UnsuitedFault
from convanim.scene.faces import measured_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from convanim.config import Draft, FigureSpec
    from convanim.config.figure.draft import PanelDraft
    from convanim.layout.layout import Layout
    from convanim.layout.panel import Panel
    from convanim.layout.view import View
    from convanim.scene.timeline import Timing

MOST_NAMED = 5
"""Steps that one message lists."""


def spec(draft: Draft) -> FigureSpec:
    """Return the figure of a config that was read.

    Panels with faults are not laid out; those of the others are checked all the same, so that one
    error lists everything.

    Returns
    -------
    FigureSpec
        A valid figure that cannot be drawn has its obstacles.

    Raises
    ------
    ConfigError
        With every fault, in the order of the file.
    """
    reports = list(draft.reports)
    reports += draft.figure.keys.reports(font_faults(draft.figure))
    with measured_in(face_of(draft.figure)):
        return _checked(draft, reports)


def _checked(draft: Draft, reports: list[Report]) -> FigureSpec:
    """Return the figure of a config, or raise an error with these and all other reports."""
    obstacles: list[Report] = []
    for each in draft.panels:
        barred = _obstacles(each)
        obstacles += barred
        reports += each.reports
        reports += [] if barred else [*_frame_reports(each), *_layout_reports(each)]
    if draft.figure.panels and not obstacles:
        reports += draft.figure.keys.reports(_drawing_faults(draft.figure))
    if reports:
        raise ConfigError(draft.in_order([*reports, *obstacles]))
    if obstacles:
        return replace(draft.figure, obstacles=tuple(draft.in_order(obstacles)))
    return with_usual_overlays(marked(draft.figure), draft.panels)


def _obstacles(draft: PanelDraft) -> list[Report]:
    """Return why a panel cannot be drawn: its layers are too large, or its view cannot show them.

    Layers that are too large are not shown to the view.
    """
    if draft.obstacles or draft.panel is None:
        return list(draft.obstacles)
    return draft.keys.reports(_view_faults(draft.panel, draft.to_excerpt))


def _view_faults(panel: Panel, to_excerpt: str) -> Iterator[Fault]:
    for fault in panel.view.obstacles(panel.subjects):
        way_out = ""
        if isinstance(fault, UnsuitedFault):
            other = other_view(panel)
            way_out = f": use view: {other}" if other else ", and no other view draws it"
        elif isinstance(fault, OversizeFault):
            way_out = ways_out(panel, to_excerpt)
        where = fault.where or ("view",)
        yield replace(fault, where=where, message=f"{fault.message}{way_out}")


def _frame_reports(draft: PanelDraft) -> list[Report]:
    """Return which of the steps that a panel shows do not exist."""
    if draft.panel is None or not draft.panel.frames:
        return []
    return draft.keys.reports(selection_faults(draft.panel.frames, step_count(draft.panel)))


def _layout_reports(draft: PanelDraft) -> list[Report]:
    """Return what a valid panel asks of its layout that it does not have."""
    panel = draft.panel
    if draft.reports or panel is None:
        return []
    overlays = overlay_faults(panel) if panel.overlays else ()
    faults = [Fault(("show",), fault.message) for fault in overlays]
    return draft.keys.reports([*faults, *order_faults(panel)])


def _drawing_faults(figure: FigureSpec) -> Iterator[Fault]:
    """Yield what the config asks of the drawings of all panels that they do not have."""
    strip = figure.filmstrip.frames if figure.filmstrip else None
    has_poster = isinstance(figure.poster, int)
    if not (figure.frames or figure.timing.tween or has_poster or strip):
        return
    count = drawing_count(figure.panels, figure.page)
    yield from selection_faults(figure.frames or (), count)
    yield from selection_faults(strip or (), count, "filmstrip")
    yield from poster_faults(figure.poster, count)
    yield from film_faults(
        figure.timing, figure.frames or range(count), lambda: _whole(figure).is_cut
    )
    yield from motion_faults(figure.timing, [panel.view for panel in figure.panels])


def selection_faults(frames: Sequence[int], steps: int, *outer: str) -> Iterator[Fault]:
    """Yield one fault, at the first selected step that does not exist, that lists all of these.

    Parameters
    ----------
    frames : sequence of int
        The selected steps.
    steps : int
        How many there are.
    *outer : str
        The keys that lead to ``frames``.
    """
    missing = [n for n, step in enumerate(frames) if step >= steps]
    if missing:
        named = ", ".join(str(frames[n]) for n in missing[:MOST_NAMED])
        named += ", ..." if len(missing) > MOST_NAMED else ""
        yield Fault(
            (*outer, "frames", missing[0]),
            f"no step {named}: there are {steps}, numbered from 0 to {steps - 1}",
        )


def poster_faults(poster: int | str | None, steps: int) -> Iterator[Fault]:
    """Yield a fault if the poster is a step that does not exist."""
    if isinstance(poster, int) and poster >= steps:
        yield Fault(
            ("poster",), f"no step {poster}: there are {steps}, numbered from 0 to {steps - 1}"
        )


def _whole(figure: FigureSpec) -> Layout:
    """Return the layout of all panels."""
    return arranged(drawn(figure.panels, figure.page), figure.page)


def film_faults(
    timing: Timing, drawings: Sequence[int], cuts: Callable[[], Callable[[int, int], bool]]
) -> Iterator[Fault]:
    """Yield a fault if a film has too many frames, including those between two drawings.

    Parameters
    ----------
    timing : Timing
        How many frames there are between two drawings.
    drawings : sequence of int
        The drawings that are shown.
    cuts : callable
        Returns what says whether one drawing fades into another, which takes a few frames; only
        called if there would be too many frames without fades.
    """
    shown = len(drawings)
    count = shown + (shown - 1) * timing.tween
    if count <= MOST_STEPS:
        return
    fades = sum(itertools.starmap(cuts(), itertools.pairwise(drawings)))
    count -= fades * (timing.tween - len(timing.between(fades=True)))
    if count > MOST_STEPS:
        yield Fault(
            ("timing", "tween"),
            f"{count} frames, {shown} with up to {timing.tween} between each and the next, are "
            f"too many; the limit is {MOST_STEPS}: use a smaller tween",
        )


def motion_faults(timing: Timing, views: Iterable[View]) -> Iterator[Fault]:
    """Yield a fault for each view whose shapes cannot move between drawings."""
    if timing.tween:
        for name in sorted({view.name for view in views if not view.glides}):
            yield Fault(
                ("timing", "tween"),
                f"view '{name}' draws other shapes in each step, which cannot move; remove tween",
            )


def check_frame(name: str, t: int, count: int) -> None:
    """Refuse the number of a frame that a figure with this name and count does not have.

    Raises
    ------
    NoFrameError
        There is no such frame, also counted from the end.
    """
    if t not in range(-count, count):
        message = f"no frame {t!r:.40}: there are {count}, numbered from 0 to {count - 1}"
        raise NoFrameError(f"{name}: {message}")
