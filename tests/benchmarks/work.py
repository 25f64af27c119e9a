"""Work per frame over the guide's figures, imports left out, against Pillow and full redraws.

    python -m tests.benchmarks.work CONFIGS

prints one JSON object of milliseconds of a processor for each frame: ``ours`` all that convanim
does, ``drawing`` its share of drawing, ``pillow`` encoding ready palette images, ``redraw`` a full
``canvas.draw()`` with reused artists.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Page
from PIL import Image

import convanim
from convanim import config
from convanim.api import Figure
from convanim.backends._mpl.raster import AggFilm
from convanim.film.raster.palette import Palette
from tests.benchmarks.plain_matplotlib import Drawing


def films(figures):
    return [AggFilm(f.layout, f.timeline, f.spec.theme, 150) for f in figures]


def ours(figures):
    """Layout, drawing, colours and encoding, to files."""
    gif = (config.output("gif"),)
    fresh = [Figure(figure.spec) for figure in figures]
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        for figure in fresh:
            figure.render(Path(folder), gif)
        return time.process_time() - start


def drawing(figures):
    made = films(figures)
    start = time.process_time()
    for film in made:
        for _ in film.frames():
            pass
    return time.process_time() - start


def pillow(figures):
    """``save_all`` of ready palette images, one palette, unchanged pixels transparent."""
    spent = 0.0
    for film in films(figures):
        numbers = Palette(film.palette)
        flat = bytes(c for ink in ((0, 0, 0), *film.palette) for c in ink[:3])
        frames = []
        for raster in film.frames():
            image = Image.fromarray(numbers.numbers(raster.pixels))
            image.putpalette(flat)
            frames.append(image)
        start = time.process_time()
        frames[0].save(
            io.BytesIO(),
            "GIF",
            save_all=True,
            append_images=frames[1:],
            duration=1000,
            loop=0,
            palette=flat,
            optimize=True,
            transparency=0,
            disposal=1,
        )
        spent += time.process_time() - start
    return spent


def redraw(figures):
    """A full draw of every frame with artists that are moved."""
    spent = 0.0
    for figure in figures:
        left, bottom, right, top = figure.layout.box
        page = Page(figsize=((right - left) / 72, (top - bottom) / 72), dpi=150)
        canvas = FigureCanvasAgg(page)
        axes = page.add_axes((0, 0, 1, 1))
        axes.set(xlim=(left, right), ylim=(bottom, top))
        axes.axis("off")
        drawing = Drawing(axes, figure)
        canvas.draw()
        start = time.process_time()
        for t in range(len(figure)):
            drawing.show(t)
            canvas.draw()
        spent += time.process_time() - start
    return spent


def main(configs):
    mpl.use("agg")
    figures = [convanim.load(path) for path in sorted(Path(configs).glob("*.yaml"))]
    frames = sum(map(len, figures))
    measures = {"ours": ours, "drawing": drawing, "pillow": pillow, "redraw": redraw}
    rounds = [{name: measure(figures) for name, measure in measures.items()} for _ in range(4)]
    medians = {name: statistics.median(r[name] for r in rounds[1:]) for name in measures}
    print(json.dumps({name: seconds / frames * 1000 for name, seconds in medians.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
