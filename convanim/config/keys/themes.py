"""Themes: from YAML, an ink for each role, to :class:`Theme`."""

from __future__ import annotations

import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim.config.keys.checking import check, fold
from convanim.config.keys.inks import is_colour
from convanim.config.keys.names import THEMES
from convanim.config.keys.plugins import instance, keys_of
from convanim.config.keys.theme_files import EXTENDS, file_of, folder_of, named_files
from convanim.config.text.files import load, load_at
from convanim.config.text.scalars import shown
from convanim.config.text.tree import Item, Node
from convanim.errors import ConfigError, Report, printed
from convanim.plugins.registry import UnknownNameError
from convanim.scene.theme import Ink, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Mark

USUAL = "clear"
"""The theme of figures that name none, and that of changes that extend none."""

INLINE = "own"
"""The name of a theme that stands in a config."""

MOST = 10
"""Themes in one chain of parents."""

RECENT = 16
"""Mappings whose inks are kept, so that figures of a matrix do not read them again."""

_ROLE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")

INK = keys_of(Ink, "an ink")


def theme(name: str, folder: Path = Path()) -> Theme:
    """Return the theme in the file that :func:`file_of` finds.

    Raises
    ------
    UnknownNameError
        There is no such file.
    ConfigError
        With every fault of the file.
    """
    path = file_of(name, folder)
    return _built_in(path.stem) if path.parent == THEMES else read_theme(path)


@functools.cache
def _built_in(name: str) -> Theme:
    return read_theme(THEMES / f"{name}.yaml")


def read_theme(path: Path) -> Theme:
    """Return the theme in a file.

    Raises
    ------
    ConfigError
        With every fault of the file, and of those it extends.
    """
    return _Reader((path,)).file(None)


def chosen(node: Node) -> tuple[Theme | None, list[Report]]:
    """Return the theme that a config names, or that stands in it, and what is wrong with it."""
    folder = folder_of(node.mark)
    reader = _Reader(())
    try:
        if isinstance(node.value, dict):
            return reader.mapping(node, [], INLINE, folder), []
        return reader.named(node, folder), []
    except ConfigError as error:
        return None, list(error.reports)


def files_of(node: Node) -> Iterator[Path]:
    """Yield the files that a figure's keys name: themes and those they extend, and a language.

    A file that cannot be read is among them.
    """
    left, met = [*named_files(node)], set()
    while left:
        path = left.pop()
        if path not in met:
            met.add(path)
            yield path
            left += _parents(path)


def _parents(path: Path) -> list[Path]:
    try:
        root, _ = load(path)
    except ConfigError:
        return []
    return [*named_files(Node({"theme": Item("theme", root, root.mark)}, root.mark))]


class _Reader:
    """Reads a theme and those it extends.

    Parameters
    ----------
    files : tuple of Path
        The file of the theme, after those of the themes that extend it.
    """

    def __init__(self, files: tuple[Path, ...]) -> None:
        self.files = files

    def file(self, place: Mark | None) -> Theme:
        """Return the theme in the last file, whose path stands at a place in a config or theme."""
        path = self.files[-1]
        root, reports = load_at(path, place)
        return self.mapping(root, reports, path.stem, path.parent)

    def named(self, node: Node, folder: Path) -> Theme:
        """Return the theme whose name, or the path of whose file, is in a node."""
        name = str(node.value)
        try:
            path = file_of(name, folder)
        except UnknownNameError as error:
            raise ConfigError([Report(str(error), node.mark)]) from None
        if path.parent == THEMES:
            return _built_in(path.stem)
        self._check(path, node.mark)
        return _Reader((*self.files, path)).file(node.mark)

    def _check(self, path: Path, place: Mark | None) -> None:
        if os.path.realpath(path) in map(os.path.realpath, self.files):
            name = printed(path.as_posix())
            message = f"{EXTENDS} leads back to {name}; a theme cannot extend itself"
        elif len(self.files) > MOST:
            message = f"more than {MOST} themes in a chain of extends; the limit is {MOST}"
        else:
            return
        raise ConfigError([Report(message, place)])

    def mapping(self, root: Node, reports: list[Report], name: str, folder: Path) -> Theme:
        """Return the theme of a mapping.

        Raises
        ------
        ConfigError
            With every fault of it, and of the themes that it extends.
        """
        reports = list(reports)
        parent = self._parent(root, folder, reports)
        reports += _inks(_Same(root))[1]
        if parent is None and EXTENDS not in root.items:
            missing = [role for role in ("root", "page") if role not in root.items]
            reports += [Report(_missing(role), root.mark) for role in missing]
        if reports:
            raise ConfigError(reports)
        return _changed(_Same(parent), name, _Same(root), folder != THEMES)

    def _parent(self, root: Node, folder: Path, reports: list[Report]) -> Theme | None:
        """Return the theme that a mapping extends; what is wrong with it is added to reports.

        A mapping in a config extends the usual theme, unless it says another.
        """
        item = root.items.get(EXTENDS)
        if item is None:
            return None if self.files else _built_in(USUAL)
        if not isinstance(item.node.value, str) or not item.node.value:
            message = "must be the name of a theme, or the path of its file"
            value = shown(item.node.plain())
            reports.append(Report(f"{EXTENDS} {message}, not {value}", item.node.mark))
            return None
        try:
            return self.named(item.node, folder)
        except ConfigError as error:
            reports += error.reports
            return None


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A value that equals nothing but itself, to know what was made of it before."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@functools.lru_cache(maxsize=RECENT)
def _changed(parent: _Same, name: str, root: _Same, is_own: bool) -> Theme:
    """Return a theme with the inks of a mapping; figures of a matrix thus share theirs."""
    places = tuple((role, item.mark) for role, item in _roles(root.value) if is_own and item.mark)
    base: Theme = parent.value or Theme(name, ())
    return base.changed(name, _inks(root)[0], places)


@functools.lru_cache(maxsize=RECENT)
def _inks(root: _Same) -> tuple[tuple[tuple[str, Ink], ...], tuple[Report, ...]]:
    """Return the inks of a mapping, and what is wrong with them."""
    inks, reports = [], []
    for role, item in _roles(root.value):
        if not _ROLE.fullmatch(role):
            message = f"roles are words joined by dots, as in input.value, not {shown(role)}"
            reports.append(Report(message, item.mark))
        ink, more = _ink(item.node, role)
        inks.append((role, ink))
        reports += more
    return tuple(inks), tuple(reports)


def _roles(root: Node) -> Iterator[tuple[str, Item]]:
    return ((role, item) for role, item in root.items.items() if role != EXTENDS)


def _missing(role: str) -> str:
    return f"the role {role} is missing; give it, or extend a theme, as in extends: {USUAL}"


def _ink(node: Node, role: str) -> tuple[Ink, list[Report]]:
    """Return the ink of a role; a colour alone is that of its inside."""
    if is_colour(node.value):
        node = Node({"fill": Item("fill", node, node.mark)}, node.mark)
    if not isinstance(node.value, dict):
        message = f"{role} must be a colour such as '#268bd2', quoted, or a mapping such as"
        return Ink(), [
            Report(f"{message} {{fill: '#268bd2'}}, not {shown(node.plain())}", node.mark)
        ]
    folded = fold(node, (INK,))
    values, reports = check(INK, folded.node, f"{role}.")
    return instance(Ink, values), [*folded.reports, *reports]
