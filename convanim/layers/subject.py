"""A layer as views and overlays see it: its arithmetic and its steps, each computed once."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from convanim.sweep.order import reorder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.layer import Layer
    from convanim.arithmetic.resized import Resized
    from convanim.layers.operation import Operation
    from convanim.sweep.order import Order
    from convanim.sweep.sweep import Sweep


def numbered(names: Sequence[str]) -> list[str]:
    """Return the names of layers, with a number where several have the same."""
    return [
        f"{name} {names[: n + 1].count(name)}" if names.count(name) > 1 else name
        for n, name in enumerate(names)
    ]


def each_named(name: str, count: int) -> list[str]:
    """Return the name of each of several maps that have one in common, with numbers from 1.

    Where it ends in a number itself, it stands for all of them at the first one.
    """
    if count > 1 and name[-1:].isdigit():
        return [name, *[""] * (count - 1)]
    return [f"{name} {n}" for n in range(1, count + 1)] if count > 1 else [name] * count


@dataclass(frozen=True)
class Subject:
    """One layer of a figure.

    Attributes
    ----------
    operation : Operation
        The layer itself.
    order : str
        The order of its steps, one of :data:`convanim.sweep.order.ORDERS`.
    reads, writes : str
        The names of its input and of its output; a map between two layers is both.
    """

    operation: Operation
    order: Order = "raster"
    reads: str = "input"
    writes: str = "output"

    @property
    def name(self) -> str:
        """Name of the operation."""
        return self.operation.name

    @property
    def family(self) -> str:
        """The family of relationships that hold for it."""
        return self.operation.family

    @functools.cached_property
    def axes(self) -> tuple[Axis | Resized, ...]:
        """Its axes; for a transposed convolution those of the direct one that emulates it."""
        return self.operation.axes

    @functools.cached_property
    def layer(self) -> Layer | None:
        """The layer as frameworks know it; None where no framework has it."""
        return self.operation.layer()

    @functools.cached_property
    def sweep(self) -> Sweep:
        """Its feature maps and steps."""
        return reorder(self.operation.sweep(), self.order)

    @property
    def ends(self) -> dict[str, str]:
        """The names of its input and its output where they are not those of their roles."""
        named = {"input": self.reads, "output": self.writes}
        return {role: name for role, name in named.items() if name != role}

    @property
    def map_names(self) -> dict[str, str]:
        """The names of its maps by their roles, where they differ."""
        return self.operation.map_names | self.ends

    def between(self, reads: str, writes: str) -> Subject:
        """Return the layer with other names of maps, and all that is computed already."""
        made = replace(self, reads=reads, writes=writes)
        computed = self.__dict__.keys() - made.__dict__.keys()
        made.__dict__.update({key: self.__dict__[key] for key in computed})
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: another process computes the rest faster than it reads it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
