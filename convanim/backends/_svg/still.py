"""One frame as an SVG document, for papers and for programs that edit drawings."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

from convanim.backends._svg.clock import HUNDREDTHS
from convanim.backends._svg.elements import Elements
from convanim.backends._svg.heading import heading

if TYPE_CHECKING:
    from convanim.film.about import About
    from convanim.scene.shapes import Scene
    from convanim.scene.theme import Theme


def still(scene: Scene, theme: Theme, about: About, dark: Theme | None = None) -> str:
    """Return a scene as a document; each layer is a group that is named after its role.

    Readers who prefer dark pages see it in the colours of the theme ``dark``.
    """
    elements, numbers = Elements(theme, dark, "xlink:href"), itertools.count(1)
    left, bottom, right, top = scene.box
    width, height = f"{right - left:.6g}", f"{top - bottom:.6g}"
    groups = []
    for layer in scene.layers:
        if layer.points() and elements.is_visible(layer):
            name = f"{layer.role}_{next(numbers)}"
            groups.append(f'<g id="{escape(name)}">{elements.layer(layer)}</g>\n')
    corner = f"translate({-left * HUNDREDTHS:.6g} {top * HUNDREDTHS:.6g})"
    title, description = heading(about)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}pt" height="{height}pt" role="img">\n'
        f"{title}\n{description}\n"
        f"<style>{elements.style()}</style>\n<defs>{elements.definitions()}</defs>\n"
        f"{elements.page()}\n"
        f'<g transform="scale({1 / HUNDREDTHS:g}){corner}">\n{"".join(groups)}</g>\n</svg>\n'
    )
