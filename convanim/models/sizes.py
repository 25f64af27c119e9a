"""The size of the feature maps between the layers of a chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.layers.operation import Operation
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.models.keys import Keys


@dataclass(frozen=True, slots=True)
class Maps:
    """The feature maps that a layer takes.

    Attributes
    ----------
    channels : int or None
        How many there are; None where it is not known.
    sizes : tuple of int
        Size along each axis.
    """

    channels: int | None
    sizes: tuple[int, ...]

    @property
    def axes(self) -> int:
        """Number of axes."""
        return len(self.sizes)

    def after(self, layer: Keys) -> Maps:
        """Return the maps that a layer makes of these.

        Parameters
        ----------
        layer : dict
            Its keys, with one entry for each axis.
        """
        kind = registry.find(Operation, layer["operation"])
        given: dict[str, Any] = {
            key: layer[key] for key in _SIZING if layer.get(key) is not None
        } | {"i": self.sizes, "in_channels": layer.get("in_channels") or self.channels}
        if "p" in layer:
            p = layer["p"]
            given["p"] = (p,) * self.axes if isinstance(p, str) else tuple(p)
        operation = kind(**given)
        sizes = tuple(axis.o for axis in operation.axes)
        return Maps(operation.channels.outputs if given["in_channels"] else None, sizes)


_SIZING = ("k", "s", "d", "a", "scale", "r", "groups", "out_channels", "ceil_mode", "output_size")
"""Keys that the size or the number of maps depends on, besides the padding."""
