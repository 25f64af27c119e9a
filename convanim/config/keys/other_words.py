"""Words that other programs use for what has another name here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_TIMING = ("timing", "use timing, as in timing: {step: 0.5}, in seconds")
_SHOW = ("show", "use show, as in show: [labels, step]")
_OUTPUTS = ("outputs", "use outputs, as in outputs: [gif, pdf]")
_NAME = ("name", "use name for the name of the files, as in name: mine")
_DPI = ("dpi", "use dpi for pixels per inch, as in dpi: 200")
_THEME = ("theme", "colours belong to a theme, as in theme: grey")
_KERNEL = ("k", "use k for the kernel, or values: {kernel: ...} for its numbers")
_INPUT = ("i", "use i for the size of the input, or values: {input: ...} for its numbers")

KEYS = {
    **dict.fromkeys(("duration", "speed", "fps", "delay", "interval"), _TIMING),
    **dict.fromkeys(("labels", "label", "overlay", "overlays", "annotations"), _SHOW),
    **dict.fromkeys(("format", "formats", "output", "file", "files"), _OUTPUTS),
    **dict.fromkeys(("filename", "file_name", "basename"), _NAME),
    "resolution": _DPI,
    **dict.fromkeys(("color", "colors", "colour", "colours", "style"), _THEME),
    **dict.fromkeys(("kernel", "filter", "weights", "weight"), _KERNEL),
    **dict.fromkeys(("input", "image"), _INPUT),
    "step": ("s", "use s for the stride, or timing: {step: 0.5} for the pace"),
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


VIEWS = {
    "1d": "use row",
    "2d": "use flat or isometric",
    "3d": "use volume, or isometric for slanted planes",
    "im2row": "use im2col",
    "toeplitz": "use matrix",
}
"""For each word the view that is meant."""

_VIDEO = "use mp4, or html for a page with controls"

FORMATS = {
    **dict.fromkeys(("jpg", "jpeg", "bmp", "tif", "tiff"), "use png"),
    **dict.fromkeys(("eps", "ps"), "use pdf"),
    **dict.fromkeys(("avi", "mov", "m4v", "mkv", "webm", "video"), _VIDEO),
    "pptx": "use 'convanim deck', which writes slides",
}
"""For each word the format that is meant."""

THEMES = {
    **dict.fromkeys(("light", "white", "default"), "use clear"),
    **dict.fromkeys(("night", "black"), "use dark, or clear-dark"),
    **dict.fromkeys(("grayscale", "greyscale", "print"), "use grey, or paper"),
}
"""For each word the theme that is meant."""

_OF_KIND = {"operation": OPERATIONS, "view": VIEWS, "format": FORMATS, "theme": THEMES}


def key_hint(word: str, known: Container[str]) -> tuple[str, str] | None:
    """Return the key that a word means, if it is known, and the way to write it."""
    found = KEYS.get(word.lower())
    return found if found and found[0] in known else None


def name_hint(kind: str, word: str) -> str:
    """Return the way to write the name of a plug-in, such as a view, or nothing."""
    return _OF_KIND.get(kind, {}).get(word.lower(), "")
