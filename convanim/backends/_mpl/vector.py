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
from convanim.backends._mpl.lettering import lift, run_baselines, runs
from convanim.backends._mpl.settings import settings
from convanim.backends._mpl.truetype import converted, is_postscript
from convanim.files.scratch import scratch
from convanim.film.about import NAMELESS, About
from convanim.scene.motion import drawing
from convanim.scene.shapes import Labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.font_manager import FontPath
    from matplotlib.transforms import Affine2D

    from convanim.backends._mpl.artists import LayerPath
    from convanim.scene.shapes import Drawings, Scene
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline

    Fonts = Mapping[FontPath, FontPath]
    """The font that is embedded in place of another."""

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
        frames = tuple(frames)
        with (
            settings(_SETTINGS),
            _without_font_dates(),
            scratch() as folder,
            PdfPages(target, metadata=metadata) as book,
        ):
            fonts = self._truetype(frames, folder)
            for t in frames:
                book.savefig(self._page(t, fonts))

    def _truetype(self, frames: Iterable[int], folder: Path) -> Fonts:
        """Return fonts in place of those that cannot be embedded as they are."""
        letters: dict[FontPath, set[str]] = {}
        for t in frames:
            for layer in drawing(self.layout, self.timeline.moments[t]).layers:
                if isinstance(layer, Labels):
                    face = self.theme.paint(layer.role).font
                    for run in (run for text, _ in layer.texts for run in runs(text, face)):
                        if not run.is_mathematics and is_postscript(run.file):
                            letters.setdefault(run.file, set()).update(run.text)
        return {
            path: converted(path, "".join(sorted(found)), folder) for path, found in letters.items()
        }

    def _page(self, t: int, fonts: Fonts | None = None) -> Figure:
        scene = drawing(self.layout, self.timeline.moments[t])
        left, bottom, right, top = scene.box
        page = Figure(figsize=((right - left) / 72, (top - bottom) / 72), dpi=72)
        page.patch.set(facecolor=rgba(self.theme.page), edgecolor="none", linewidth=0)
        page.patch.set_visible(self.theme.page[3] > 0)
        page.add_artist(_Drawing(scene, self.theme, fonts or {}), clip=False)
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

    def __init__(self, scene: Scene, theme: Theme, fonts: Fonts) -> None:
        super().__init__()
        self.scene = scene
        self.fonts = fonts
        self.paths = [layer_path(layer, theme.paint(layer.role)) for layer in scene.layers]

    def draw(self, renderer: RendererBase) -> None:
        """Send the scene to a renderer, each layer in a group named after its role."""
        transform = page_transform(self.scene.box, 1)
        for each in self.paths:
            renderer.open_group(each.layer.role)
            _draw(renderer, each, transform, self.fonts)
            renderer.close_group(each.layer.role)


def _draw(renderer: RendererBase, path: LayerPath, transform: Affine2D, fonts: Fonts) -> None:
    if not path.style.is_visible:
        return
    context = pen(renderer, path.style)
    if isinstance(path.layer, Labels):
        _write(renderer, context, path, transform, fonts)
    else:
        renderer.draw_path(context, path.path, transform, path.style.fill)
    context.restore()


def _write(
    renderer: RendererBase,
    context: GraphicsContextBase,
    path: LayerPath,
    transform: Affine2D,
    fonts: Fonts,
) -> None:
    """Draw labels as text, at the positions of their outlines."""
    labels, paint = path.layer, path.paint
    if not isinstance(labels, Labels):
        return
    size = paint.size * labels.scale
    _, height = renderer.get_canvas_width_height()
    for run, at in run_baselines(labels, paint):
        x, y = transform.transform(at)
        # SVG gets outlines, with y pointing down; PDF gets text.
        y = height - y if renderer.flipy() else y - lift(run, size)
        font = run.at_size(size)
        if run.file in fonts:
            font.set_file(fonts[run.file])
        renderer.draw_text(context, x, y, run.text, font, 0, ismath=run.is_mathematics)
