"""Where themes are: those of convanim, those in the user's folders, and files that configs name.

Configs name the files of languages in the same way.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.config.keys.names import THEMES, themes, unknown
from convanim.config.keys.paths import CONFIG_SUFFIXES
from convanim.config.text.tree import Item, Node
from convanim.plugins.registry import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.errors import Mark

VARIABLE = "CONVANIM_THEMES"
"""The environment variable with the user's folders of themes, separated as those of ``PATH``."""

EXTENDS = "extends"
THEMES_IN = ("theme", "dark")
"""The keys that hold a theme, of figures and of outputs."""

LANGUAGE = "lang"
"""The key that holds a language, of figures."""


def folders() -> tuple[Path, ...]:
    """Return the user's folders of themes: those of the environment, and that of the system."""
    from click import get_app_dir

    given = (each for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each)
    return (*map(Path, given), Path(get_app_dir("convanim"), "themes"))


def own() -> dict[str, Path]:
    """Return the user's themes by name; the first folder that has a name decides.

    Names of convanim's own themes always mean these.
    """
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.glob("*.y*ml")):
            if path.suffix in CONFIG_SUFFIXES and path.stem not in themes():
                found.setdefault(path.stem, path)
    return found


def known() -> tuple[str, ...]:
    """Return the names of all themes, those of the user among them."""
    return tuple(sorted((*themes(), *own())))


def is_path(name: str) -> bool:
    """Return whether a theme or a language is given as the path of its file."""
    return name.endswith(CONFIG_SUFFIXES)


def file_of(name: str, folder: Path) -> Path:
    """Return the file of a theme.

    Parameters
    ----------
    name : str
        Its name, or the path of its file.
    folder : Path
        What the path is relative to.

    Raises
    ------
    UnknownNameError
        No theme has that name; the message suggests the nearest, or lists all.
    """
    if is_path(name):
        return Path(os.path.normpath(folder / name))
    if name in themes():
        return THEMES / f"{name}.yaml"
    files = own()
    if name not in files:
        raise UnknownNameError(unknown("theme", name, known(), known()))
    return files[name]


def folder_of(mark: Mark | None) -> Path:
    """Return the folder that paths in a text are relative to.

    It is that of the text's file, and the current one for what has no file.
    """
    return Path(mark.source).parent if mark else Path()


def file_at(path: str, mark: Mark | None) -> Path:
    """Return the file that a text names by its path, which is relative to the text's folder."""
    return Path(os.path.normpath(folder_of(mark) / path))


def anchored(node: Node) -> Node:
    """Return the keys of a figure with the paths of its themes and its language in full.

    They then mean the same wherever the keys are read again.
    """
    items = {
        key: Item(item.spelling, _anchored(key, item.node), item.mark)
        for key, item in node.items.items()
    }
    return Node(items, node.mark)


def _anchored(key: str, node: Node) -> Node:
    if key in THEMES_IN:
        return _within(node, EXTENDS) if isinstance(node.value, dict) else _full(node)
    if key == LANGUAGE:
        return _full(node)
    if key != "outputs":
        return node
    if isinstance(node.value, tuple):
        return Node(tuple(_within(each, *THEMES_IN) for each in node.value), node.mark)
    return _within(node, *THEMES_IN)


def _within(node: Node, *keys: str) -> Node:
    items = dict(node.items)
    for key in keys:
        if item := items.get(key):
            inner = _full(item.node) if key == EXTENDS else _anchored(key, item.node)
            items[key] = Item(item.spelling, inner, item.mark)
    return Node(items, node.mark) if items else node


def _full(node: Node) -> Node:
    if not isinstance(node.value, str) or not is_path(node.value):
        return node
    return Node(os.path.abspath(folder_of(node.mark) / node.value), node.mark)


def named_files(node: Node) -> Iterator[Path]:
    """Yield the files of themes and of a language that a figure's keys name by their paths."""
    for key in (*THEMES_IN, LANGUAGE, "outputs"):
        if key in node.items:
            yield from _files(anchored(Node({key: node.items[key]})))


def _files(node: Node) -> Iterator[Path]:
    """Yield the paths of themes anywhere in a value."""
    if isinstance(node.value, tuple):
        for entry in node.value:
            yield from _files(entry)
    for key, item in node.items.items():
        if key in (*THEMES_IN, LANGUAGE, EXTENDS) and isinstance(item.node.value, str):
            yield from (Path(item.node.value),) if is_path(item.node.value) else ()
        else:
            yield from _files(item.node)
