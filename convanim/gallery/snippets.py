"""How documents show a figure, by language, with gaps that the page of a figure fills in."""

from __future__ import annotations

from convanim.film.html import picture

SLIDES = """\
# PowerPoint
convanim deck {name}.yaml -o {name}.pptx
# Keynote, Google Slides: a film, or a GIF with -o {name}.gif
convanim render {name}.yaml -o {name}.mp4
# Beamer: a step a page, as in \\includegraphics[page=1]{{name}.pdf}
convanim render {name}.yaml -o {name}.pdf
# reveal.js: arrow keys step it in <iframe src="{name}.html?embed"></iframe>
convanim render {name}.yaml -o {name}.html
"""
"""The commands that make what slides can show."""


def snippets(moves: bool) -> dict[str, str]:
    """Return the snippets for figures that move, or for those that do not.

    The gaps are ``{name}``, the name of the figure, ``{stem}``, the path of its files without a
    suffix, ``{alt}``, what it shows, and ``{width}`` and ``{height}`` in pixels.
    """
    still = '<img src="{stem}.png" width="{width}" height="{height}" alt="{alt}">'
    size = ("{width}", "{height}")
    return {
        **({"Slides": SLIDES} if moves else {}),
        "HTML": picture("{stem}.svg", "{stem}.png", "{alt}", size) if moves else still,
        "Sphinx": ".. convanim:: {name}.yaml\n   :alt: {alt}\n",
        "Notebook": 'import convanim\n\nconvanim.load("{name}.yaml").player()\n',
    }
