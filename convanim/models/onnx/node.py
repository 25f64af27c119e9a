"""A node of an ONNX graph as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.models.keys import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convanim.models.batch_norm import Norm
    from convanim.models.listing import Shape

Pads = tuple[str, tuple[tuple[int, int], ...]]
"""What padding holds, and the cells before and after on each axis."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a graph, with the nodes beside it that are part of its layer.

    Attributes
    ----------
    op : str
        Its operator.
    attributes : mapping
        Those that are given.
    inputs : tuple of Shape or None
        The shape of each input; None where it is not known.
    has : tuple of bool
        Whether each input is given.
    output : Shape or None
        Of the first output.
    numbers : callable
        Gives the numbers of an input in nested lists; None where they are no constants, or many.
    pads : Pads or None
        Of a node that pads before it.
    norm : Norm or None
        Of a normalisation right after it.
    is_rectified : bool
        Whether only a Relu follows.
    is_of_maps : bool
        Whether what it takes is made by layers of feature maps, and not of rows of features.
    """

    op: str
    attributes: Mapping[str, Any]
    inputs: tuple[Shape | None, ...]
    has: tuple[bool, ...]
    output: Shape | None
    numbers: Callable[[int], Any]
    pads: Pads | None = None
    norm: Norm | None = None
    is_rectified: bool = False
    is_of_maps: bool = True

    @property
    def channels(self) -> int | None:
        """Of the input."""
        return (self.inputs[0] or (None, None))[1]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of the input, one per axis.

        Raises
        ------
        RefusalError
            They are not known.
        """
        shape = self.inputs[0]
        return _known(shape[2:] if shape else (), "input")

    @property
    def output_sizes(self) -> tuple[int, ...]:
        """Of the output, one per axis.

        Raises
        ------
        RefusalError
            They are not known.
        """
        return _known(self.output[2:] if self.output else (), "output")

    def shape(self, n: int, axes: int, what: str) -> tuple[int, ...]:
        """Return the shape of an input with so many axes.

        Raises
        ------
        RefusalError
            It is not known; ``what`` says what it is the shape of.
        """
        shape = self.inputs[n] if len(self.inputs) > n else None
        known = tuple(size for size in shape or () if size is not None)
        if len(known) != axes:
            raise RefusalError(f"the shape of {what} is not known before the model runs")
        return known

    def along(self, name: str, default: int) -> tuple[int, ...]:
        """Return an attribute with an entry for each axis."""
        return tuple(self.attributes.get(name) or (default,) * len(self.sizes))


def _known(sizes: tuple[int | None, ...], what: str) -> tuple[int, ...]:
    known = tuple(size for size in sizes if size is not None)
    if not known or len(known) < len(sizes):
        raise RefusalError(f"its {what} size is not known before the model runs")
    return known
