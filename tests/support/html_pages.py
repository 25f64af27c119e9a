"""The pages of the reference as HTML, from their Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME = Path(__file__).with_name("reference.html.jinja")
STYLE = Path(__file__).with_name("reference.css")

OPTIONAL = re.compile(r"</(?:td|th|tr|thead|tbody)>\n?|<!-- (?:table: \w+|end of table) -->\n")
"""End tags that HTML does without, and the marks of generated parts."""


def html_page(text: str) -> str:
    """Return the page of a Markdown text."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("link_open", _link)
    title = text.partition("\n")[0].removeprefix("# ")
    frame = jinja2.Template(FRAME.read_text(encoding="utf-8"), keep_trailing_newline=True)
    return frame.render(title=title, body=OPTIONAL.sub("", parser.render(text)))


def anchor(heading: str) -> str:
    """Return the anchor that code hosts give to a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def _heading(self: Any, tokens: Sequence[Any], at: int, options: Any, env: Any) -> str:
    tokens[at].attrSet("id", anchor(tokens[at + 1].content))
    return str(self.renderToken(tokens, at, options, env))


def _link(self: Any, tokens: Sequence[Any], at: int, options: Any, env: Any) -> str:
    """Lead from page to page where the Markdown leads from file to file."""
    found = re.fullmatch(r"(\w+)\.md(#.*)?", str(tokens[at].attrGet("href")))
    if found:
        stem = "index" if found[1] == "README" else found[1]
        tokens[at].attrSet("href", f"{stem}.html{found[2] or ''}")
    return str(self.renderToken(tokens, at, options, env))
