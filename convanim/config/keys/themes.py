"""Themes: from the YAML files in ``convanim/themes``, an ink for each role, to :class:`Theme`."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from convanim.config.keys.checking import check, fold
from convanim.config.keys.names import THEMES, themes, unknown
from convanim.config.keys.plugins import instance, keys_of
from convanim.config.text.files import load
from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Report
from convanim.plugins.registry import UnknownNameError
from convanim.scene.theme import Ink, Theme

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.config.text.tree import Node

_ROLE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")

INK = keys_of(Ink, "an ink")


@functools.cache
def theme(name: str) -> Theme:
    """Return a theme.

    Raises
    ------
    UnknownNameError
        No theme has that name; the message suggests the nearest, or lists all.
    ConfigError
        With every fault of its file.
    """
    if name not in themes():
        raise UnknownNameError(unknown("theme", name, themes(), themes()))
    return read_theme(THEMES / f"{name}.yaml")


def read_theme(path: Path) -> Theme:
    """Return the theme in a file.

    Raises
    ------
    ConfigError
        With every fault of the file.
    """
    root, reports = load(path)
    inks = []
    for role, item in root.items.items():
        if not _ROLE.fullmatch(role):
            message = f"roles are words joined by dots, as in input.value, not {shown(role)}"
            reports.append(Report(message, item.mark))
        ink, more = _ink(item.node, role)
        inks.append((role, ink))
        reports += more
    missing = [role for role in ("root", "page") if role not in root.items]
    reports += [Report(f"the role {role} is missing", root.mark) for role in missing]
    if reports:
        raise ConfigError(reports)
    return Theme(path.stem, tuple(inks))


def _ink(node: Node, role: str) -> tuple[Ink, list[Report]]:
    if not isinstance(node.value, dict):
        message = f"{role} must be a mapping such as {{fill: '#268bd2'}}"
        return Ink(), [Report(f"{message}, not {shown(node.plain())}", node.mark)]
    folded = fold(node, (INK,))
    values, reports = check(INK, folded.node, f"{role}.")
    return instance(Ink, values), [*folded.reports, *reports]
