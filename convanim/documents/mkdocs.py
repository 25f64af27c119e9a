"""A hook of MkDocs: a fence ```` ```convanim ```` with a config becomes its figure.

A file of hooks needs one line, ``from convanim.documents.mkdocs import on_page_markdown``.
"""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from convanim import config as configs
from convanim.api import Figure
from convanim.documents.pictures import Drawing
from convanim.errors import ConvanimError
from convanim.files.scratch import scratch
from convanim.film.html import picture

FOLDER = "assets/convanim"
"""The folder of the figures in the site."""

_FENCE = re.compile(r"^```convanim[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Return the text of a page with figures in place of fences.

    Raises
    ------
    PluginError
        A config has errors; each is reported with the line of the page.
    """
    draw = partial(_drawn, page=page, config=config, files=files)
    return _FENCE.sub(draw, markdown)


def _drawn(fence: re.Match[str], page: Any, config: Any, files: Any) -> str:
    # Errors then have the lines of the page, without the front matter that MkDocs removes.
    ahead = "\n" * (fence.string.count("\n", 0, fence.start()) + 1)
    try:
        # Files that the config names lie beside the page.
        path = Path(os.path.relpath(page.file.abs_src_path))
        figure = Figure.of(configs.read_text(ahead + fence[1], path).only())
        drawing = Drawing(figure)
        with scratch() as folder:
            for path in drawing.draw(folder, (".svg", ".png")):
                _add(files, config, path.name, path.read_bytes())
    except ConvanimError as error:
        raise PluginError(f"convanim: {error}") from error
    stem = get_relative_url(f"{FOLDER}/{drawing.stem}", page.url)
    return picture(f"{stem}.svg", f"{stem}.png", figure.alt)


def _add(files: Any, config: Any, name: str, content: bytes) -> None:
    """Add a file to the site, unless another page has."""
    path = f"{FOLDER}/{name}"
    if files.get_file_from_path(path) is None:
        files.append(File.generated(config, path, content=content))
