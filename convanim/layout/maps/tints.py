"""The colours of channels: those of a picture, or one for each group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from convanim.errors import Fault
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.arithmetic.channels import Channels

Tint = Literal["plain", "rgb"]
TINTS: tuple[Tint, ...] = ("plain", "rgb")
"""One colour for each group of channels; red, green and blue for the channels of a picture."""

TintKey = Annotated[
    Tint,
    Key(
        "word",
        "colours of the input maps: plain (by default), or rgb for red, green and blue",
        words=TINTS,
    ),
]

GROUPS = ("group.first", "group.second", "group.third", "group.fourth")
"""Roles that distinguish groups; further groups start again with the first."""

PICTURE = ("channel.red", "channel.green", "channel.blue")
"""Roles of the channels of a picture."""


@dataclass(frozen=True, slots=True)
class Tints:
    """The role that gives each channel its colour.

    Attributes
    ----------
    inputs, outputs : tuple of str
        One for each channel; ``"input"`` and ``"output"`` where channels have no colour of theirs.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @classmethod
    def plain(cls, inputs: int, outputs: int) -> Tints:
        """Return the tints of channels that all look alike."""
        return cls(("input",) * inputs, ("output",) * outputs)

    @classmethod
    def of(cls, channels: Channels, tint: Tint = "plain", before: Tints | None = None) -> Tints:
        """Return the tints of a layer's channels; without groups they keep those from before."""
        family = PICTURE if tint == "rgb" else GROUPS
        if channels.groups > 1:
            groups = [family[n % len(family)] for n in range(channels.groups)]
            return cls(*channels.spread(groups))
        plain = cls.plain(channels.inputs, channels.outputs)
        if before:
            kept = ("input" if each == "output" else each for each in before.outputs)
            return replace(plain, inputs=tuple(kept))
        return replace(plain, inputs=PICTURE) if tint == "rgb" else plain


def window(tint: str) -> str:
    """Return the role of a window over a map with a tint."""
    return "window" if tint == "input" else f"window.{tint}"


def kernel(tint: str) -> str:
    """Return the role of a kernel over a map with a tint; it keeps a colour of the map's own."""
    return "filter" if tint == "input" else tint


def kernel_in_use(tint: str) -> str:
    """Return the role of a kernel over a map with a tint while the kernel is applied."""
    return "window.kernel" if tint == "input" else window(tint)


def current(tint: str) -> str:
    """Return the role of the cell of a map with a tint that is written now."""
    return "window.output" if tint == "output" else f"window.output.{tint}"


def tint_faults(inputs: int, tint: Tint) -> Iterator[Fault]:
    """Yield a fault where the input maps are not the three channels of a picture."""
    if tint == "rgb" and inputs != len(PICTURE):
        message = f"tint: rgb needs {len(PICTURE)} input channels; this layer has {inputs}"
        yield Fault(("tint",), message)
