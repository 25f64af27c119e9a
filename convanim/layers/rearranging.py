"""What layers without a sliding window share: no kernel and no bias; the order of channels."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from convanim.arithmetic.relationships import NONE
from convanim.errors import Fault
from convanim.frameworks.snippet import Snippet
from convanim.layers.keys import CHANNEL_ORDERS, ChannelOrder
from convanim.layers.operation import Operation, size_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

CRD, DCR = CHANNEL_ORDERS

FLAT = Snippet(note="only for two axes")
"""Why a framework has no code for other numbers of axes."""

DEPTHS = {"depthtospace", "spacetodepth", "depth_to_space", "space_to_depth"}
"""Names, in lower case, of frameworks whose usual order is DCR."""


@dataclass(frozen=True)
class Unweighted(Operation):
    """A layer with neither a kernel of numbers nor a relationship in the guide."""

    family: ClassVar = NONE

    def faults(self) -> Iterator[Fault]:
        """Yield the faults of the keys."""
        yield from self.weight_faults()
        yield from self.channel_faults()
        yield from size_faults("i", "input", self.i, self.values.input)

    def weight_faults(self) -> Iterator[Fault]:
        """Yield faults for numbers of a kernel or a bias that does not exist."""
        if self.values.kernel:
            yield Fault(
                ("values", "kernel"), f"{self.name} has no kernel values; remove values.kernel"
            )
        if self.values.bias:
            yield Fault(("values", "bias"), f"{self.name} has no bias; remove values.bias")


@dataclass(frozen=True)
class Blocks(Unweighted):
    """A layer that moves units between channels and the blocks of a map.

    Attributes
    ----------
    channel_order : str
        ``CRD`` where the channels of a block are next to each other, as in torch; ``DCR`` where
        each unit of the blocks has its channels next to each other, as in TensorFlow. ONNX names
        them so. Under TensorFlow's and ONNX's names, such as ``DepthToSpace``, it is ``DCR``
        by default.
    """

    _: KW_ONLY
    channel_order: ChannelOrder = CRD

    @classmethod
    def named(cls, name: str, keys: dict[str, Any]) -> dict[str, Any]:
        """Return the keys with the order that a name implies."""
        implied = {"channel_order": DCR} if name.lower() in DEPTHS else {}
        return {**implied, **keys}

    @property
    def is_by_block(self) -> bool:
        """Whether the channels of a block are next to each other."""
        return self.channel_order == CRD
