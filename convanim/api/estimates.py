"""What drawing a figure amounts to, found before any frame is drawn; films that are too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.api.excerpts import told
from convanim.config.keys.selection import LONG
from convanim.errors import Report
from convanim.explain.drawing import Cost, Drawing
from convanim.layout.page.arrangement import drawing_count
from convanim.layout.page.row_ends import RowEnds
from convanim.scene.timeline import timeline
from convanim.scene.workload import Workload, sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from convanim.config import FigureSpec, Output
    from convanim.film.page_setup import PageSetup
    from convanim.layout.layout import Layout
    from convanim.scene.timeline import Timeline


def film_timeline(
    spec: FigureSpec, drawings: Sequence[int], panels: Sequence[Layout], layout: Layout
) -> Timeline:
    """Return what each frame of a figure that shows these drawings shows, and for how long."""
    ends = RowEnds(panels, [panel.order for panel in spec.panels], spec.page)
    return timeline(drawings, spec.timing, ends, layout.is_cut, _poster(spec, drawings, layout))


def _poster(spec: FigureSpec, drawings: Sequence[int], layout: Layout) -> int:
    """Return the drawing that stands for the figure."""
    wanted = layout.poster if spec.poster is None else spec.poster
    if isinstance(wanted, int):
        return wanted
    return drawings[{"first": 0, "middle": len(drawings) // 2, "last": -1}[wanted]]


def about(spec: FigureSpec) -> int:
    """Return about how many frames a figure has, found without laying it out."""
    if spec.frames is not None:
        return len(spec.frames)
    steps = [
        1 if panel.view.takes == "sizes" else sum(map(panel.view.step_count, panel.layers))
        for panel in spec.panels
    ]
    drawings = sum(steps) if spec.page.advance == "in_turn" else max(steps)
    return drawings * (1 + spec.timing.tween)


def is_still(spec: FigureSpec) -> bool:
    """Return whether a figure is one picture, without anything that changes."""
    return len(spec.frames) == 1 if spec.frames else drawing_count(spec.panels, spec.page) == 1


def drawing(
    spec: FigureSpec, film: Timeline, layout: Layout, costs: Iterable[Cost] = ()
) -> Drawing:
    """Return what drawing a figure amounts to that is laid out."""
    pixels = spec.setup.pixels(layout.box)
    excerpts = tuple(told(spec.panels, spec.frames))
    return Drawing(len(film), sum(film.centiseconds), pixels, excerpts, tuple(costs))


def cost(output: Output, setup: PageSetup, film: Timeline, layout: Layout) -> Cost | None:
    """Return what the files of an output are expected to cost; None where that is not known.

    Parameters
    ----------
    output : Output
        The output.
    setup : PageSetup
        Its page, with that of the figure.
    film : Timeline
        The frames.
    layout : Layout
        The figure, laid out for that page.
    """
    frames = output.writer.frame_count(len(film if output.writer.moves else film.drawings))
    width, height = setup.pixels(layout.box)
    still, moving = sampled(layout, film.drawings, frames)
    ink = (each.in_pixels(setup.dpi_for(layout.box) / 72) for each in (still, moving))
    work = Workload(frames, sum(film.centiseconds) / 100, width * height, *ink)
    found = output.writer.estimate(work)
    return Cost(output.writer.name, *found) if found else None


def long_faults(
    spec: FigureSpec, outputs: Iterable[Output], count: int, whole: Callable[[Output], Drawing]
) -> Iterator[Report]:
    """Yield the outputs that would have more frames than anybody watches unless told to.

    Frames between two drawings are not counted: whoever wants some says how many.

    Parameters
    ----------
    spec : FigureSpec
        The figure.
    outputs : iterable of Output
        Its outputs.
    count : int
        How many drawings it shows.
    whole : callable
        Returns what drawing them for an output amounts to; only called for a fault.
    """
    if spec.frames is not None or count <= LONG:
        return
    for output in outputs:
        if output.writer.frame_count(count) > LONG:
            yield Report(
                f"{whole(output)}: more than {LONG} frames are drawn only on demand; {_ways(spec)}"
                f"choose some with frames: '0-{LONG - 1}', or draw them with frames: all",
                output.mark,
            )


def _ways(spec: FigureSpec) -> str:
    """Return what makes the film short, besides a choice of frames."""
    item = spec.keys.items.get("excerpt")
    is_forbidden = item is not None and item.node.value is False
    return "remove excerpt: false, " if is_forbidden and spec.view.takes == "layer" else ""
