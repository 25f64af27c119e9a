"""The names of plug-ins and themes, and the sentence for a name that does not exist."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.config.keys.other_words import name_hint
from convanim.config.text.scalars import shown
from convanim.errors import did_you_mean, listed
from convanim.layers.operation import Operation
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

THEMES = Path(__file__).parents[2] / "themes"
"""The folder of theme files."""

_DIMENSIONS = re.compile(r"([123])d", re.IGNORECASE)


@functools.cache
def themes() -> tuple[str, ...]:
    """Return the names of the themes that come with convanim."""
    return tuple(sorted(path.stem for path in THEMES.glob("*.yaml")))


def operation_names() -> Mapping[str, type[Operation]]:
    """Return the operation of each name, including framework names in lower case."""
    names: dict[str, type[Operation]] = {}
    for plugin in registry.scan(Operation).values():
        frameworks = getattr(plugin, "frameworks", ())
        every = (
            plugin.name,
            *getattr(plugin, "also", ()),
            *frameworks,
            *map(str.lower, frameworks),
        )
        names |= dict.fromkeys(every, plugin)
    return names


def operation(name: str) -> tuple[type[Operation], int | None] | None:
    """Return the operation of a name, and the number of axes if a framework's name gives one."""
    own = registry.scan(Operation)
    if name in own:
        return own[name], None
    names = operation_names()
    plugin = names.get(name) or names.get(name.lower() if _DIMENSIONS.search(name) else name)
    if plugin is None:
        return None
    is_own = name in getattr(plugin, "also", ())
    axes = None if is_own else _DIMENSIONS.search(name)
    return plugin, int(axes[1]) if axes else None


def unknown(kind: str, name: str, known: Iterable[str], choices: Iterable[str]) -> str:
    """Return the sentence for an unknown name, with the nearest one or all there are."""
    way = name_hint(kind, name)
    hint = f"; {way}" if way else did_you_mean(name, known)
    return f"no {kind} {shown(name)}{hint or f'; choose one of {listed(choices)}'}"
