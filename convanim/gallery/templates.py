"""Fills the templates of the pages."""

from __future__ import annotations

import functools
import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim.gallery.words import said
from convanim.scene.language import ENGLISH

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from convanim.gallery.card import Card
    from convanim.scene.language import Language

FOLDER = Path(__file__).parent

BASE = "base.html"
"""The frame of the HTML pages; it needs ``root``, which leads to the folder of the gallery."""


def source(name: str) -> str:
    """Return the text of a template and of the frame around it."""
    names = (BASE, name) if name.endswith(".html") else (name,)
    return "".join((FOLDER / f"{each}.jinja").read_text(encoding="utf-8") for each in names)


def filled(name: str, language: Language | None = None, **context: Any) -> str:
    """Return the text that a template makes; in HTML everything given is text, not markup.

    Parameters
    ----------
    name : str
        The template.
    language : Language or None
        The language in which ``say`` says the template's own texts; None for English.
    context
        What the template is given besides.
    """
    code = language.name if language else ENGLISH
    spoken = {"language": code, "say": functools.partial(said, language)}
    return _environment().get_template(f"{name}.jinja").render(context | spoken)


def markup(text: str) -> Markup:
    """Return HTML that this package has made, to be filled in as it is."""
    from markupsafe import Markup

    return Markup(text)


@functools.cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=jinja2.select_autoescape(["html.jinja"], default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"cell": _cell, "column": _column}
    return environment


def _cell(text: object) -> str:
    """Return a text for a cell of a Markdown table, with all markup escaped."""
    found = html.escape(" ".join(str(text).split()))
    return "".join(f"&#{ord(c)};" if c in "|*[]`\\~" else c for c in found)


def _column(card: Card, name: str) -> str:
    """Return one attribute of each layer, a line each."""
    lines = [_cell(getattr(each, name)) for each in card.layers]
    return "<br>".join(lines) if any(lines) else ""
