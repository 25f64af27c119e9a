"""The explanation of a stack of layers: the numbers and the receptive field of each layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.errors import axes_of, times
from convanim.explain.explanation import Explained
from convanim.explain.summary import Section
from convanim.sweep.stack import Field, fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.arithmetic.values import Number
    from convanim.explain.layer import Explanation


@dataclass(frozen=True, slots=True)
class StackExplanation(Explained):
    """The explanation of several layers.

    Attributes
    ----------
    layers : tuple of Explanation
        Of each layer, from the input on.
    """

    layers: tuple[Explanation, ...]

    @property
    def operation(self) -> str:
        """Names of the operations, in order."""
        return ", ".join(layer.operation for layer in self.layers)

    @property
    def o(self) -> tuple[int, ...]:
        """Output size along each axis."""
        return self.layers[-1].o

    @property
    def given(self) -> str:
        """The own sizes of every layer."""
        return "; ".join(layer.given for layer in self.layers)

    @property
    def fields(self) -> tuple[tuple[Field, ...], ...]:
        """For each axis the receptive field after each layer; none where axes become a matrix."""
        if any(each.is_matrix for each in self.layers):
            return ()
        return tuple(
            tuple(fields(axes)) for axes in zip(*(each.axes for each in self.layers), strict=True)
        )

    @property
    def costs(self) -> dict[str, int]:
        """Parameters and multiply-adds of all layers together."""
        summaries = [each.summary for each in self.layers if each.summary]
        return {
            "parameters": sum(each.parameters for each in summaries),
            "multiply_adds": sum(each.multiply_adds for each in summaries),
        }

    def facts(self) -> dict[str, Any]:
        """Return the arithmetic as numbers and strings."""
        return {
            "figure": self.figure,
            "operation": self.operation,
            "o": list(self.o),
            "layers": [layer.as_dict() for layer in self.layers],
            **self.costs,
            "receptive_field": [[_numbers(field) for field in along] for along in self.fields],
        }

    def arithmetic(self) -> Iterator[Section]:
        """Yield the sections of the arithmetic; equal axes are explained once."""
        yield Section(f"{self.figure}: {self.operation}, output {times(self.o)}")
        for layer in self.layers:
            yield from layer.arithmetic()
        costs = ((name.replace("_", "-"), str(cost)) for name, cost in self.costs.items())
        yield Section("all layers", tuple(costs))
        told: dict[tuple[Field, ...], list[int]] = {}
        for n, along in enumerate(self.fields):
            told.setdefault(along, []).append(n)
        for along, numbers in told.items():
            rows = [(f"after layer {n}", _words(field)) for n, field in enumerate(along, start=1)]
            yield Section(f"receptive field, {axes_of(numbers)}", tuple(rows))


def together(figure: str, layers: Sequence[Explanation]) -> Explanation | StackExplanation:
    """Return the explanation of a figure's layers; a single layer has an explanation of its own."""
    return layers[0] if len(layers) == 1 else StackExplanation(figure, tuple(layers))


def _words(field: Field) -> str:
    return "  ".join(f"{word} = {number}" for word, number in _numbers(field).items())


def _numbers(field: Field) -> dict[str, Number]:
    return {
        "size": _plain(field.size),
        "jump": _plain(field.jump),
        "start": _plain(field.start),
    }


def _plain(number: Number) -> int | float:
    return int(number) if number == int(number) else float(number)
