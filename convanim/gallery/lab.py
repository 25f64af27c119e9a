"""The lab: a page where a config is edited and drawn by this package, which runs in the browser.

Pyodide, a Python for browsers, comes from a folder that the user names; nothing is fetched when the
page is made or when it is opened.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

import convanim
from convanim.batch.records.facts import digest
from convanim.errors import ConvanimError
from convanim.files.staging import staged
from convanim.film import player
from convanim.gallery import library, site, templates
from convanim.serving.text import drawn

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


ARCHIVES = ("packages.zip", "python_stdlib.zip")
"""The archives of modules; node compiles what drawing takes of them."""

START = "operation: conv\ni: 5\nk: 3\ns: 2\np: 1\nshow: [labels, formula]\n"
"""The config that the lab opens with; its drawing is there before Python is."""


@dataclass(frozen=True)
class Lab:
    """The files of the lab.

    Attributes
    ----------
    folder : Path
        The folder of the gallery.
    pyodide : Path
        The folder of the unpacked npm package.
    node : str or None
        The program that compiles modules for Pyodide's version of Python; without it browsers do
        so whenever the lab is opened, which takes them about twice as long.

    Raises
    ------
    ConvanimError
        A file of Pyodide is missing.
    """

    folder: Path
    pyodide: Path
    node: str | None = field(default_factory=partial(shutil.which, "node"))

    def __post_init__(self) -> None:
        for name in PYODIDE:
            if not (self.pyodide / name).is_file():
                raise ConvanimError(
                    f"--lab {self.pyodide}: there is no {name} in this folder; unpack Pyodide into"
                    " it: npm pack pyodide && tar xzf pyodide-*.tgz, and name the folder 'package'"
                )

    @cached_property
    def stale(self) -> list[str]:
        """The names of the files that are missing or differ from what they must be."""
        return [name for name in self._files if not self._is_current(name)]

    def write(self) -> None:
        """Write these files.

        Raises
        ------
        ConvanimError
            Node cannot compile the modules.
        OutputError
            A file cannot be written.
        """
        files = dict(self._files)
        if self.node and any(Path(name).name in ARCHIVES for name in self.stale):
            files |= self._compiled(self.node)
        for name in self.stale:
            with staged(self.folder / name) as temporary:
                temporary.write_bytes(files[name])

    @cached_property
    def _files(self) -> dict[str, bytes]:
        """The files by name; the archives as they are before any module is compiled."""
        return dict(self._contents())

    def _contents(self) -> Iterator[tuple[str, bytes]]:
        page = templates.filled("lab.html", root="", controls=templates.markup(player.controls()))
        yield "lab.html", page.encode()
        start = f"const START = {json.dumps([START, drawn(START, 0, '{}')])};\n"
        own = player.short(_of_serving("knobs.js")) + start + player.short(site.asset("lab.js"))
        yield "lab/lab.js", f"{library.MARK}{player.script()}{own}".encode()
        yield "lab/worker.js", (library.MARK + player.short(site.asset("worker.js"))).encode()
        yield "lab/packages.zip", packages()
        for name in PYODIDE:
            yield f"lab/{name}", (self.pyodide / name).read_bytes()

    def _is_current(self, name: str) -> bool:
        path = self.folder / name
        if not path.is_file():
            return False
        if self.node and path.name in ARCHIVES:
            return _comment(path) == self._comment
        return path.read_bytes() == self._files[name]

    @cached_property
    def _comment(self) -> str:
        """The hash of all that the compiled archives are made from, which those bear."""
        sources = [hashlib.sha256(self._files[f"lab/{name}"]).hexdigest() for name in ARCHIVES]
        return digest([START, site.asset("bytecode.mjs"), *sources])

    def _compiled(self, node: str) -> dict[str, bytes]:
        """Return the archives with the modules compiled that drawing a config takes."""
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            (folder / "packages.zip").write_bytes(self._files["lab/packages.zip"])
            program = (node, site.ASSETS / "bytecode.mjs", self.pyodide.resolve())
            words = (*program, folder, START, self._comment)
            done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
            if done.returncode:
                raise ConvanimError(
                    f"--lab {self.pyodide}: {node} cannot load Pyodide from this folder:"
                    f" {_reason(done.stderr)}; unpack the npm package pyodide again, or install a"
                    " newer node"
                )
            return {f"lab/{name}": (folder / name).read_bytes() for name in ARCHIVES}


def _comment(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment.decode("ascii", "replace")
    except zipfile.BadZipFile:
        return ""


def _reason(printed: str) -> str:
    """Return the error in what node has printed."""
    errors = [line for line in printed.splitlines() if "Error" in line]
    return errors[0].strip() if errors else "it printed no error"


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
