"""The figures of a config, read one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.config.figure.figure import build
from convanim.config.figure.matrix import EXCLUDE, MATRIX, Matrix, matrix
from convanim.config.figure.recent import Recent
from convanim.config.figure.shorthand import DOUBTS, Parts, parts
from convanim.config.keys.checking import check
from convanim.config.keys.common import FILE, VARYING
from convanim.config.keys.paths import same_place
from convanim.config.keys.themes import files_of
from convanim.config.text.scalars import shown
from convanim.config.text.tree import Item, Node, merge
from convanim.errors import ConfigError, ConvanimError, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from convanim.config.figure.draft import Draft
    from convanim.config.text.parents import Inherited
    from convanim.config.text.settings import Setting

EXTENDS = "extends"
UNVARIED = Matrix()
FIGURES, DEFAULTS, NAME, LINE = "figures", "defaults", "name", "figure"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a config says of one figure, or of all combinations of its matrix.

    Attributes
    ----------
    name : str
        The figure's name, unless its keys have one.
    root : Node
        Its own keys.
    inherited : tuple of Node
        As in :class:`Parts`.
    matrix : Matrix
        What varies.
    """

    name: str
    root: Node
    inherited: tuple[Node, ...] = ()
    matrix: Matrix = UNVARIED

    def parts(self, settings: Sequence[Setting]) -> Iterator[Parts]:
        """Yield the parts of each figure."""
        plain = parts(self.root, settings, self.inherited) if not self.matrix.keys else None
        for suffix, chosen in self.matrix.combinations():
            made = plain or parts(self.root, [*chosen, *settings], self.inherited)
            yield replace(made, suffix=suffix) if suffix else made


@dataclass(frozen=True, slots=True)
class Drafts:
    """The figures of a config; each is read when it is reached, and none is kept.

    Attributes
    ----------
    source : str
        The name of the config in messages.
    entries : tuple of Entry
        What makes its figures.
    settings : tuple of Setting
        Override the keys of each figure.
    reports : tuple of Report
        What is wrong with the config as a whole, and so with each figure.
    doubts : frozenset of str
        Keys that may be missing because of it.
    files : tuple of Path
        The configs whose keys it inherits.
    """

    source: str
    entries: tuple[Entry, ...]
    settings: tuple[Setting, ...] = ()
    reports: tuple[Report, ...] = ()
    doubts: frozenset[str] = frozenset()
    files: tuple[Path, ...] = ()

    def __iter__(self) -> Iterator[Draft]:
        taken: set[str] = set()
        recent = Recent()
        for entry in self.entries:
            for each in entry.parts(self.settings):
                doubtful = replace(each, doubts=each.doubts | self.doubts)
                draft = build(doubtful, self.reports, entry.name, recent)
                place = same_place(draft.figure.name)
                if place in taken and not self.reports:
                    draft = replace(draft, reports=(*draft.reports, _named_twice(draft)))
                taken.add(place)
                yield draft

    def __len__(self) -> int:
        return sum(1 for entry in self.entries for _ in entry.matrix.combinations())

    def named_files(self) -> Iterator[Path]:
        """Yield the files of the themes and languages that its figures name, valid or not."""
        for entry in self.entries:
            for node in (*entry.inherited, entry.root):
                yield from files_of(node)

    def only(self) -> Draft:
        """Return the figure of a config that has one.

        Raises
        ------
        ConvanimError
            It has none, or several.
        """
        if len(self.some()) > 1:
            raise ConvanimError(
                f"{self.source}: makes {len(self)} figures, but one is expected; "
                "convanim.load_all returns all of them"
            )
        return next(iter(self))

    def some(self) -> Drafts:
        """Return the figures of a config that has at least one.

        Raises
        ------
        ConvanimError
            It has none.
        """
        if not self.entries:
            raise ConvanimError(
                f"{self.source}: has only defaults and makes no figure; extend it, or add keys"
            )
        return self


def _named_twice(draft: Draft) -> Report:
    message = f"two figures are named {shown(draft.figure.name)}; give one of them another name"
    return Report(message, draft.figure.keys.mark_of((NAME,)))


def drafts(
    root: Node,
    settings: Sequence[Setting],
    reports: Sequence[Report],
    name: str,
    source: str,
    inherited: Inherited,
) -> Drafts:
    """Return the figures of a config.

    Parameters
    ----------
    root : Node
        The mapping of its file.
    settings : sequence of Setting
        Override the keys of each figure, and its matrix.
    reports : sequence of Report
        What is known to be wrong.
    name : str
        The name of its figure, unless its keys have one.
    source : str
        Its name in messages.
    inherited : Inherited
        What it inherits.

    Raises
    ------
    ConfigError
        The list of figures or the matrix is none, so that no figure can be made.
    """
    file = _File()
    for each in inherited.nodes:
        file.add(_without(each, {NAME}))
    file.add(root)
    varying = [each for each in settings if each.path[0] in VARYING.rules]
    others = [each for each in settings if each not in varying]
    entries = tuple(file.entries(name, varying, others))
    found = [*reports, *inherited.reports, *file.reports]
    doubts = frozenset() if inherited.is_complete else DOUBTS
    made = Drafts(source, entries, tuple(others), tuple(found), doubts, tuple(inherited.files))
    if found and not len(made):
        raise ConfigError(found)
    return made


def parent_of(node: Node) -> tuple[str | None, list[Report]]:
    """Return the path that a config extends, or None, and what is wrong with it."""
    items = {key: item for key, item in node.items.items() if key == EXTENDS}
    values, reports = check(FILE, Node(items, node.mark))
    return values.get(EXTENDS), reports


class _File:
    """Separates the keys of a file from those of its figures."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.keys: dict[str, Item] = {}
        self.inherited: list[Node] = []
        self.root = Node({})

    def add(self, mapping: Node) -> None:
        """Add a mapping that overrides those before it."""
        own = {key: item for key, item in mapping.items.items() if key in FILE.rules}
        self.keys |= own
        self.inherited += [self.root] * bool(self.root.items)
        if DEFAULTS in own and self._checked(Node({DEFAULTS: own[DEFAULTS]})):
            self._add_defaults(own[DEFAULTS].node)
        self.root = _without(mapping, own.keys())

    def _add_defaults(self, node: Node) -> None:
        self.keys |= {key: item for key, item in node.items.items() if key in VARYING.rules}
        if NAME in node.items:
            message = "name in defaults would give all figures the same name; name each figure"
            self.reports.append(Report(message, node.items[NAME].mark))
        self.inherited.append(_without(node, {*VARYING.rules, NAME}))

    def entries(
        self, name: str, varying: Sequence[Setting], settings: Sequence[Setting]
    ) -> Iterator[Entry]:
        """Yield what makes the figures."""
        if FIGURES not in self.keys:
            if self.root.items or DEFAULTS not in self.keys:
                yield self._entry(name, self.root, self.inherited, varying, settings)
            return
        node = self.keys[FIGURES].node
        if not self._checked(Node({FIGURES: self.keys[FIGURES]})):
            return
        if NAME in self.root.items:
            message = "name beside figures would give them all the same name; name each figure"
            self.reports.append(Report(message, self.root.items[NAME].mark))
        above = [*self.inherited, _without(self.root, {NAME})]
        for n, each in enumerate(node.value if isinstance(node.value, tuple) else (), start=1):
            yield self._entry(f"{name}_{n}", _mapping(each), above, varying, settings)

    def _entry(
        self,
        name: str,
        node: Node,
        inherited: Sequence[Node],
        varying: Sequence[Setting],
        settings: Sequence[Setting],
    ) -> Entry:
        own = {key: item for key, item in node.items.items() if key in VARYING.rules}
        shared = {key: item for key, item in self.keys.items() if key in VARYING.rules}
        keys = Node({**shared, **own})
        for each in varying:
            keys = merge(keys, each.node, each.levels)
        self._checked(keys)
        made, wrong = matrix(keys.child(MATRIX), keys.child(EXCLUDE), settings)
        self._report(wrong)
        return Entry(name, _without(node, own.keys()), tuple(inherited), made)

    def _checked(self, node: Node) -> dict[str, Any] | None:
        """Return the checked values of keys of a file, or nothing when one is invalid."""
        values, wrong = check(FILE, node)
        self._report(wrong)
        return None if wrong else values

    def _report(self, wrong: Sequence[Report]) -> None:
        self.reports += [each for each in wrong if each not in self.reports]


def _mapping(node: Node) -> Node:
    """Return an entry of ``figures``; a layer in one line is the mapping of its key."""
    if isinstance(node.value, str):
        return Node({LINE: Item(LINE, node, node.mark)}, node.mark)
    return node


def _without(node: Node, keys: set[str] | Any) -> Node:
    items = {key: item for key, item in node.items.items() if key not in keys}
    return replace(node, value=items)
