"""Words that other programs use for what has another name here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_TIMING = ("timing", "use timing, as in timing: {step: 0.5}, in seconds")
_SHOW = ("show", "use show, as in show: [labels, step]")
_OUTPUTS = ("outputs", "use outputs, as in outputs: [gif, pdf]")
_DPI = ("dpi", "use dpi for pixels per inch, as in dpi: 200")
_THEME = ("theme", "colours belong to a theme, as in theme: grey")
_KERNEL = ("k", "use k for the kernel, or values: {kernel: ...} for its numbers")
_INPUT = ("i", "use i for the size of the input, or values: {input: ...} for its numbers")

KEYS = {
    **dict.fromkeys(("duration", "speed", "fps", "delay", "interval"), _TIMING),
    **dict.fromkeys(("labels", "label", "overlay", "overlays", "annotations"), _SHOW),
    **dict.fromkeys(("format", "formats", "output", "file", "files"), _OUTPUTS),
    "resolution": _DPI,
    **dict.fromkeys(("color", "colors", "colour", "colours", "style"), _THEME),
    **dict.fromkeys(("kernel", "filter", "weights", "weight"), _KERNEL),
    **dict.fromkeys(("input", "image"), _INPUT),
    "size": ("i", "use i for the size of the input, or width for that of the page"),
    "seed": ("values", "use values, as in values: {seed: 7}"),
    "type": ("operation", "use operation, as in operation: max_pool"),
    "depthwise": ("groups", "use groups, as many as in_channels"),
}
"""For each word the key that is probably meant, and the way to write it."""

_DEPTHWISE = "use conv with groups, as many as in_channels"

OPERATIONS = {
    "depthwise_conv": _DEPTHWISE,
    "depthwise": _DEPTHWISE,
    "separable_conv": "use SeparableConv2D, or layers of a depthwise and a 1 x 1 convolution",
    "separable": "use SeparableConv2D, or layers of a depthwise and a 1 x 1 convolution",
    "dilated_conv": "use conv with d",
    "atrous_conv": "use conv with d",
    "pool": "use max_pool or avg_pool",
    "pooling": "use max_pool or avg_pool",
}
"""For each word the way to write the operation that is meant."""


def key_hint(word: str, known: Container[str]) -> tuple[str, str] | None:
    """Return the key that a word means, if it is known, and the way to write it."""
    found = KEYS.get(word.lower())
    return found if found and found[0] in known else None


def operation_hint(word: str) -> str:
    """Return the way to write an operation, or nothing."""
    return OPERATIONS.get(word.lower(), "")
