"""Writes what is generated from the keys and plug-ins: parts of README and of the reference, the
pages of the reference, the schema and the types; and the font of Chinese labels.

``python -m tests.reference`` brings all files up to date. The prose of the reference is written by
hand in ``gallery/reference/*.md``, between the generated parts.
"""

from __future__ import annotations

import functools
import json
import re
import sys
from typing import TYPE_CHECKING

from convanim.config import schema
from convanim.config.keys import typed
from tests import label_font
from tests.support.html_pages import STYLE, html_page
from tests.support.pages import blocks
from tests.support.runs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = "python -m tests.reference"

README = ROOT / "README.md"
REFERENCE = ROOT / "gallery" / "reference"

_LISTING = re.compile(r"(Other Parameters\n    -+\n).*?(\n\n    Returns)", re.DOTALL)
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def written() -> tuple[Path, ...]:
    """Return the Markdown files: README, and the pages of the reference."""
    return (README, *sorted(REFERENCE.glob("*.md")))


@functools.cache
def files() -> dict[Path, str]:
    """Return the text that each generated file should have."""
    api = ROOT / "convanim" / "api"
    code = (api / "__init__.py").read_text(encoding="utf-8")
    texts = {path: _filled(path) for path in written()}
    pages = {
        path.with_name(f"{_stem(path)}.html"): html_page(text)
        for path, text in texts.items()
        if path != README
    }
    return {
        **texts,
        **pages,
        REFERENCE / STYLE.name: STYLE.read_text(encoding="utf-8"),
        api / "names.py": typed.names_module(),
        api / "keys.py": typed.keys_module(),
        api / "__init__.py": _LISTING.sub(rf"\1{typed.listing()}\2", code),
        ROOT / "configs" / "schema.json": json.dumps(schema(), indent=1, sort_keys=True) + "\n",
    }


def names() -> list[str]:
    """Return the names of the generated parts of all Markdown files."""
    texts = (path.read_text(encoding="utf-8") for path in written())
    return [found[2] for text in texts for found in _BLOCK.finditer(text)]


def _filled(path: Path) -> str:
    """Return a Markdown file with its generated parts up to date."""
    made = blocks()

    def part(found: re.Match[str]) -> str:
        return f"{found[1]}{made[found[2]]()}\n{found[3]}"

    return _BLOCK.sub(part, path.read_text(encoding="utf-8"))


def _stem(path: Path) -> str:
    return "index" if path.stem == "README" else path.stem


def stale() -> dict[Path, str]:
    """Return the text of the generated files that are not up to date."""
    return {
        path: content
        for path, content in files().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    }


if __name__ == "__main__":
    if "--check" not in sys.argv:
        label_font.update()
    for path, content in stale().items():
        if "--check" in sys.argv:
            sys.exit(f"{path.relative_to(ROOT)} is not up to date; run {COMMAND}")
        path.write_text(content, encoding="utf-8")
