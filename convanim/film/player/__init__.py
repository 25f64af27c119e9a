"""The page that plays a figure in a browser: one file, which makes no request.

Its script draws what a book describes (see :mod:`convanim.backends.book`) and computes no
convolution. The scripts, the style sheet and the page are files beside this one. In a page all but
a loader is packed together with the book, as all of it compresses well; the page's content security
policy names the hash of the script, and allows no other script and no request.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from convanim.film.player import signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCRIPTS = (
    "words.js",
    "drawing.js",
    "playback.js",
    "mathematics.js",
    "touch.js",
    "cell_text.js",
    "sliders.js",
    "code.js",
    "pictures.js",
    "address.js",
    "grounds.js",
    "keyboard.js",
    "messages.js",
    "player.js",
)
"""The scripts in the order in which they run."""

NO_SCRIPT = (
    "This figure is drawn by the script in this file; no other file is needed. Allow scripts to "
    "see it."
)
"""What the page says to readers whose browser runs no scripts."""

STYLES = ("colours.css", "player.css")
"""The style sheets in the order in which they apply."""


def page(book: Mapping[str, Any]) -> str:
    """Return the page that plays a book.

    Parameters
    ----------
    book : mapping
        As a book film describes it; its ``name`` is the title.
    """
    loader = unpacker() + short(_file("loader.js"))
    parts = {
        "hashes": " ".join(map(_hash, (loader, script()))),
        "title": html.escape(book["name"]),
        "alt": html.escape(book["alt"]),
        "language": book["language"],
        "no_script": html.escape(book["texts"].get(NO_SCRIPT, NO_SCRIPT)),
        "packed": packed(
            {
                "style": style(),
                "controls": controls(),
                "script": script(),
                "book": {**book, **in_columns(book["films"])},
            }
        ),
        "loader": loader,
    }
    template = _file("page.html")
    size = len(template.encode()) + sum(len(part.encode()) for part in parts.values())
    parts["size"] = str(round(size / 1000))
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def script() -> str:
    """Return the script of the player, which defines ``play(book)``."""
    return '"use strict";\n' + "".join(short(_file(name)) for name in SCRIPTS)


def unpacker() -> str:
    """Return the script that defines ``unpack(packed)``, for what :func:`packed` returns."""
    return short(_file("unpack.js"))


def style() -> str:
    """Return the style sheet of the player."""
    return "".join(short(_file(name)) for name in STYLES)


def controls() -> str:
    """Return the elements that the script works with, as HTML for the body of a page."""
    return _file("controls.html")


def packed(content: Mapping[str, Any]) -> str:
    """Return a mapping as deflated JSON in printable signs."""
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return signs.written(deflate.compress(text.encode()) + deflate.flush())


def unpacked(text: str) -> Any:
    """Return what :func:`packed` has packed."""
    return json.loads(zlib.decompress(signs.read(text), -zlib.MAX_WBITS))


def in_columns(films: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return films, each with the number of its tracks, and the tracks of all, as columns."""
    return {
        "films": columns([{**film, "tracks": len(film["tracks"])} for film in films]),
        "tracks": columns([track for film in films for track in film["tracks"]]),
    }


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return for each key what rows have for it, None where they have nothing.

    What is alike stands together then, and deflates better. The script's ``rowOf`` is the inverse.
    """
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: [row.get(key) for row in rows] for key in keys}


def _hash(script: str) -> str:
    """Return the hash by which a content security policy allows a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def short(text: str) -> str:
    """Return a script or a style sheet without indentation and lines of comment."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
