"""Encodes the frames of a config as MP4 without drawing them: the floor under its MP4.

python -m tests.benchmarks.encoding CONFIG
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import convanim
from convanim.backends._mpl.raster import AggFilm
from convanim.film.film import Raster


class Ready:
    """A film whose frames are drawn: 16 of them, in turn."""

    def __init__(self, film):
        self.size, self.dpi, self.palette = film.size, film.dpi, film.palette
        self.about, self.centiseconds = film.about, film.centiseconds
        self.drawn = [film.frame(t).pixels for t in range(16)]

    def frames(self):
        for t in range(len(self.centiseconds)):
            yield Raster(self.drawn[t % 16], (0, 0, *self.size))


def main(config):
    figure = convanim.load(config)
    (output,) = figure.outputs
    dpi = figure.shot_for(output).setup.dpi_for(figure.layout.box)
    film = Ready(AggFilm(figure.layout, figure.timeline, figure.spec.theme, dpi))
    with tempfile.TemporaryDirectory() as folder:
        output.writer.write(film, Path(folder) / "x.mp4", lambda: None)


if __name__ == "__main__":
    main(*sys.argv[1:])
