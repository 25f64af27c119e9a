"""Prints the frames of a layout as pages: the same paths as in pixels, and real text in PDF."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from matplotlib.artist import Artist
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from convanim.backends._mpl.artists import layer_path, page_transform, pen, rgba
from convanim.backends._mpl.lettering import lift, run_baselines
from convanim.backends._mpl.settings import settings
from convanim.film.about import NAMELESS, About
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.transforms import Affine2D

    from convanim.backends._mpl.artists import LayerPath
    from convanim.scene.shapes import Drawings, Scene
    from convanim.scene.theme import Paint, Theme
    from convanim.scene.timeline import Timeline

# Everything that a user's matplotlibrc could change; fonts are of type 42, since publishers
# reject type 3.
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
    "svg.image_inline": True,
    "text.usetex": False,
}


@dataclass(frozen=True, slots=True)
class PrintedFilm:
    """A film printed by matplotlib."""

    layout: Drawings
    timeline: Timeline
    theme: Theme
    about: About = NAMELESS

    def print_pdf(self, target: BinaryIO, frames: Iterable[int]) -> None:
        """Write a PDF with one page for each of these frames."""
        metadata = {
            "CreationDate": None,
            "Producer": None,
            "Creator": None,
            "Title": self.about.title,
            "Subject": self.about.alt,
        }
        with (
            settings(_SETTINGS),
            _without_font_dates(),
            PdfPages(target, metadata=metadata) as book,
        ):
            for t in frames:
                book.savefig(self._page(t))

    def _page(self, t: int) -> Figure:
        scene = drawing(self.layout, self.timeline.moments[t])
        left, bottom, right, top = scene.box
        page = Figure(figsize=((right - left) / 72, (top - bottom) / 72), dpi=72)
        page.patch.set(facecolor=rgba(self.theme.page), edgecolor="none", linewidth=0)
        page.add_artist(_Drawing(scene, self.theme), clip=False)
        return page


@contextlib.contextmanager
def _without_font_dates() -> Iterator[None]:
    """Silence harmless log messages about the dates in the fonts of Computer Modern."""
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
        self.paths = [layer_path(layer, theme.paint(layer.role)) for layer in scene.layers]

    def draw(self, renderer: RendererBase) -> None:
        """Send the scene to a renderer, each layer in a group named after its role."""
        transform = page_transform(self.scene.box, 1)
        for each in self.paths:
            renderer.open_group(each.layer.role)
            _draw(renderer, each, transform)
            renderer.close_group(each.layer.role)


def _draw(renderer: RendererBase, path: LayerPath, transform: Affine2D) -> None:
    if not path.style.is_visible:
        return
    context = pen(renderer, path.style)
    if isinstance(path.layer, Labels):
        _write(renderer, context, path.layer, path.paint, transform)
    else:
        renderer.draw_path(context, path.path, transform, path.style.fill)
    context.restore()


def _write(
    renderer: RendererBase,
    context: GraphicsContextBase,
    labels: Labels,
    paint: Paint,
    transform: Affine2D,
) -> None:
    """Draw labels as text, at the positions of their outlines."""
    size = paint.size * labels.scale
    _, height = renderer.get_canvas_width_height()
    for run, at in run_baselines(labels, paint):
        x, y = transform.transform(at)
        # SVG gets outlines, with y pointing down; PDF gets text.
        y = height - y if renderer.flipy() else y - lift(run, size)
        font = run.at_size(size)
        renderer.draw_text(context, x, y, run.text, font, 0, ismath=run.is_mathematics)
