"""Prints the frames of a layout as pages: the same paths as in pixels, with real text in PDF."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from matplotlib.artist import Artist
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from convanim.backends._mpl.artists import mark, page_transform, pen, unit
from convanim.backends._mpl.lettering import lift, placed_runs
from convanim.backends._mpl.settings import settings
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.transforms import Affine2D

    from convanim.backends._mpl.artists import Mark
    from convanim.scene.shapes import Drawings, Scene
    from convanim.scene.theme import Paint, Theme
    from convanim.scene.timeline import Timeline

# Everything that a user's matplotlibrc could change; type 42, as publishers reject type 3.
_SETTINGS: Any = {
    "mathtext.fontset": "cm",
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "pdf.compression": 6,
    "pdf.fonttype": 42,
    "pdf.inheritcolor": False,
    "pdf.use14corefonts": False,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "convanim",
    "svg.id": None,
    "svg.image_inline": True,
    "text.usetex": False,
}


@dataclass(frozen=True, slots=True)
class PrintedFilm:
    """A film printed by matplotlib; see :class:`convanim.film.film.PageFilm`."""

    layout: Drawings
    timeline: Timeline
    theme: Theme

    @property
    def centiseconds(self) -> tuple[int, ...]:
        """How long each frame lasts."""
        return self.timeline.centiseconds

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        """Write one PDF with a page for each of these frames."""
        unsigned = {"CreationDate": None, "Producer": None, "Creator": None}
        with (
            settings(_SETTINGS),
            _font_dates_ignored(),
            PdfPages(target, metadata=unsigned) as book,
        ):
            for t in frames:
                book.savefig(self._page(t))

    def print_svg(self, target: BinaryIO, frame: int) -> None:
        """Write one frame as SVG."""
        with settings(_SETTINGS):
            unsigned = {"Date": None, "Creator": None}
            self._page(frame).savefig(target, format="svg", metadata=unsigned)

    def _page(self, t: int) -> Figure:
        scene = drawing(self.layout, self.timeline.moments[t])
        left, bottom, right, top = scene.box
        page = Figure(figsize=((right - left) / 72, (top - bottom) / 72), dpi=72)
        page.patch.set(facecolor=unit(self.theme.page), edgecolor="none", linewidth=0)
        page.add_artist(_Drawing(scene, self.theme), clip=False)
        return page


@contextlib.contextmanager
def _font_dates_ignored() -> Iterator[None]:
    """Silence harmless log messages about the dates in Computer Modern."""
    log = logging.getLogger("fontTools")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


class _Drawing(Artist):
    """A whole scene as one artist, so that matplotlib cannot reorder it."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        super().__init__()
        self.scene = scene
        self.marks = [mark(layer, theme.paint(layer.role)) for layer in scene.layers]

    def draw(self, renderer: RendererBase) -> None:
        """Send the scene to a renderer, each layer in a group named after its role."""
        transform = page_transform(self.scene.box, 1)
        for each in self.marks:
            renderer.open_group(each.layer.role)
            _draw(renderer, each, transform)
            renderer.close_group(each.layer.role)


def _draw(renderer: RendererBase, mark: Mark, transform: Affine2D) -> None:
    if not mark.ink.seen:
        return
    context = pen(renderer, mark.ink)
    if isinstance(mark.layer, Labels):
        _write(renderer, context, mark.layer, mark.paint, transform)
    else:
        renderer.draw_path(context, mark.path, transform, mark.ink.fill)
    context.restore()


def _write(
    renderer: RendererBase,
    context: GraphicsContextBase,
    labels: Labels,
    paint: Paint,
    transform: Affine2D,
) -> None:
    """Draw labels as text, each where its outline would be."""
    size = paint.size * labels.scale
    _, height = renderer.get_canvas_width_height()
    for run, at in placed_runs(labels, paint):
        x, y = transform.transform(at)
        # SVG receives outlines, with y pointing down; PDF receives text.
        y = height - y if renderer.flipy() else y - lift(run, size)
        font = run.at_size(size)
        renderer.draw_text(context, x, y, run.given, font, 0, ismath=run.is_mathematics)
