"""The names of plug-ins and themes as types; written by ``python -m tests.reference``."""

from __future__ import annotations

from typing import Literal

OperationName = Literal[
    "adaptive_avg_pool",
    "adaptive_max_pool",
    "avg_pool",
    "col2im",
    "conv",
    "conv_backward_input",
    "conv_backward_kernel",
    "global_avg_pool",
    "global_max_pool",
    "im2col",
    "lp_pool",
    "max_pool",
    "pixel_shuffle",
    "pixel_unshuffle",
    "relu",
    "transposed_conv",
    "unpool",
    "upsample",
]
ViewName = Literal[
    "channels",
    "connections",
    "counting",
    "flat",
    "footprint",
    "im2col",
    "isometric",
    "matrix",
    "memory",
    "paths",
    "picture",
    "receptive_field",
    "row",
    "scatter",
    "shapes",
    "stamps",
    "volume",
]
OverlayName = Literal[
    "costs",
    "formula",
    "indices",
    "labels",
    "step",
    "sum",
    "symbols",
    "trail",
    "uncovered",
    "values",
    "winner",
]
FormatName = Literal[
    "apng",
    "asvg",
    "gif",
    "html",
    "mp4",
    "pdf",
    "pdf/",
    "png",
    "png/",
    "svg",
    "svg/",
    "tex",
    "txt",
    "webp",
]
ThemeName = Literal[
    "clear",
    "clear-dark",
    "colourblind",
    "dark",
    "grey",
    "guide",
    "paper",
    "slides",
]
FontName = Literal["cm", "cm-sans", "times", "sans"]
LanguageName = Literal["en", "zh"]
