"""One frame as an SVG document, for papers and for programs that edit drawings."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.elements import Elements, is_visible
from convanim.backends._svg.inks import fill

if TYPE_CHECKING:
    from convanim.film.about import About
    from convanim.scene.shapes import Scene
    from convanim.scene.theme import Theme


def still(scene: Scene, theme: Theme, about: About) -> str:
    """Return a scene as a document; each layer is a group that is named after its role."""
    elements, numbers = Elements("xlink:href"), itertools.count(1)
    left, bottom, right, top = scene.box
    width, height = f"{right - left:.6g}", f"{top - bottom:.6g}"
    groups = []
    for layer in scene.layers:
        paint = theme.paint(layer.role)
        if layer.points() and is_visible(layer, paint):
            name = f"{layer.role}_{next(numbers)}"
            groups.append(f'<g id="{escape(name)}">{elements.layer(layer, paint)}</g>\n')
    corner = f"translate({-left * HUNDREDTHS:.6g} {top * HUNDREDTHS:.6g})"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}pt" height="{height}pt" role="img">\n'
        f"<title>{escape(about.title)}</title>\n<desc>{escape(about.alt)}</desc>\n"
        f"<style>{elements.style()}</style>\n<defs>{elements.definitions()}</defs>\n"
        f'<rect width="100%" height="100%" {fill(theme.page)}/>\n'
        f'<g transform="scale({1 / HUNDREDTHS:g}){corner}">\n{"".join(groups)}</g>\n</svg>\n'
    )
