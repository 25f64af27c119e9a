"""The code that draws a figure: the modules its plug-ins are in, and all that these import.

Imports are found in the text of the modules, so that nothing is imported to find them. A module
beside the others that nothing imports is no part of it. The scripts, style sheets and fonts of a
package are part of its code.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NAME = "convanim"

DRAW_NOTHING = frozenset(
    {
        "__init__",
        "__pycache__",
        "batch",
        "cli",
        "config",
        "documents",
        "gallery",
        "serving",
        "sphinx",
        "themes",
        "api.display",
        "api.explaining",
        "api.player",
    }
)
"""Modules and packages that are left out.

What ``config`` and the themes say is in the figure itself, and the others only answer questions.
"""

ANSWERS = frozenset({"api.questions", "frameworks", "models"})
"""Modules and packages that answer what backends ask; they count for those that say so."""

DATA = frozenset({".css", ".html", ".js", ".json", ".ttf"})
"""Endings of files that are part of the package in whose folder they lie."""

JOINS = "api.figures"
"""The module that leads from a figure to its files."""

_TYPES_ONLY = re.compile(r"^if TYPE_CHECKING:\n(?:(?:[ \t].*)?\n)*", re.MULTILINE)
_IMPORT = re.compile(
    rf"^[ \t]*(?:from {NAME}(?P<package>[.\w]*) import "
    rf"(?:\((?P<many>[^)]*)\)|(?P<names>[^\n]*))|import {NAME}(?P<module>[.\w]+))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True)
class Code:
    """The modules of a package, read when they are asked for.

    Attributes
    ----------
    folder : Path
        The folder of the package.
    """

    folder: Path

    def digest(self, roots: Iterable[str]) -> str:
        """Return a hash of the text of these modules and all that they import.

        Parameters
        ----------
        roots : iterable of str
            Names without that of the package, such as ``"views.flat"``.
        """
        names = set[str]().union(*map(self._closure, roots))
        text = "\n".join(f"{name} {self._module(name).sha256}" for name in sorted(names))
        return hashlib.sha256(text.encode()).hexdigest()

    @functools.cached_property
    def _closure(self) -> Callable[[str], frozenset[str]]:
        return functools.cache(self._imported)

    def _imported(self, root: str) -> frozenset[str]:
        """Return a module, and all that it imports directly or indirectly.

        :data:`ANSWERS` are left out unless it is one of them.
        """
        skipped = frozenset() if _is_in(root, ANSWERS) else ANSWERS
        found: set[str] = set()
        waiting = [root] if root in self._paths else []
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                imported = self._module(name).imports
                waiting += (each for each in imported if not _is_in(each, skipped))
        return frozenset(found)

    @functools.cached_property
    def _module(self) -> Callable[[str], _Module]:
        return functools.cache(self._read)

    def _read(self, name: str) -> _Module:
        path = self._paths[name]
        content = _content(path)
        found = imports(content.decode(errors="replace"))
        found |= {name[:n] for n, sign in enumerate(name) if sign == "."}  # its packages
        if path.stem == "__init__":
            content += b"".join(map(_content, _data_files(path.parent)))
        return _Module(hashlib.sha256(content).hexdigest(), frozenset(found & self._paths.keys()))

    @functools.cached_property
    def _paths(self) -> dict[str, Path]:
        """The file of each module that may draw; of a package its ``__init__``."""
        found = {}
        for folder, folders, files in os.walk(self.folder):
            above = "".join(f"{part}." for part in Path(folder).relative_to(self.folder).parts)
            folders[:] = [each for each in folders if above + each not in DRAW_NOTHING]
            for stem in (each[:-3] for each in files if each.endswith(".py")):
                name = above.removesuffix(".") if above and stem == "__init__" else above + stem
                if name not in DRAW_NOTHING:
                    found[name] = Path(folder, f"{stem}.py")
        return found


def _is_in(name: str, packages: frozenset[str]) -> bool:
    """Return whether a module is one of these packages or in one of them."""
    return any(name == each or name.startswith(f"{each}.") for each in packages)


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # of a Windows checkout


def _data_files(folder: Path) -> list[Path]:
    """Return the files of a package that are no modules, such as scripts and style sheets."""
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix in DATA)
    return sorted(files)


@dataclass(frozen=True, slots=True)
class _Module:
    sha256: str
    imports: frozenset[str]


def imports(text: str) -> set[str]:
    """Return the modules of this package that a module may import, wherever it does.

    A name that is imported from a package is taken to be a module, as it may be one. Imports for
    type checkers alone are left out. The text is searched rather than parsed, which is ten times
    as fast.
    """
    found = set()
    for match in _IMPORT.finditer(_TYPES_ONLY.sub("", text)):
        if match["module"]:
            found.add(match["module"].removeprefix("."))
            continue
        package = match["package"].removeprefix(".")
        listed = _COMMENT.sub("", match["many"] or match["names"] or "")
        names = [part.split()[0] for part in listed.split(",") if part.split()]
        found |= {f"{package}.{name}" if package else name for name in names}
        found |= {package} if package else set()
    return found


@functools.lru_cache(maxsize=1)
def package() -> Code:
    """Return the code of this package, which is read once in a process."""
    return Code(Path(__file__).parent.parent)


def homes(value: Any) -> Iterator[str]:
    """Yield the modules whose classes a frozen value is made of."""
    if is_dataclass(value) and not isinstance(value, type):
        yield home(value)
        for each in fields(value):
            yield from homes(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from homes(each)


def home(value: object) -> str:
    """Return the module of the class of a value."""
    return inside(type(value).__module__)


def inside(module: str) -> str:
    """Return the name of a module without that of the package."""
    return module.removeprefix(f"{NAME}.")
