"""The layers of a model, as every reader lists them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from convanim.models.keys import Keys

Shape = tuple[int | None, ...]
"""Sizes; None for those that are not known before the model runs."""

INPUT = -1
"""What stands for the model's input among the numbers of layers."""

REPEATED = -2
"""What stands for layers that ran an unknown number of times, as those of a loop."""


@dataclass(frozen=True, slots=True)
class ModelLayer:
    """A layer of a model.

    Attributes
    ----------
    name : str
        The name of its ONNX node, or of the node's output where the node has none; the path of a
        torch module.
    op : str
        Its ONNX operator, or its torch class.
    input_shape, output_shape : tuple of int or None
        Channels first, without the batch; None where not known before the model runs.
    keys : dict
        Its config keys; empty where no operation shows it.
    refusal : str
        The reason why no operation shows it; otherwise empty.
    after : tuple of int
        The layers whose outputs it takes, perhaps through nodes that are no layers.
    is_first : bool
        Whether the model's input reaches it without a layer between.
    parameters : int
        Numbers that it has learned, those of a normalisation that it takes over included, without
        weights that a layer before it has counted.
    """

    name: str
    op: str
    input_shape: Shape
    output_shape: Shape
    keys: Keys = field(hash=False)
    refusal: str = ""
    after: tuple[int, ...] = ()
    is_first: bool = False
    parameters: int = 0

    def following(self, makers: Collection[int]) -> ModelLayer:
        """Return the layer with those that make its input, :data:`INPUT` among them."""
        if REPEATED in makers:
            return replace(self, after=(), is_first=False)
        after = tuple(n for n in makers if n != INPUT)
        return replace(self, after=after, is_first=INPUT in makers)


def numbered(found: Sequence[ModelLayer]) -> Iterator[ModelLayer]:
    """Yield layers with a number after each name that several have."""
    count = Counter(layer.name for layer in found)
    seen: Counter[str] = Counter()
    for layer in found:
        seen[layer.name] += 1
        is_alone = count[layer.name] == 1
        yield layer if is_alone else replace(layer, name=f"{layer.name}#{seen[layer.name]}")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a reader finds in a model.

    Attributes
    ----------
    layers : tuple of ModelLayer
        In their order.
    others : tuple of (str, int)
        How many nodes or modules of each other kind there are.
    learned : tuple of (str, int)
        How many numbers those of each other kind have learned, where they have any.
    """

    layers: tuple[ModelLayer, ...]
    others: tuple[tuple[str, int], ...]
    learned: tuple[tuple[str, int], ...]

    @classmethod
    def of(
        cls, layers: Sequence[ModelLayer], others: Counter[str], learned: Counter[str]
    ) -> Listing:
        """Return a listing with distinct names, and kinds in the order of the alphabet."""
        known = (+learned).items()
        return cls(tuple(numbered(layers)), tuple(sorted(others.items())), tuple(sorted(known)))
