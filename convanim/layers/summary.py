"""The summary of a layer as a whole: its shapes, its costs, its code in frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.arithmetic.layer import letters
from convanim.frameworks import translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convanim.arithmetic.layer import Layer, Shape
    from convanim.frameworks.snippet import Snippet


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """The shapes and costs of a layer, and its code in frameworks.

    Attributes
    ----------
    shapes : mapping
        For each order of axes, such as ``"NCHW"``, the shape of each tensor by its name.
    parameters, multiply_adds : int
        Numbers that are learned, and products of a weight and a cell.
    never_read : tuple of tuple of int
        The units along each axis that no step reads; empty if there cannot be any.
    frameworks : mapping
        The code in each framework, or the reason why there is none.
    words : tuple of str
        The words its padding was given in, empty for numbers; one per axis, or none at all.
    """

    shapes: Mapping[str, Mapping[str, Sequence[int]]]
    parameters: int
    multiply_adds: int
    never_read: tuple[tuple[int, ...], ...]
    frameworks: Mapping[str, Snippet]
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, layer: Layer) -> LayerSummary:
        """Return the summary of a layer that all frameworks have."""
        return cls(
            _shapes(layer),
            layer.parameters,
            layer.multiply_adds,
            layer.unread,
            translations(layer),
            layer.words,
        )

    @classmethod
    def of_moves(
        cls, given: Shape, made: Shape, frameworks: Mapping[str, Snippet], multiply_adds: int = 0
    ) -> LayerSummary:
        """Return the summary of a layer that moves units and has no parameters.

        Parameters
        ----------
        given, made : tuple of int
            Channels, then sizes, of input and output.
        frameworks : mapping
            As in the class.
        multiply_adds : int
            Products of a weight and a cell.
        """
        axes = letters(len(given) - 1)
        both = {"input": given, "output": made}
        first = {name: (1, c, *sizes) for name, (c, *sizes) in both.items()}
        last = {name: (1, *sizes, c) for name, (c, *sizes) in both.items()}
        return cls({f"NC{axes}": first, f"N{axes}C": last}, 0, multiply_adds, (), frameworks)


def _shapes(layer: Layer) -> dict[str, dict[str, list[int]]]:
    """Return the shapes of input, kernel and output, channels first and channels last."""
    (c_in, *i), (c_out, *o) = layer.input_shape, layer.output_shape
    first, last = {"input": [1, c_in, *i]}, {"input": [1, *i, c_in]}
    axes = letters(len(i))
    if layer.has_weights:
        ahead, behind, *k = layer.kernel_shape
        order = "IO" if layer.kind == "transposed_conv" else "OI"
        first[f"kernel {order}{axes}"] = [ahead, behind, *k]
        last[f"kernel {axes}{order[::-1]}"] = [*k, behind, ahead]
    first["output"], last["output"] = [1, c_out, *o], [1, *o, c_out]
    return {f"NC{axes}": first, f"N{axes}C": last}
