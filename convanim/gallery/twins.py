"""Which figures of a gallery show the transpose of each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convanim.arithmetic.axis import Axis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.config import FigureSpec

Kinship = tuple[str, tuple[Axis, ...], int, int]
"""The view, the axes of a transposed convolution, and its input and output channels."""


def twins(specs: Mapping[str, FigureSpec]) -> dict[str, list[str]]:
    """Return for each figure the names of those that show its transpose in the same view.

    Parameters
    ----------
    specs : mapping of str to FigureSpec
        The figures by name.
    """
    direct: dict[Kinship, list[str]] = defaultdict(list)
    transposed: dict[Kinship, list[str]] = defaultdict(list)
    for name, spec in specs.items():
        if len(spec.whole_layers) != 1:
            continue
        (layer,) = spec.whole_layers
        view, channels = spec.view.name, layer.channels
        sizes = [axis for axis in layer.axes if isinstance(axis, Axis)]
        if layer.name == "conv":
            axes = tuple(axis.transpose() for axis in sizes)
            direct[view, axes, channels.outputs, channels.inputs].append(name)
        elif layer.name == "transposed_conv":
            transposed[view, tuple(sizes), channels.inputs, channels.outputs].append(name)
    found: dict[str, list[str]] = defaultdict(list)
    for kin, names in direct.items():
        for one in names:
            for other in transposed.get(kin, ()):
                found[one].append(other)
                found[other].append(one)
    return dict(found)
