"""How many axes a figure has, and one entry for each of them under every key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.values import Array, Range, Values
from convanim.config.keys.cells import SEEDED_KERNEL
from convanim.config.keys.plugins import direct
from convanim.config.text.tree import Item, Node
from convanim.errors import Report
from convanim.layers.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convanim.config.keys.rules import Section
    from convanim.errors import Where

BEGINS_THEN_ENDS = "pads"
"""The spelling under which a flat list with two entries an axis is ONNX's."""

USUAL = 2

CHANNELS = ("in_channels", "out_channels", "groups", "r")
"""Beside one of these keys, the levels of literal values alone do not say how many axes there are:
they are the usual two unless another key says so."""

LEVELS = {"input": 1, "kernel": 2}
"""Levels beyond the axes that literal values have when their channels stand first."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one part of a config says about the number of axes."""

    where: Where
    said_by: str
    axes: int

    def __str__(self) -> str:
        verb = "has" if self.where else "says"
        return f"{self.said_by} {verb} {self.axes} {'axis' if self.axes == 1 else 'axes'}"


def count(
    section: Section,
    values: Mapping[str, Any],
    node: Node,
    said: Iterable[tuple[str, int]],
    off_axes: Iterable[Where] = (),
    *,
    is_guess: bool = False,
) -> tuple[int, list[Report]]:
    """Return the number of axes, and a report for each key that has another.

    Parameters
    ----------
    section : Section
        Keys of the operation.
    values : mapping
        Its checked values.
    node : Node
        The folded config.
    said : iterable of (str, int)
        What else says how many axes there are: the layer before, a framework's name.
    off_axes : iterable of tuple
        Keys that say nothing of it.
    is_guess : bool
        Whether the layer before would say it, were it sound: then literal values are not held
        against the usual number.
    """
    votes = [Vote((), said_by, axes) for said_by, axes in said]
    votes += [vote for vote in _votes(section, values, node, ()) if vote.where not in off_axes]
    if is_guess and not votes:
        return USUAL, []
    literal = [vote for vote in _literal_votes(values, node) if vote.where not in off_axes]
    if not votes and any(key in values for key in CHANNELS):
        votes = [Vote((), "a figure of channels without a list under i or k", USUAL)]
    extra = {} if not votes else LEVELS
    votes = votes or literal[:1]
    if not votes:
        return USUAL, []
    first, *others = votes
    reports = [
        Report(f"{vote} but {first}", node.mark_of(vote.where))
        for vote in others
        if vote.axes != first.axes
    ]
    for vote in literal:
        levels = first.axes + extra.get(str(vote.where[-1]), 0)
        if vote.axes not in (first.axes, levels):
            message = f"{vote} but {first}{_way_out(vote.axes, first.axes, levels)}"
            reports.append(Report(message, node.mark_of(vote.where)))
    return first.axes, reports


def _way_out(found: int, axes: int, levels: int) -> str:
    """Return the end of the sentence about literal values with too few or too many levels."""
    if levels == axes:
        return "; if some of its levels are channels, give in_channels or out_channels"
    return f"; with its channels first it has {levels} levels" if found > axes else ""


def _votes(section: Section, values: Mapping[str, Any], node: Node, outer: Where) -> Iterator[Vote]:
    for key, value in values.items():
        where = (*outer, key)
        kind = section.rules[key].kind
        if kind == "convolution":
            yield from _votes(direct(), value, node, where)
        elif isinstance(value, tuple) and not _is_flat_pads(kind, value, _item(node, where)):
            yield Vote(where, node.label(where), len(value))


def _literal_votes(values: Mapping[str, Any], node: Node) -> Iterator[Vote]:
    for role in LEVELS:
        cells = getattr(values.get("values"), role, None)
        if isinstance(cells, Array):
            where = ("values", role)
            yield Vote(where, node.label(where), len(cells.shape))


def _is_flat_pads(kind: str, value: tuple[Any, ...], item: Item | None) -> bool:
    is_onnx = kind == "padding" and item is not None and item.written == BEGINS_THEN_ENDS
    return is_onnx and all(isinstance(entry, int) for entry in value)


def _item(node: Node, where: Where) -> Item | None:
    for part in where[:-1]:
        node = node.child(part) or Node(None)
    return node.items.get(str(where[-1]))


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Gives every axis its entry.

    Attributes
    ----------
    axes : int
        How many there are.
    node : Node
        The folded config.
    is_weighted : bool
        Whether the operation has a kernel with numbers.
    """

    axes: int
    node: Node
    is_weighted: bool

    def values(
        self, section: Section, values: Mapping[str, Any], outer: Where = ()
    ) -> tuple[dict[str, Any], list[Report]]:
        """Return the values as a plug-in takes them, and what does not fit the axes."""
        made: dict[str, Any] = {}
        reports: list[Report] = []
        for key, value in values.items():
            made[key], more = self._value(section.rules[key].kind, value, (*outer, key))
            reports += more
        return made, reports

    def _value(self, kind: str, value: Any, where: Where) -> tuple[Any, list[Report]]:
        if kind == "per_axis":
            return self._entries(value), []
        if kind == "padding":
            return self._paddings(value, where)
        if kind == "values":
            return self._numbers(value), []
        if kind == "convolution":
            return self._convolution(value, where)
        return value, []

    def _entries(self, value: Any) -> tuple[Any, ...]:
        return value if isinstance(value, tuple) else (value,) * self.axes

    def _paddings(self, value: Any, where: Where) -> tuple[Any, list[Report]]:
        flat = isinstance(value, tuple) and _is_flat_pads("padding", value, _item(self.node, where))
        if flat and len(value) == 2 * self.axes:
            pairs = zip(value[: self.axes], value[self.axes :], strict=True)
            return tuple(pairs), []
        if flat and len(value) != self.axes:
            message = (
                f"{self.node.label(where)} has {len(value)} entries for {self.axes} "
                f"{'axis' if self.axes == 1 else 'axes'}; give one an axis, or all begins and "
                f"then all ends, {2 * self.axes} in all"
            )
            return (), [Report(message, self.node.mark_of(where))]
        sides = ((x, x) if isinstance(x, int) else x for x in self._entries(value))
        return tuple(sides), []

    def _numbers(self, values: Values) -> Values:
        drawn = values.seed is not None and values.kernel is None and self.is_weighted
        kernel = SEEDED_KERNEL if drawn else values.kernel
        return replace(values, input=self._map(values.input), kernel=self._map(kernel))

    def _map(self, source: Array | Range | None) -> Array | Range | None:
        """Return a literal array with the levels before its axes as channels."""
        if not isinstance(source, Array):
            return source
        channels, shape = source.shape[: -self.axes], source.shape[-self.axes :]
        return Array(shape, source.cells, channels)

    def _convolution(self, values: Mapping[str, Any], where: Where) -> tuple[Any, list[Report]]:
        made, reports = self.values(direct(), values, where)
        for key in ("i", "k"):
            if key not in values:
                message = f"{self.node.label(where)} needs {key}: {direct().rules[key].help}"
                reports.append(Report(message, self.node.mark_of(where)))
        if reports:
            return (), reports
        window = Weighted(**made)
        words = [
            Report(fault.message, self.node.mark_of((*where, *fault.where)))
            for fault in window.word_faults()
        ]
        return window.direct_axes, words
