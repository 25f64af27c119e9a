"""The base class of operations: the input channels, with or without numbers."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from convanim.arithmetic.channels import Channels
from convanim.arithmetic.layer import Kind, Layer
from convanim.arithmetic.values import NO_VALUES, Array
from convanim.errors import Fault, plural, times
from convanim.layers.keys import InputChannels, InputSize, Numbers, Relu, Sizes
from convanim.plugins.registry import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convanim.arithmetic.axis import Axis
    from convanim.arithmetic.resized import Resized
    from convanim.arithmetic.values import Grid, Range
    from convanim.layers.summary import LayerSummary
    from convanim.sweep.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the layers that a framework has under one name.

    Attributes
    ----------
    name : str
        Its own name in the framework.
    without : frozenset of str
        Keys of the whole that it does not take.
    fixed : mapping
        Values that its keys always have.
    """

    name: str
    without: frozenset[str]
    fixed: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Operation(Plugin):
    """An operation on the channels of an input.

    Attributes
    ----------
    i : tuple of int
        Sizes, one per axis; empty where literal values give them.
    values : Values
        The numbers in the cells, if any.
    in_channels : int or None
        None where literal values give it.
    name, family : str
        Of the class: what it is, and which relationships speak of it.
    is_weighted : bool
        Of the class: whether its kernel has numbers, so that a seed draws some.
    is_matrix : bool
        Of the class: whether it makes or takes a matrix, whose rows and columns are no axes of a
        map.
    also, frameworks : tuple of str
        Of the class: other names of the operation in convanim, and its names in frameworks.
    map_names : dict of str to str
        Of the class: what maps are called in figures, by role, where that is not their role.
    usual : tuple of str
        Of the class: overlays that its figures have where a config has no ``show``.
    off_axes : tuple of (str, ...)
        Of the class: keys whose lists have no entry for each axis.
    grows_with, shrinks_with : tuple of str
        Keys that make a figure larger as they grow, the first before all, and those that make it
        smaller.
    """

    folder: ClassVar = "operations"
    family: ClassVar[str]
    is_weighted: ClassVar[bool] = False
    is_matrix: ClassVar[bool] = False
    map_names: ClassVar[dict[str, str]] = {}
    also: ClassVar[tuple[str, ...]] = ()
    frameworks: ClassVar[tuple[str, ...]] = ()
    usual: ClassVar[tuple[str, ...]] = ()
    off_axes: ClassVar[tuple[tuple[str, ...], ...]] = ()
    grows_with: ClassVar[tuple[str, ...]] = ("i",)
    shrinks_with: ClassVar[tuple[str, ...]] = ()

    i: InputSize = ()
    _: KW_ONLY
    values: Numbers = NO_VALUES
    in_channels: InputChannels = None

    @property
    def plain_name(self) -> str:
        """What the layer is called in figures."""
        return self.name.replace("_", " ")

    @property
    @abstractmethod
    def axes(self) -> tuple[Axis | Resized, ...]:
        """The arithmetic of each axis."""

    @abstractmethod
    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""

    @abstractmethod
    def sweep(self) -> Sweep:
        """Return the feature maps, and what each step reads and writes."""

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """Return the keys of a layer with what a name of a framework implies.

        Parameters
        ----------
        name : str
            The operation as a config names it: ``"MaxPool2d"``.
        keys : dict
            Checked keys, with one entry for each axis.
        """
        return keys

    @classmethod
    def fed(cls, before: Operation, keys: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """Return the keys of a layer with what follows from the layer that feeds it.

        Parameters
        ----------
        before : Operation
            The layer before.
        keys : dict
            Checked keys, with the input that the layer before makes.
        """
        return keys

    @classmethod
    def stages(cls, name: str) -> tuple[Stage, ...]:  # noqa: ARG003
        """Return the layers that a name of a framework stands for, if it stands for several."""
        return ()

    def layer(self) -> Layer | None:
        """Return the layer that frameworks know; None where none has it."""
        return None

    def summary(self) -> LayerSummary | None:
        """Return the shapes, the costs and the code; by default those of :meth:`layer`."""
        from convanim.layers.summary import LayerSummary

        layer = self.layer()
        return LayerSummary.of(layer) if layer else None

    @cached_property
    def gradient_of(self) -> tuple[Axis, ...]:
        """Axes of the convolution whose gradient this computes; empty for other operations."""
        return ()

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Size of each output map, by default the output size of each axis."""
        return tuple(axis.o for axis in self.axes)

    @property
    def padded_shape(self) -> tuple[int, ...]:
        """Size of each input map with its padding and inserted zeros, by default of each axis."""
        return tuple(axis.drawn for axis in self.axes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Input size along each axis."""
        return size(self.i, self.values.input)

    @cached_property
    def input_channels(self) -> int:
        """As given, otherwise as many as literal values have."""
        return self.in_channels or channel_count(self.values.input)

    @cached_property
    def channels(self) -> Channels:
        """Each channel is processed by itself."""
        count = self.input_channels
        return Channels(count, count, count)

    @property
    def units(self) -> tuple[Grid, ...] | None:
        """The numbers of each input channel, row by row, if there are any."""
        return self.values.input_maps(self.channels.inputs, self.sizes)

    @property
    def direct(self) -> Operation:
        """The layer that decides how large this one is: itself, or the one whose way back it is."""
        return self

    def around(self, direct: Operation) -> Operation:
        """Return this operation for an excerpt of the layer that decides how large it is.

        Parameters
        ----------
        direct : Operation
            A smaller :attr:`direct`, with its numbers.
        """
        return direct

    def stride(self, axis: int) -> int:  # noqa: ARG002
        """Return by how many units an input grows without a change at the end of an axis."""
        return 1

    def channel_faults(self) -> Iterator[Fault]:
        """Yield contradictions between the numbers of channels."""
        given, found = self.in_channels, channel_count(self.values.input)
        if given and isinstance(self.values.input, Array) and given != found:
            yield Fault(
                ("values", "input"),
                f"values.input has {found} {plural(found, 'channel')} but in_channels says "
                f"{given}; its first level lists the channels",
            )


@dataclass(frozen=True)
class Sliding(Operation):
    """An operation that slides a window and exists as a layer in frameworks.

    Attributes
    ----------
    relu : bool
        Whether negative outputs become zero.
    """

    name: ClassVar[Kind]

    _: KW_ONLY
    relu: Relu = False

    @property
    @abstractmethod
    def axes(self) -> tuple[Axis, ...]:
        """The axes along which the window slides."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Input size along each axis, as given or derived."""
        return tuple(axis.i for axis in self.axes)

    def layer(self) -> Layer:
        """Return the layer as frameworks describe it."""
        return Layer(self.name, self.axes, self.channels, relu=self.relu)


def channel_count(source: Array | Range | None) -> int:
    """Return the number of maps in a literal array, 1 without one."""
    return math.prod(source.channels) if isinstance(source, Array) else 1


def size(given: Sizes, source: Array | Range | None) -> Sizes:
    """Return the size of a map along each axis, as given or from its literal array."""
    return given or (source.shape if isinstance(source, Array) else ())


def size_faults(key: str, role: str, given: Sizes, source: Array | Range | None) -> Iterator[Fault]:
    """Yield a fault if the size of a map is unknown or differs from its literal array."""
    if not size(given, source):
        yield Fault((), f"{key} is missing: give the {role} size, or the numbers as values.{role}")
    elif isinstance(source, Array) and source.shape != size(given, source):
        yield Fault(
            ("values", role),
            f"values.{role} is {times(source.shape)} but {key} says {times(given)}",
        )
