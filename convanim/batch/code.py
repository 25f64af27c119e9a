"""The code that draws a figure: the modules its plug-ins are in, and all that these import.

Imports are found in the text of the modules, so that nothing is imported to find them. A module
beside the others that nothing imports is no part of it.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "convanim"

DRAW_NOTHING = frozenset(
    {
        "__init__",
        "batch",
        "cli",
        "config",
        "frameworks",
        "gallery",
        "models",
        "themes",
        "api.explaining",
    }
)
"""Modules and packages whose imports are not followed.

What ``config`` and the themes say is in the figure itself, and the others only answer questions.
"""

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
    _modules: dict[str, _Module | None] = field(default_factory=dict, compare=False)

    def modules(self, roots: Iterable[str]) -> frozenset[str]:
        """Return modules, and all modules that they import directly or indirectly.

        Parameters
        ----------
        roots : iterable of str
            Names without that of the package, such as ``"views.flat"``.
        """
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name in found or _draws_nothing(name):
                continue
            module = self._module(name)
            if module is not None:
                found.add(name)
                waiting += module.imports
        return frozenset(found)

    def digest(self, roots: Iterable[str]) -> str:
        """Return a hash of the text of these modules and all that they import."""
        total = hashlib.sha256()
        for name in sorted(self.modules(roots)):
            module = self._module(name)
            total.update(f"{name} {module.sha256 if module else ''}\n".encode())
        return total.hexdigest()

    def _module(self, name: str) -> _Module | None:
        if name not in self._modules:
            path = self._paths.get(name)
            self._modules[name] = _read(name, path) if path else None
        return self._modules[name]

    @functools.cached_property
    def _paths(self) -> dict[str, Path]:
        """The file of each module; of a package its ``__init__``."""
        found = {}
        for folder, _, names in os.walk(self.folder):
            parts = Path(folder).relative_to(self.folder).parts
            for file in (each for each in names if each.endswith(".py")):
                stem = file.removesuffix(".py")
                own = parts if parts and stem == "__init__" else (*parts, stem)
                found[".".join(own)] = Path(folder, file)
        return found


@dataclass(frozen=True, slots=True)
class _Module:
    sha256: str
    imports: frozenset[str]


def _read(name: str, path: Path) -> _Module:
    content = path.read_bytes().replace(b"\r\n", b"\n")  # as Git on Windows writes lines
    parents = name.split(".")[:-1]
    above = {".".join(parents[: n + 1]) for n in range(len(parents))}
    found = imports(content.decode(errors="replace"))
    return _Module(hashlib.sha256(content).hexdigest(), frozenset(found | above))


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
    """Yield the modules of this package whose classes a frozen value is made of."""
    if is_dataclass(value) and not isinstance(value, type):
        home = type(value).__module__
        if home.startswith(f"{NAME}."):
            yield inside(home)
        for each in fields(value):
            yield from homes(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from homes(each)


def inside(module: str) -> str:
    """Return the name of a module without that of the package."""
    return module.removeprefix(f"{NAME}.")


def _draws_nothing(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[: n + 1]) in DRAW_NOTHING for n in range(len(parts)))
