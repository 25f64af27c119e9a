"""The lab: a page where a config is edited and drawn by this package, which runs in the browser.

Pyodide, a Python for browsers, comes from a folder that the user names; nothing is fetched when the
page is made or when it is opened.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

import convanim
from convanim.errors import ConvanimError
from convanim.files.staging import staged
from convanim.film import player
from convanim.gallery import library, site, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
"""The files of the npm package that a page needs."""

UNUSED = frozenset({"documents", "gallery", "cli"})
"""Parts of this package that do not run in a browser."""

RUN = frozenset({".json", ".py", ".toml", ".yaml"})
"""Endings of the files that the package reads when it draws."""

FIRST = (1980, 1, 1, 0, 0, 0)
"""The time of all files in the archive, so that the same package gives the same bytes."""


@dataclass(frozen=True)
class Lab:
    """The files of the lab.

    Attributes
    ----------
    folder : Path
        The folder of the gallery.
    pyodide : Path
        The folder of the unpacked npm package.

    Raises
    ------
    ConvanimError
        A file of Pyodide is missing.
    """

    folder: Path
    pyodide: Path

    def __post_init__(self) -> None:
        for name in PYODIDE:
            if not (self.pyodide / name).is_file():
                raise ConvanimError(
                    f"--lab {self.pyodide}: there is no {name} in this folder; unpack Pyodide into"
                    " it: npm pack pyodide && tar xzf pyodide-*.tgz, and name the folder 'package'"
                )

    @cached_property
    def stale(self) -> dict[Path, bytes]:
        """The files that are missing or have other contents, with what they must have."""
        return {
            path: content
            for name, content in self._contents()
            if not (path := self.folder / name).is_file() or path.read_bytes() != content
        }

    def write(self) -> None:
        """Write these files.

        Raises
        ------
        OutputError
            One cannot be written.
        """
        for path, content in self.stale.items():
            with staged(path) as temporary:
                temporary.write_bytes(content)

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        page = templates.filled("lab.html", root="", controls=templates.markup(player.controls()))
        yield "lab.html", page.encode()
        own = player.short(_of_serving("knobs.js")) + player.short(site.asset("lab.js"))
        yield "lab/lab.js", f"{library.MARK}{player.script()}{own}".encode()
        yield "lab/worker.js", (library.MARK + player.short(site.asset("worker.js"))).encode()
        yield "lab/packages.zip", packages()
        for name in PYODIDE:
            yield f"lab/{name}", (self.pyodide / name).read_bytes()


def _of_serving(name: str) -> str:
    return resources.files("convanim.serving").joinpath(name).read_text(encoding="utf-8")


def packages() -> bytes:
    """Return an archive of this package and of the reader of YAML that it uses."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, path in sorted(_files()):
            info = zipfile.ZipInfo(name, FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return content.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    root = Path(convanim.__file__).parent
    for path in root.rglob("*"):
        part = path.relative_to(root)
        if path.suffix in RUN and part.parts[0] not in UNUSED:
            yield f"{root.name}/{part.as_posix()}", path
    for each in metadata.files("ruamel.yaml") or ():
        if each.suffix == ".py":
            yield each.as_posix(), Path(str(each.locate()))
