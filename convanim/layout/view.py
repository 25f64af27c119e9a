"""The base classes of views: which layers they draw, why they cannot, and their layouts."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from convanim.errors import Fault
from convanim.plugins.registry import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.operation import Operation
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout


@dataclass(frozen=True, slots=True)
class UnsuitedFault(Fault):
    """A layer of a kind that a view does not draw; the error names a view that does."""


@dataclass(frozen=True, slots=True)
class OversizeFault(Fault):
    """A layer too large for a view; the error names what helps, each way tried before."""


class View(Plugin):
    """A way to draw the layers of a panel; a view derives from one of the two classes below.

    Attributes
    ----------
    takes : str
        What the view draws. ``"layer"``: the cells and steps of one layer; several layers are
        drawn side by side. ``"stack"``: the cells and steps of all layers at once. ``"sizes"``:
        only the sizes of a layer, which may be any number.
    glides : bool
        Whether moving parts have the same shapes in every drawing, so that frames between two
        drawings can be interpolated.
    """

    __slots__ = ()

    folder: ClassVar = "views"
    takes: ClassVar[Literal["layer", "stack", "sizes"]] = "layer"
    glides: ClassVar[bool] = True

    def step_count(self, operation: Operation) -> int:
        """Return how many steps of an operation are drawn, found without building them."""
        return operation.channels.outputs * math.prod(axis.o for axis in operation.axes)

    @abstractmethod
    def obstacles(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why the layers of a panel cannot be drawn."""

    @abstractmethod
    def drawings(self, subjects: tuple[Subject, ...]) -> tuple[tuple[Subject, Layout], ...]:
        """Return the layouts of a panel from left to right, each with the layer it belongs to."""


class LayerView(View):
    """A view that draws each layer by itself."""

    __slots__ = ()

    @abstractmethod
    def faults(self, subject: Subject) -> Iterator[Fault]:
        """Yield why a layer cannot be drawn."""

    @abstractmethod
    def lay_out(self, subject: Subject) -> Layout:
        """Return the layout of a layer."""

    def obstacles(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why the layers of a panel cannot be drawn."""
        for subject in subjects:
            yield from self.faults(subject)

    def drawings(self, subjects: tuple[Subject, ...]) -> tuple[tuple[Subject, Layout], ...]:
        """Return one layout for each layer."""
        return tuple((subject, self.lay_out(subject)) for subject in subjects)


class StackView(View):
    """A view that draws all layers of a panel in one layout."""

    __slots__ = ()

    takes: ClassVar[Literal["layer", "stack", "sizes"]] = "stack"

    @abstractmethod
    def faults(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why a stack of layers cannot be drawn."""

    @abstractmethod
    def lay_out(self, subjects: tuple[Subject, ...]) -> Layout:
        """Return the layout of a stack of layers."""

    def obstacles(self, subjects: tuple[Subject, ...]) -> Iterator[Fault]:
        """Yield why the layers of a panel cannot be drawn."""
        return self.faults(subjects)

    def drawings(self, subjects: tuple[Subject, ...]) -> tuple[tuple[Subject, Layout], ...]:
        """Return the only layout, with the last layer, as if it read the input of the first."""
        first, last = subjects[0], subjects[-1]
        whole = last.between(first.reads, last.writes) if first is not last else last
        return ((whole, self.lay_out(subjects)),)
