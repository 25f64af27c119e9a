"""The guide's figures as an ordinary matplotlib program makes them: the baseline to beat.

A patch for every cell, a line for every connector, a text for every number; made once a figure,
moved for every frame by ``FuncAnimation``, saved by ``PillowWriter``. Only what the frames show
is asked of convanim; nothing is drawn by it.

    python -m tests.benchmarks.plain_matplotlib CONFIGS OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.patches import Polygon

import convanim
from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts

CELL = 14.17323
INK, BLUE, TEAL, SHADE = "#002b36", "#268bd2", "#2aa198", "#073642"

mpl.use("agg")


class Drawing:
    """One figure's artists."""

    def __init__(self, axes, figure):
        self.axes, self.sweep = axes, figure.sweep
        self.flat = figure.spec.view.name == "flat"
        self.below, self.above = self.sweep.map("input"), self.sweep.map("output")
        self.plane(self.below, self.input_corner, BLUE)
        self.plane(self.above, self.output_corner, TEAL)
        first = self.sweep.steps[0]
        style = {"facecolor": SHADE, "alpha": 0.4, "zorder": 3}
        self.window = [self.patch(c, self.input_corner, **style) for c in first.read("input")]
        self.unit = self.patch((0, 0), self.output_corner, **style)
        self.frame = self.patch(
            (0, 0), self.output_corner, fill=False, edgecolor=INK, linewidth=0.8, zorder=3
        )
        style = {"color": INK, "linewidth": 0.8, "zorder": 1.5}
        self.grid = [axes.plot([], [], **style)[0] for _ in self.lines(first.read("input"))]
        style = {"color": "black", "linewidth": 0.4, "zorder": 2}
        self.connectors = [] if self.flat else [axes.plot([], [], **style)[0] for _ in range(4)]
        self.weights = self.kernel() if self.sweep.has_values else []

    def input_corner(self, row, column):
        return self.corner(self.below.shape[0] - row, column, 0, 0)

    def output_corner(self, row, column):
        (rows, columns), (height, _) = self.below.shape, self.above.shape
        if self.flat:
            up, right = (rows - height) / 2 * CELL, (columns + 1) * CELL
            return self.corner(height - row, column, right, up)
        return self.corner(height - row, column, -2.491, CELL * (rows + 1))

    def corner(self, y, x, right, up):
        if self.flat:
            return right + CELL * x, up + CELL * y
        return right + CELL * (x - 0.7 * y), up + CELL * (0.5 * x + 0.65 * y)

    @staticmethod
    def square(cell, corner):
        row, column = cell
        ends = ((row + 1, column), (row + 1, column + 1), (row, column + 1), (row, column))
        return [corner(*end) for end in ends]

    def lines(self, window):
        """The grid around the window."""
        (top, left), (bottom, right) = window.first, window.past
        rows = [((row, left), (row, right)) for row in range(top, bottom + 1)]
        columns = [((top, column), (bottom, column)) for column in range(left, right + 1)]
        return [[self.input_corner(*end) for end in line] for line in rows + columns]

    def patch(self, cell, corner, **style):
        return self.axes.add_patch(Polygon(self.square(cell, corner), **style))

    def plane(self, feature_map, corner, colour):
        order = 1 if feature_map is self.below else 2.5
        for cell in feature_map.cells():
            real = feature_map.kind(cell) is Cell.REAL
            self.patch(
                cell,
                corner,
                facecolor=colour if real else "none",
                edgecolor=INK,
                linewidth=0.8,
                linestyle="-" if real else (0, (3.75, 3.75)),
                zorder=order + 0.1 * real,
            )
        if feature_map.values:
            for cell, text in zip(feature_map.cells(), texts(feature_map.values), strict=True):
                self.number(cell, corner, text, 8)

    def number(self, cell, corner, text, size):
        row, column = cell
        x, y = corner(row + 0.5, column + 0.5)
        style = {"ha": "center", "va": "center", "fontsize": size, "family": "cmr10"}
        return self.axes.text(x, y, text, zorder=4, **style)

    def kernel(self):
        kernels = [each for each in self.sweep.maps if each.role == "kernel"]
        values = texts(kernels[0].values) if kernels else ()
        return [self.number((0, 0), self.input_corner, text, 5) for text in values]

    def show(self, t):
        now = self.sweep.steps[t]
        cells, (unit,) = list(now.read("input")), list(now.writes)
        for patch, cell in zip(self.window, cells, strict=True):
            patch.set_xy(self.square(cell, self.input_corner))
        for label, (row, column) in zip(self.weights, cells, strict=False):
            label.set_position(self.input_corner(row + 0.8, column + 0.8))
        top = self.square(unit, self.output_corner)
        self.unit.set_xy(top)
        self.frame.set_xy(top)
        for line, ends in zip(self.grid, self.lines(now.read("input")), strict=True):
            line.set_data(*zip(*ends, strict=True))
        (row, column), (past, end) = cells[0], (n + 1 for n in cells[-1])
        box = ((past, column), (past, end), (row, end), (row, column))
        for line, (low, high) in zip(
            self.connectors,
            zip((self.input_corner(*c) for c in box), top, strict=True),
            strict=False,
        ):
            line.set_data(*zip(low, high, strict=True))
        return ()


def animate(figure, path):
    left, bottom, right, top = figure.layout.box
    page = plt.figure(figsize=((right - left) / 72, (top - bottom) / 72), dpi=150)
    axes = page.add_axes((0, 0, 1, 1))
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.axis("off")
    drawing = Drawing(axes, figure)
    film = FuncAnimation(page, drawing.show, frames=len(figure), init_func=lambda: ())
    film.save(path, writer=PillowWriter(fps=1))
    plt.close(page)


def main(configs, out):
    Path(out).mkdir(parents=True, exist_ok=True)
    for path in sorted(Path(configs).glob("*.yaml")):
        animate(convanim.load(path), Path(out) / f"{path.stem}.gif")


if __name__ == "__main__":
    main(*sys.argv[1:])
