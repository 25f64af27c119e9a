"""The configs whose keys hold where a config gives none: those it extends, and its folder's."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.config.text.files import load_at
from convanim.errors import ConfigError, Report, printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.config.text.tree import Node
    from convanim.errors import Mark

KEY = "extends"

DEFAULTS = ("defaults.yaml", "defaults.yml")
"""The file whose keys hold for all configs beside it."""

STDIN = "-"

MOST = 10
"""Configs in one chain of parents."""


@dataclass(slots=True)
class Inherited:
    """The mappings that a config inherits.

    Attributes
    ----------
    nodes : list of Node
        Each overrides those before it.
    reports : list of Report
        What is wrong with them as far as they are read.
    is_complete : bool
        Whether all of them could be read.
    files : list of Path
        Their files.
    """

    nodes: list[Node] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    is_complete: bool = True
    files: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lineage:
    """Reads what configs inherit.

    Attributes
    ----------
    parent_of : callable
        Returns the path that a mapping extends, relative to its file, and what is wrong with it.
    root : Path or None
        A folder that none of the configs may be outside of, through links or otherwise.
    """

    parent_of: Callable[[Node], tuple[str | None, list[Report]]]
    root: Path | None = None

    def of(self, node: Node, path: Path) -> Inherited:
        """Return what a config in a file inherits: from its folder, and from what it extends.

        A config on stdin has no folder.
        """
        found = Inherited()
        defaults = (path.with_name(name) for name in DEFAULTS if path.name != STDIN)
        file = next(
            (each for each in defaults if path.name not in DEFAULTS and each.is_file()), None
        )
        try:
            if file is not None:
                self._add(found, file, [path], None)
            self._parents(found, node, [path])
        except ConfigError as error:
            found.reports += error.reports
            found.is_complete = False
        return found

    def _parents(self, found: Inherited, node: Node, files: list[Path]) -> None:
        """Add what a mapping extends; ``files`` are its own file and those that extend it."""
        named, wrong = self.parent_of(node)
        found.reports += wrong
        found.is_complete &= not wrong
        if named is not None:
            parent = Path(os.path.normpath(files[-1].parent / named))
            self._add(found, parent, files, node.mark_of((KEY,)))

    def _add(self, found: Inherited, file: Path, files: list[Path], place: Mark | None) -> None:
        self._check(file, files, place)
        node, reports = load_at(file, place)
        found.files.append(file)
        found.reports += reports
        self._parents(found, node, [*files, file])
        found.nodes.append(node)

    def _check(self, parent: Path, files: list[Path], place: Mark | None) -> None:
        real = os.path.realpath(parent)
        name = printed(parent.as_posix())
        if real in map(os.path.realpath, files):
            message = f"{KEY} leads back to {name}; a config cannot extend itself"
        elif len(files) > MOST:
            message = f"more than {MOST}configs in a chain of extends; the limit is {MOST}"
        elif self.root and not Path(real).is_relative_to(os.path.realpath(self.root)):
            message = f"{name} is outside {printed(str(self.root))}, the folder that was named"
        else:
            return
        raise ConfigError([Report(message, place)])
