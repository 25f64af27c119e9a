"""The combinations of a matrix: each a few settings, and what they add to a figure's name."""

from __future__ import annotations

import functools
import itertools
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convanim.config.keys.common import COMMON
from convanim.config.keys.plugins import merge, union
from convanim.config.text.one_line import file_stem
from convanim.config.text.scalars import shown
from convanim.config.text.settings import Setting, nested
from convanim.errors import Report, listed
from convanim.layers.operation import Operation
from convanim.layout.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.config.text.tree import Item, Node

MATRIX, EXCLUDE = "matrix", "exclude"

MOST = 100_000
"""Combinations of one matrix."""

Numbers = tuple[int, ...]
"""The number of a value for each of several keys, or the numbers of these."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one key of a matrix.

    Attributes
    ----------
    spelling : str
        The key as written; ``timing.step`` is a key inside a mapping.
    settings : tuple of Setting
        Each gives the key one of the values.
    names : tuple of str
        What each adds to the name of a figure.
    """

    spelling: str
    settings: tuple[Setting, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, item: Item) -> Values:
        """Return the values of a key of a matrix."""
        entries = _entries(item)
        short = item.spelling.rpartition(".")[2]
        return cls(
            item.spelling,
            tuple(nested(item.spelling, entry, item.mark) for entry in entries),
            tuple(_name(short, entry.plain(), n) for n, entry in enumerate(entries, start=1)),
        )

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to it, in one spelling."""
        return canonical(self.spelling.split("."))


@dataclass(frozen=True, slots=True)
class Matrix:
    """What varies between the figures of one entry of a config.

    Attributes
    ----------
    keys : tuple of Values
        The keys that vary; the last varies fastest.
    excluded : mapping of tuple to set of tuple
        For some keys together, by their numbers, the values whose combinations are left out.
    """

    keys: tuple[Values, ...] = ()
    excluded: Mapping[Numbers, set[Numbers]] = field(default_factory=dict)

    def combinations(self) -> Iterator[tuple[str, list[Setting]]]:
        """Yield what each combination adds to the name of the figure, and its settings."""
        for numbers in itertools.product(*(range(len(key.names)) for key in self.keys)):
            if not self._is_excluded(numbers):
                each = list(zip(self.keys, numbers, strict=True))
                suffix = "".join(f"_{key.names[n]}" for key, n in each)
                yield suffix, [key.settings[n] for key, n in each]

    def _is_excluded(self, numbers: Numbers) -> bool:
        return any(
            tuple(numbers[key] for key in keys) in values for keys, values in self.excluded.items()
        )


def matrix(
    node: Node | None, exclude: Node | None, settings: Sequence[Setting]
) -> tuple[Matrix, list[Report]]:
    """Return a matrix, and what is wrong with it.

    Parameters
    ----------
    node, exclude : Node or None
        The values of the two keys; parts that are not what they must be are skipped.
    settings : sequence of Setting
        A key that one of them gives does not vary.
    """
    items = node.items.values() if node else ()
    given = [Values.of(item) for item in items if _entries(item)]
    reports = _faults(given, node) if node else []
    excluded, wrong = _excluded(given, exclude)
    reports += wrong
    if math.prod(len(key.names) for key in given) > MOST:
        return Matrix(), reports
    kept = [key for key in given if key.path not in {canonical(each.path) for each in settings}]
    numbers = {given.index(key): n for n, key in enumerate(kept)}
    left_out: dict[Numbers, set[Numbers]] = {}
    for each in excluded:
        if each.keys() <= numbers.keys():
            keys = tuple(sorted(each))
            values = tuple(each[key] for key in keys)
            left_out.setdefault(tuple(numbers[key] for key in keys), set()).add(values)
    made = Matrix(tuple(kept), left_out)
    if kept and not reports and next(made.combinations(), None) is None:
        place = exclude.mark if exclude else None
        reports.append(Report("every combination of matrix is excluded", place))
    return made, reports


def _faults(given: list[Values], node: Node) -> list[Report]:
    reports = []
    first: dict[tuple[str, ...], str] = {}
    for key in given:
        item = node.items[key.spelling]
        other = first.setdefault(key.path, key.spelling)
        if other != key.spelling:
            message = f"'{other}' and '{key.spelling}' are the same key; keep one"
            reports.append(Report(message, item.mark))
        if key.path == ("name",):
            message = "name cannot vary: each figure's name ends in its values; give it beside"
            reports.append(Report(f"{message} matrix", item.mark))
        reports += _repeated(item)
    count = math.prod(len(key.names) for key in given)
    if count > MOST:
        message = f"{count} combinations are too many; the limit is {MOST}: use fewer values"
        reports.append(Report(message, node.mark))
    return reports


def _repeated(item: Item) -> Iterator[Report]:
    """Yield a report for each value that has been given before."""
    seen: Counter[str] = Counter()
    for entry in _entries(item):
        text = repr(entry.plain())
        seen[text] += 1
        if seen[text] == 2:
            message = f"{MATRIX}.{item.spelling} has {shown(entry.plain())} twice; keep one"
            yield Report(message, entry.mark)


def _excluded(
    given: list[Values], exclude: Node | None
) -> tuple[list[dict[int, int]], list[Report]]:
    """Return the numbers of keys and values in each entry of ``exclude``, and what is wrong."""
    found: list[dict[int, int]] = []
    reports: list[Report] = []
    paths = {key.path: number for number, key in enumerate(given)}
    for where, entry in _combinations(exclude):
        chosen: dict[int, int] = {}
        known = len(reports)
        for item in entry.items.values():
            number = paths.get(canonical(item.spelling.split(".")))
            place = f"{where}.{item.spelling}"
            if number is None:
                keys = listed(key.spelling for key in given) or "no keys"
                reports.append(Report(f"{place} is not in matrix, which has {keys}", item.mark))
                continue
            plain = [repr(each.value.plain()) for each in given[number].settings]
            value = item.node.plain()
            if repr(value) in plain:
                chosen[number] = plain.index(repr(value))
            else:
                message = f"{place} must be a value of matrix.{given[number].spelling}, not "
                reports.append(Report(message + shown(value), item.node.mark))
        found += [chosen] if len(reports) == known else []
    return found, reports


def _combinations(exclude: Node | None) -> Iterator[tuple[str, Node]]:
    """Yield the entries of ``exclude``, or itself if it is one, each with its place."""
    if exclude and isinstance(exclude.value, dict):
        yield EXCLUDE, exclude
    elif exclude and isinstance(exclude.value, tuple):
        for n, entry in enumerate(exclude.value):
            if isinstance(entry.value, dict):
                yield f"{EXCLUDE}[{n}]", entry


def _entries(item: Item) -> tuple[Node, ...]:
    return item.node.value if isinstance(item.node.value, tuple) else ()


def canonical(path: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that lead to a value, the first in its one spelling."""
    first, *rest = path
    return _spellings().get(first, first), *rest


@functools.cache
def _spellings() -> Mapping[str, str]:
    return merge("figure", COMMON, union(Operation), union(View)).spellings


def _name(key: str, value: object, number: int) -> str:
    """Return what a value adds to a name: ``s1``, ``i5x7``, ``same``, or the value's number."""
    match value:
        case bool():
            return f"{key}_{str(value).lower()}"
        case int() | float():
            return f"{key}{value}"
        case str() if any(map(str.isalnum, value)):
            return file_stem(value)
        case list() if value and all(isinstance(each, int | float) for each in value):
            return f"{key}{'x'.join(map(str, value))}"
        case _:
            return f"{key}{number}"
