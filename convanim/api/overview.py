"""A model layer by layer: sizes, receptive field, parameters and costs, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.api.figures import Figure
from convanim.api.models import file_stem
from convanim.errors import ConfigError, plural
from convanim.models.text import printable, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.api.models import Model
    from convanim.layers.operation import Operation
    from convanim.models.listing import ModelLayer

Reach = tuple[tuple[Fraction, Fraction], ...]
"""For each axis how far the taps that one output depends on lie apart in the model's input, and how
far its neighbour's are from them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A layer of a model.

    Attributes
    ----------
    layer : ModelLayer
        The layer itself.
    figure : str
        The name of its figure, which layers with the same keys share; empty where it has none.
    field : tuple of int
        Units along each axis of the model's input, padding included, that one output depends on;
        empty where that is not known.
    parameters, multiply_adds : int
        Numbers that are learned, and products of a weight and a cell. Weights that a layer before
        it has counted are not counted again.
    """

    layer: ModelLayer
    figure: str
    field: tuple[int, ...]
    parameters: int
    multiply_adds: int

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        layer = self.layer
        return {
            "name": layer.name,
            "op": layer.op,
            "input": layer.input_shape,
            "output": layer.output_shape,
            "receptive_field": self.field,
            "parameters": self.parameters,
            "multiply_adds": self.multiply_adds,
            **({"refusal": layer.refusal} if layer.refusal else {"figure": self.figure}),
        }

    @property
    def cells(self) -> tuple[str, ...]:
        """What a table says of it, under the names of :data:`COLUMNS`."""
        layer = self.layer
        return (
            *(layer.name, layer.op, times(layer.input_shape), times(layer.output_shape)),
            times(self.field) if self.field else "not known",
            f"{self.parameters:,}",
            f"{self.multiply_adds:,}",
        )


COLUMNS = (
    *("layer", "operator", "input", "output", "receptive field", "parameters"),
    "multiply-adds",
)
"""What the columns of a table of layers are called."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All layers of a model.

    Attributes
    ----------
    name : str
        The model's.
    rows : tuple of Row
        The layers in their order.
    others : tuple of (str, int)
        How many nodes or modules of each other kind there are.
    learned : tuple of (str, int)
        How many numbers those of each other kind have learned, where they have any.
    """

    name: str
    rows: tuple[Row, ...]
    others: tuple[tuple[str, int], ...]
    learned: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, model: Model) -> Overview:
        """Return the overview of a model."""
        stems = _stems(model.layers)
        built: dict[str, Operation | str] = {"": ""}
        for layer, stem in zip(model.layers, stems, strict=True):
            if stem not in built:  # a figure is of all layers with the same keys
                built[stem] = _operation(layer)
        reasons = {stem: each for stem, each in built.items() if isinstance(each, str)}
        layers = [
            replace(layer, keys={}, refusal=reasons[stem]) if reasons.get(stem) else layer
            for layer, stem in zip(model.layers, stems, strict=True)
        ]
        found = (built[stem] for stem in stems)
        operations = [None if isinstance(each, str) else each for each in found]
        stems = ["" if stem in reasons else stem for stem in stems]
        reaches = _reaches(layers, operations)
        rows = (
            _row(layer, operation, stem, reach)
            for layer, operation, stem, reach in zip(
                layers, operations, stems, reaches, strict=True
            )
        )
        return cls(model.name, tuple(rows), model.others, model.learned)

    @property
    def heading(self) -> str:
        """The heading of the pages with its figures."""
        return f"Layers of {self.name}"

    @property
    def figures(self) -> dict[str, str]:
        """The layer that each figure is of, the first of those that share it."""
        found: dict[str, str] = {}
        for row in self.rows:
            if row.figure:
                found.setdefault(row.figure, row.layer.name)
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON.

        The parameters are those of the whole model, and the multiply-adds those of its layers.
        """
        return {
            "model": self.name,
            "parameters": sum(row.parameters for row in self.rows)
            + sum(dict(self.learned).values()),
            "multiply_adds": sum(row.multiply_adds for row in self.rows),
            "layers": [row.as_dict() for row in self.rows],
            "others": dict(self.others),
            "parameters_of_others": dict(self.learned),
        }

    @property
    def sentence(self) -> str:
        """How many layers and parameters the model has, and what its layers cost."""
        told, count = self.as_dict(), len(self.rows)
        return (
            f"{count} {plural(count, 'layer')}; the model has {told['parameters']:,} parameters, "
            f"and its layers take {told['multiply_adds']:,} multiply-adds."
        )

    def markdown(self) -> str:
        """Return the table of all layers in Markdown, with their figures."""
        head = (*COLUMNS, "figure")
        lines = [
            f"# {_plain(self.name)}",
            "",
            self.sentence,
            "",
            _line(head),
            _line(["---"] * len(head)),
            *(_line(_cells(row)) for row in self.rows),
        ]
        others = ", ".join(self._others())
        return "\n".join([*lines, *(["", f"Other nodes: {_plain(others)}."] * bool(others)), ""])

    def _others(self) -> Iterator[str]:
        """Yield each other kind with its count, and with its parameters where it has any."""
        learned = dict(self.learned)
        for kind, count in self.others:
            more = f" ({learned[kind]:,} parameters)" if kind in learned else ""
            yield f"{kind} {count}{more}"


def _cells(row: Row) -> Iterable[str]:
    picture = f"[![{row.figure}]({row.figure}.png)]({row.figure}.svg)" if row.figure else ""
    return (*map(_plain, row.cells), picture or _plain(row.layer.refusal))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line of a table."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#!&" else c for c in printable(text))


def _operation(layer: ModelLayer) -> Operation | str:
    """Return the whole operation of a layer; why there is none, where its numbers make no sense."""
    keys = {**layer.keys, "excerpt": False}
    try:
        (panel,) = Figure.of(config.from_keys(keys)).spec.panels
    except ConfigError as error:
        return "; ".join(report.message for report in error.reports)
    return panel.layers[-1]


def _stems(layers: Sequence[ModelLayer]) -> list[str]:
    """Return the name of the figure of each layer; layers with the same keys share one."""
    known: dict[str, str] = {}
    taken: set[str] = set()
    found = []
    for layer in layers:
        if layer.refusal or not layer.keys:
            found.append("")
            continue
        keys = repr(sorted(layer.keys.items(), key=lambda item: item[0]))
        if keys not in known:
            stem, n = file_stem(layer.name), 2
            name = stem
            while name.lower() in taken:
                name, n = f"{stem[:90]}_{n}", n + 1
            taken.add(name.lower())
            known[keys] = name
        found.append(known[keys])
    return found


def _row(layer: ModelLayer, operation: Operation | None, stem: str, reach: Reach | None) -> Row:
    summary = operation.summary() if operation else None
    field = tuple(math.floor(far) + 1 for far, _ in reach or ())
    return Row(layer, stem, field, layer.parameters, summary.multiply_adds if summary else 0)


def _reaches(
    layers: Sequence[ModelLayer], operations: Sequence[Operation | None]
) -> list[Reach | None]:
    """Return the reach of an output of each layer, along the longest of all ways to it."""
    found: list[Reach | None] = []
    for layer, operation in zip(layers, operations, strict=True):
        axes = operation.axes if operation and not operation.is_matrix else ()
        ways = [found[n] for n in layer.after]
        if not layer.is_first:
            start = _longest(ways, len(axes))
        else:
            start = _longest([*ways, ((Fraction(0), Fraction(1)),) * len(axes)], len(axes))
        found.append(
            tuple(
                (far + along.reach * jump, jump * along.jump)
                for (far, jump), along in zip(start, axes, strict=True)
            )
            if axes and start
            else None
        )
    return found


def _longest(ways: Sequence[Reach | None], axes: int) -> Reach:
    """Return the widest reach along each axis; empty where one of the ways is not known."""
    known = [way for way in ways if way is not None and len(way) == axes]
    if not known or len(known) < len(ways):
        return ()
    return tuple(
        (max(way[n][0] for way in known), max(way[n][1] for way in known)) for n in range(axes)
    )


def texts(overview: Overview, model: Model) -> Mapping[str, str]:
    """Return the config of each figure of a model, by its name."""
    return {stem: model.config(name) for stem, name in overview.figures.items()}
