"""An extension of Sphinx: the directive ``convanim`` draws a figure in a document.

Add ``"convanim.sphinx"`` to ``extensions``. The argument is a config, and the content a caption; or
the content is the config::

    .. convanim:: figures/mine.yaml
       :width: 60%

       A caption.

    .. convanim::
       :include-source:

       i: 5
       k: 3

HTML shows the animation, LaTeX and others the middle step. A document is read again when a config,
a file that it extends or names as its theme, or convanim changes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from convanim import __version__, config
from convanim.api import Figure
from convanim.documents.pictures import Drawing
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = "convanim"
"""The folder of the figures, in that of the doctrees, which all builders share."""

SUFFIXES = (".svg", ".pdf", ".png")
"""Of each figure; builders take the first that they can show."""


class ConvanimDirective(SphinxDirective):  # type: ignore[misc]
    """Draws a figure.

    Options: ``:alt:`` replaces the alternative text, ``:frames:`` chooses steps, ``:width:`` and
    ``:align:`` are those of an image, ``:include-source:`` shows the config above the figure, and
    ``:name:`` is a target for references.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "alt": directives.unchanged_required,
        "frames": directives.unchanged_required,
        "width": directives.length_or_percentage_or_unitless,
        "align": lambda word: directives.choice(word, ("left", "center", "right")),
        "class": directives.class_option,
        "include-source": directives.flag,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure, and its config if that is asked for.

        Raises
        ------
        docutils.parsers.rst.DirectiveError
            The config has errors; each is reported with file, line and column.
        """
        try:
            text, figure = self._read()
            folder = Path(self.env.doctreedir) / FOLDER
            drawing = Drawing(figure)
            drawing.draw(folder, SUFFIXES)
        except (ConvanimError, OSError) as error:
            raise self.error(f"convanim: {error}") from error
        image = nodes.image(uri=f"{_from_source(self.env, folder)}/{drawing.stem}.*")
        image["alt"] = figure.alt
        if "width" in self.options:
            image["width"] = self.options["width"]
        shown = self._figure(image)
        self.set_source_info(shown)
        self.add_name(shown)
        return [*self._source(text), shown]

    def _read(self) -> tuple[str, Figure]:
        """Return the text of the config and its figure, with the keys that options replace."""
        settings = [f"frames={self.options['frames']}"] if "frames" in self.options else []
        if self.arguments:
            relative, absolute = self.env.relfn2path(self.arguments[0])
            self.env.note_dependency(relative)
            drafts = config.read(Path(absolute), settings)
            text = Path(absolute).read_text(encoding="utf-8-sig")
        else:
            text = "\n".join(self.content)
            source, line = self.get_source_info()
            # Errors then have the lines of the document.
            ahead = "\n" * max(self.content_offset, line - 1)
            shown = Path(os.path.relpath(source))
            drafts = config.read_text(ahead + text, shown, settings)
        for path in (*drafts.files, *drafts.named_files()):
            self.env.note_dependency(str(path.resolve()))
        figure = Figure.of(drafts.only())
        alt = self.options.get("alt")
        return text, figure.with_(alt=alt) if alt else figure

    def _figure(self, image: nodes.image) -> nodes.Element:
        """Return the image with its caption, if the config is a file and there is a content."""
        shown = nodes.figure("", image)
        if self.arguments and self.content:
            first, *others = self.parse_content_to_nodes()
            if not isinstance(first, nodes.paragraph):
                raise self.error("convanim: the caption must begin with a paragraph")
            shown += nodes.caption(first.rawsource, "", *first.children)
            if others:
                shown += nodes.legend("", *others)
        shown["classes"] += self.options.get("class", [])
        if "align" in self.options:
            shown["align"] = self.options["align"]
        return shown

    def _source(self, text: str) -> list[nodes.Node]:
        if "include-source" not in self.options:
            return []
        block = nodes.literal_block(text, text, language="yaml")
        self.set_source_info(block)
        return [block]


def _from_source(env: Any, folder: Path) -> str:
    """Return a folder relative to that of the sources, from which Sphinx finds images."""
    return "/" + Path(os.path.relpath(folder, env.srcdir)).as_posix()


def clean(app: Any, exception: Exception | None) -> None:
    """Delete the figures that no document shows any more."""
    folder = Path(app.doctreedir) / FOLDER
    if exception or not folder.is_dir():
        return
    shown = {Path(path).stem for path in app.env.images}
    for path in folder.iterdir():
        if path.stem not in shown:
            path.unlink()


def setup(app: Any) -> dict[str, Any]:
    """Add the directive to Sphinx."""
    app.add_directive("convanim", ConvanimDirective)
    # A value that documents depend on: another version of convanim may draw differently.
    app.add_config_value("convanim_version", __version__, "env", types=[str])
    app.connect("build-finished", clean)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
