"""The guide's figures as an ordinary matplotlib program makes them: the baseline to beat.

One ``FuncAnimation`` a figure, artists made once and updated for each frame, saved by
``PillowWriter``. What is drawn is taken from convanim, so that the figures are the same.

    python -m tests.benchmarks.plain_matplotlib CONFIGS OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.collections import LineCollection, PolyCollection

import convanim
from convanim.scene import Labels, Polygons

mpl.use("agg")
mpl.rcParams["mathtext.fontset"] = "cm"


def colour(ink):
    return tuple(channel / 255 for channel in ink)


def artist(axes, layer, paint, order):
    if isinstance(layer, Polygons):
        made = PolyCollection(
            layer.shapes,
            facecolors=[colour(paint.fill)],
            edgecolors=[colour(paint.line)],
            linewidths=paint.width,
            zorder=order,
        )
    else:
        dash = (0, paint.dash) if paint.dash else "solid"
        made = LineCollection(
            layer.lines,
            colors=[colour(paint.line)],
            linewidths=paint.width,
            linestyles=[dash],
            zorder=order,
        )
    return axes.add_collection(made)


def words(axes, layer, paint, order):
    return [
        axes.text(
            x,
            y,
            text,
            color=colour(paint.text),
            fontsize=paint.size * layer.scale,
            family="cmr10",
            ha="center",
            va="center",
            zorder=order,
        )
        for text, (x, y) in layer.texts
    ]


def animate(figure, path):
    left, bottom, right, top = figure.layout.box
    page = plt.figure(figsize=((right - left) / 72, (top - bottom) / 72), dpi=150)
    axes = page.add_axes((0, 0, 1, 1))
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    axes.axis("off")
    theme = figure.spec.theme
    scene = figure.layout.scene(figure.timeline.steps[0])
    artists = [
        (words if isinstance(layer, Labels) else artist)(axes, layer, theme.paint(layer.role), n)
        for n, layer in enumerate(scene.layers)
    ]

    def update(t):
        layers = figure.layout.scene(figure.timeline.steps[t]).layers
        for made, layer in zip(artists, layers, strict=True):
            if isinstance(layer, Polygons):
                made.set_verts(layer.shapes)
            elif isinstance(layer, Labels):
                for label, (text, at) in zip(made, layer.texts, strict=True):
                    label.set_text(text)
                    label.set_position(at)
            else:
                made.set_segments(layer.lines)
        return ()

    film = FuncAnimation(page, update, frames=len(figure), init_func=lambda: ())
    film.save(path, writer=PillowWriter(fps=1))
    plt.close(page)


def main(configs, out):
    Path(out).mkdir(parents=True, exist_ok=True)
    for path in sorted(Path(configs).glob("*.yaml")):
        animate(convanim.load(path), Path(out) / f"{path.stem}.gif")


if __name__ == "__main__":
    main(*sys.argv[1:])
