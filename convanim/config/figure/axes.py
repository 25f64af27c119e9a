"""The number of axes of a figure, and every key broadcast to one entry per axis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.values import NO_VALUES, Array, Range, Values
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
"""The spelling whose flat lists have two entries per axis, as in ONNX."""

USUAL = 2

CHANNELS = ("in_channels", "out_channels", "groups", "r")
"""Next to one of these keys, the nesting of literal values does not give the number of axes: there
are two unless another key says otherwise."""

LEVELS = {"input": 1, "kernel": 2}
"""Levels that literal values have besides the axes, when their channels come first."""


@dataclass(frozen=True, slots=True)
class Vote:
    """The number of axes that follows from one part of a config."""

    where: Where
    source: str
    axes: int

    def __str__(self) -> str:
        return f"{self.source} {'gives' if self.where else 'has'} {self.axes}"

    def against(self, other: Vote) -> str:
        """Return the message that two votes differ."""
        return f"{self} {'axis' if self.axes == 1 else 'axes'} but {other}"


def count(
    section: Section,
    values: Mapping[str, Any],
    node: Node,
    known: Iterable[tuple[str, int]],
    off_axes: Iterable[Where] = (),
    *,
    is_guess: bool = False,
) -> tuple[int, list[Report]]:
    """Return the number of axes, and a report for each key that gives another number.

    Parameters
    ----------
    section : Section
        Keys of the operation.
    values : mapping
        Its checked values.
    node : Node
        The folded config.
    known : iterable of (str, int)
        Other sources and their numbers: the layer before, a framework's name.
    off_axes : iterable of tuple
        Keys whose lists do not have one entry per axis.
    is_guess : bool
        Whether the layer before is invalid, so that the number it would give is not known; then
        literal values are not compared with the usual number.
    """
    votes = [Vote((), source, axes) for source, axes in known]
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
        Report(vote.against(first), node.mark_of(vote.where))
        for vote in others
        if vote.axes != first.axes
    ]
    for vote in literal:
        levels = first.axes + extra.get(str(vote.where[-1]), 0)
        if vote.axes not in (first.axes, levels):
            message = vote.against(first) + _way_out(vote.axes, first.axes, levels)
            reports.append(Report(message, node.mark_of(vote.where)))
    return first.axes, reports


def _way_out(found: int, axes: int, levels: int) -> str:
    """Return the end of the message about literal values with too few or too many levels."""
    if levels == axes:
        return "; if some of its levels are channels, give in_channels or out_channels"
    return f"; with channels first it must have {levels} levels" if found > axes else ""


def _votes(section: Section, values: Mapping[str, Any], node: Node, outer: Where) -> Iterator[Vote]:
    for key, value in values.items():
        where = (*outer, key)
        kind = section.rules[key].kind
        if kind == "convolution":
            yield from _votes(direct(), value, node, where)
        elif isinstance(value, tuple) and not _is_flat_pads(kind, value, _item(node, where)):
            yield Vote(where, node.label(where), len(value))


def _literal_votes(values: Mapping[str, Any], node: Node) -> Iterator[Vote]:
    numbers = values.get("values", NO_VALUES)
    for role, cells in {"input": numbers.input, "kernel": numbers.kernel}.items():
        if isinstance(cells, Array):
            where = ("values", role)
            yield Vote(where, node.label(where), len(cells.shape))


def _is_flat_pads(kind: str, value: tuple[Any, ...], item: Item | None) -> bool:
    is_onnx = kind == "padding" and item is not None and item.spelling == BEGINS_THEN_ENDS
    return is_onnx and all(isinstance(entry, int) for entry in value)


def _item(node: Node, where: Where) -> Item | None:
    for part in where[:-1]:
        node = node.child(part) or Node(None)
    return node.items.get(str(where[-1]))


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Broadcasts values to one entry per axis.

    Attributes
    ----------
    axes : int
        Number of axes.
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
        """Return the values in the form plug-ins expect, and what does not fit the axes."""
        entries: dict[str, Any] = {}
        reports: list[Report] = []
        for key, value in values.items():
            entries[key], more = self._value(section.rules[key].kind, value, (*outer, key))
            reports += more
        return entries, reports

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
                f"{'axis' if self.axes == 1 else 'axes'}; give one per axis, or all begins and "
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
        """Return a literal array whose levels before the axes are channels."""
        if not isinstance(source, Array):
            return source
        channels, shape = source.shape[: -self.axes], source.shape[-self.axes :]
        return Array(shape, source.cells, channels)

    def _convolution(self, values: Mapping[str, Any], where: Where) -> tuple[Any, list[Report]]:
        entries, reports = self.values(direct(), values, where)
        for key in ("i", "k"):
            if key not in values:
                message = f"{self.node.label(where)} needs {key}: {direct().rules[key].help}"
                reports.append(Report(message, self.node.mark_of(where)))
        if reports:
            return (), reports
        window = Weighted(**entries)
        faults = (replace(fault, where=(*where, *fault.where)) for fault in window.word_faults())
        return window.direct_axes, self.node.reports(faults)
