"""Themes: the files of ``convanim/themes``, from roles and inks in YAML to :class:`Theme`."""

from __future__ import annotations

import functools
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim.config.keys import kinds
from convanim.config.keys.checking import check
from convanim.config.keys.fold import fold
from convanim.config.keys.plugins import unknown
from convanim.config.keys.rules import Gathered, Rule, Section, refuse
from convanim.config.text.files import load
from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Report
from convanim.plugins.registry import UnknownNameError
from convanim.scene.theme import FONTS, NONE, Ink, Theme

if TYPE_CHECKING:
    from convanim.config.text.tree import Node
    from convanim.scene.theme import Colour

FOLDER = Path(__file__).parents[2] / "themes"
WIDEST = 100
"""Points, of a line, a dash or a letter."""

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_ROLE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_LENGTH = partial(kinds.real, 0, WIDEST)


def _colour(value: Any) -> Colour:
    """Return a colour; black and white are quoted, as ``#`` starts a comment in YAML."""
    if value == "none":
        return NONE
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise refuse(f"must be a colour such as '#268bd2', quoted, or none, not {shown(value)}")
    digits = value[1:] if len(value) > 4 else "".join(2 * digit for digit in value[1:])
    red, green, blue, opacity = bytes.fromhex(digits.ljust(8, "f"))
    return red, green, blue, opacity


def _dash(value: Any) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) % 2 or len(value) > 8:
        raise refuse(f"must be lengths on and off, as in [3, 3], or [], not {shown(value)}")
    found = Gathered()
    lengths = tuple(found.each(_LENGTH, length, n) for n, length in enumerate(value))
    found.settle()
    return lengths


def _hatch(value: Any) -> str:
    if value == "none":
        return ""
    if not isinstance(value, str) or not re.fullmatch(r"[/\\|x+-]{1,8}", value):
        raise refuse(
            f"must be lines such as ////, up to 8 of / \\ | - + x, or none, not {shown(value)}"
        )
    return value


INK = Section(
    "an ink",
    {
        "fill": Rule("inside of polygons", _colour),
        "line": Rule("outlines and strokes", _colour),
        "width": Rule("of lines, in points", _LENGTH),
        "dash": Rule("lengths on and off, in points", _dash),
        "hatch": Rule("lines across polygons", _hatch),
        "text": Rule("labels", _colour),
        "size": Rule("of labels, in points", _LENGTH),
        "font": Rule("of labels", partial(kinds.word, FONTS)),
    },
)


def themes() -> tuple[str, ...]:
    """Return the names of all themes."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@functools.cache
def theme(name: str) -> Theme:
    """Return a theme.

    Raises
    ------
    UnknownNameError
        There is none of that name; the text names the nearest and all that exist.
    ConfigError
        With every fault of its file.
    """
    if name not in themes():
        raise UnknownNameError(unknown("theme", name, themes(), themes()))
    return read_theme(FOLDER / f"{name}.yaml")


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
    return Ink(**values), [*folded.reports, *reports]
