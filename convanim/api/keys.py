"""The keys of a figure as types; written by ``python -m tests.reference``.

Each key has the spellings that YAML has. Operations and themes may have other names, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.api.names import (
        FontName,
        FormatName,
        LanguageName,
        OperationName,
        OverlayName,
        ThemeName,
        ViewName,
    )


class ExpectKeys(TypedDict, total=False):
    """What the arithmetic must give."""

    o: int | Sequence[int]
    """Output size."""
    relationship: int
    """Number of the guide's relationship."""


class StripKeys(TypedDict, total=False):
    """The steps in a still picture."""

    rows: int
    """How many stand below each other."""
    columns: int
    """How many stand beside each other."""
    frames: int | str | Sequence[int]
    """The steps it shows, from 0; as many as there is room for by default."""
    labels: bool
    """(a), (b), ... below them, false by default."""


class TimingKeys(TypedDict, total=False):
    """How long frames are shown."""

    step: float
    """Seconds each frame is shown, 0.5 by default."""
    first: float
    """Seconds the first frame is shown, as step by default."""
    last: float
    """Seconds the last frame is shown, 4 steps by default."""
    row: float
    """Seconds the last frame of each row is shown, 1.6 steps by default."""
    tween: int
    """Frames between one position of the window and the next, 0 by default; where it jumps, as to
    the next row, up to three frames fade.
    """
    move: float
    """Seconds each of these is shown, 0.04 by default."""


class ExcerptKeys(TypedDict, total=False):
    """How much is drawn of a large layer."""

    positions: int
    """Positions kept along each axis, 3 to 5 by default."""
    channels: int
    """Channels kept, 2 or fewer by default."""
    card: bool
    """Whether the sizes of the whole layer are drawn, true by default."""


class ValueKeys(TypedDict, total=False):
    """The numbers in the cells."""

    seed: int
    """Seed of the random numbers."""
    input: Any
    """Numbers of the input."""
    kernel: Any
    """Numbers of the kernel."""
    bias: Any
    """Numbers added to each output channel."""


class DirectKeys(TypedDict, total=False):
    """A convolution that another one transposes."""

    i: int | Sequence[int]
    """Input size; [rows, columns] when not square."""
    input_size: int | Sequence[int]
    k: int | Sequence[int]
    """Kernel size."""
    kernel_size: int | Sequence[int]
    kernel_shape: int | Sequence[int]
    pool_size: int | Sequence[int]
    s: int | Sequence[int]
    """Stride, 1 by default."""
    stride: int | Sequence[int]
    strides: int | Sequence[int]
    p: int | str | Sequence[int | str | Sequence[int]]
    """Padding: one number, one per axis, [[top, bottom], [left, right]], or a word such as same."""
    padding: int | str | Sequence[int | str | Sequence[int]]
    pads: int | str | Sequence[int | str | Sequence[int]]
    auto_pad: int | str | Sequence[int | str | Sequence[int]]
    d: int | Sequence[int]
    """Dilation, 1 by default."""
    dilation: int | Sequence[int]
    dilations: int | Sequence[int]
    dilation_rate: int | Sequence[int]


class OutputKeys(TypedDict, total=False):
    """A file to write."""

    format: FormatName
    """The kind of file."""
    path: str
    """File to write, below the output folder."""
    theme: ThemeName | str | dict[str, Any]
    """A theme for this file only."""
    width: int | str | Literal["column", "text"]
    """Width of the page, as in 84mm, 3.3in or 800px; column is 84mm, text 174mm; letters keep
    their size unless it is in pixels.
    """
    height: int | str
    """Height of the page, as width; with both, the drawing is fitted."""
    canvas: str
    """Proportions of the page, as in 16:9, with the drawing in its middle."""
    dpi: int
    """Pixels per inch, 150 by default."""
    loop: int
    """How many times an animation plays before it stops at its last frame; forever by default. For
    an MP4 the program that plays it decides, and a snippet of LaTeX plays it once or forever.
    """
    background: str
    """Of the page, or none for a transparent one; the theme's by default. Edges in a GIF are
    blended with the theme's page.
    """
    dark: ThemeName | str | dict[str, Any]
    """Theme whose colours readers see who prefer dark pages, in the same file; lines and letters
    stay those of theme.
    """
    sliders: int
    """Sets of sizes that sliders offer, none by default."""
    fps: int
    """A fixed number of frames per second; by default each frame lasts as long as it should."""
    frame: int | Literal["poster", "first", "middle", "last"]
    """Which frame, counted from 0, or a word."""
    small: bool
    """Whether to reduce the colours, as in a GIF, for about a third of the size."""
    use: Literal[
        "figure",
        "subfigures",
        "beamer",
        "animate",
    ]
    """Where it is shown; by default, a step or a filmstrip as a figure, and steps as subfigures."""


class LayerKeys(TypedDict, total=False):
    """A layer."""

    operation: OperationName | str
    """The operation, conv by default."""
    op: OperationName | str
    map: str
    """The name of the map that a layer makes, by default output, or after conv between layers."""
    i: int | Sequence[int]
    """Input size; [rows, columns] when not square."""
    input_size: int | Sequence[int]
    values: ValueKeys
    """The numbers in the cells: literal arrays, or {seed: 7} with ranges."""
    in_channels: int
    """Input channels, as many as the values have or 1 by default."""
    output_size: int | Sequence[int]
    """Size of the output, 1 by default."""
    output_shape: int | Sequence[int]
    relu: bool
    """Whether negative outputs become zero."""
    k: int | Sequence[int]
    """Kernel size."""
    kernel_size: int | Sequence[int]
    kernel_shape: int | Sequence[int]
    pool_size: int | Sequence[int]
    s: int | Sequence[int]
    """Stride, 1 by default."""
    stride: int | Sequence[int]
    strides: int | Sequence[int]
    p: int | str | Sequence[int | str | Sequence[int]]
    """Padding: one number, one per axis, [[top, bottom], [left, right]], or a word such as same."""
    padding: int | str | Sequence[int | str | Sequence[int]]
    pads: int | str | Sequence[int | str | Sequence[int]]
    auto_pad: int | str | Sequence[int | str | Sequence[int]]
    d: int | Sequence[int]
    """Dilation, 1 by default."""
    dilation: int | Sequence[int]
    dilations: int | Sequence[int]
    dilation_rate: int | Sequence[int]
    ceil_mode: bool
    """Whether a last window may extend past the end, false by default."""
    count_include_pad: bool
    """Whether padding counts in the average, true by default."""
    divisor_override: int
    """What the sum of each window is divided by, the number of its cells by default."""
    out_channels: int
    """Output channels, one per group by default."""
    filters: int
    groups: int
    """Groups of channels that are convolved separately; as many as inputs: depthwise."""
    group: int
    bias: bool
    """A number added to each output channel, with values.bias or a seed."""
    use_bias: bool
    padding_mode: Literal[
        "zeros",
        "reflect",
        "replicate",
        "circular",
    ]
    """What the padding holds, zeros by default."""
    depth_multiplier: int
    """Outputs of each input channel, for a depthwise convolution as in Keras."""
    flip: bool
    """Whether the kernel is turned by 180 degrees, as by numpy.convolve; false by default."""
    flip_filters: bool
    norm: int
    """The order of the norm, 2 by default."""
    norm_type: int
    channel_order: Literal["CRD", "DCR"]
    """Order of the channels: those of a block next to each other (CRD, as in torch, default) or
    one block unit after the other (DCR, as in TensorFlow and ONNX).
    """
    r: int
    """The factor by which each axis grows."""
    upscale_factor: int
    block_size: int
    blocksize: int
    downscale_factor: int
    a: int | Sequence[int]
    """Extra zeros at the end of each axis, 0 by default."""
    output_padding: int | Sequence[int]
    transpose_of: DirectKeys
    """{i, k, s, p, d} of the direct convolution that this one transposes."""
    scale: int | Sequence[int]
    """The factor by which each axis grows."""
    scale_factor: int | Sequence[int]
    size: int | Sequence[int]
    """Size of the output, a multiple of the input's; in UpSampling2D the scale."""
    mode: Literal["nearest", "bilinear"]
    """Nearest copies a unit, bilinear weighs neighbours."""
    interpolation: Literal["nearest", "bilinear"]
    align_corners: bool
    """Whether corners lie on corners; with mode: bilinear, false by default."""


class PanelKeys(LayerKeys, total=False):
    """A drawing beside others."""

    view: ViewName
    """How it is drawn; by default flat with values, else isometric."""
    layers: Sequence[LayerKeys]
    """Layers that feed one another."""
    show: OverlayName | Sequence[OverlayName]
    """What else is shown: formula, step, labels, ...; by default winner where a max pooling has
    numbers, [] for nothing.
    """
    order: Literal["raster", "column", "snake"]
    """The order of the positions, raster by default."""
    title: str
    """A line above the drawing."""
    caption: str
    """Lines below the drawing."""
    frames: int | str | Sequence[int]
    """The steps to show, from 0: '0,4,8' or '0-8,12'; or all, however many."""
    excerpt: bool | int | ExcerptKeys
    """How much is drawn of a layer that is large: false for all, positions kept along each axis,
    or a mapping; a small part by default.
    """
    expect: ExpectKeys
    """What the arithmetic must give."""
    phases: Literal["at_once", "each_step", "in_acts"]
    """Whether slide, sum and bias are shown at_once, in turn in each_step, or in_acts."""
    products: bool
    """Whether the products of window and kernel are drawn, false by default."""
    per_map: Literal["kept", "current"]
    """Whether results per map are kept in maps (the default), or only current ones shown."""
    names: Literal["words", "symbols"]
    """Names of the maps: words such as filter 1 (by default), or symbols with sizes."""
    tint: Literal["plain", "rgb"]
    """Colours of the input maps: plain (by default), or rgb for red, green and blue."""
    weights: Literal["beside", "corner"]
    """Where the kernel's numbers are: beside the input (default), or in the corner of the cells
    they multiply.
    """
    keeps: int
    """Frames the outputs that a stride of so many keeps."""
    unit: int | Sequence[int]
    """The unit whose field is shown, from 0; each in turn when left out."""
    colours: Literal["own", "direct"]
    """Colours of a transposed convolution: its own (default), or those of the direct convolution,
    whose output is its input.
    """
    product: Literal["rows", "columns"]
    """How the product is computed: rows, each giving an output (default), or columns, each times
    its unit and added up.
    """
    nodes: Literal["all", "contributing"]
    """Which units are drawn in full: all, or those contributing."""
    counts: bool
    """Shade output cells by how many stamps hit them, instead of showing sums."""
    layout: Literal["NHWC", "NCHW"]
    """Order of the dimensions: NHWC (default) or NCHW."""
    batch: int
    """Number of images in a batch; left out by default."""


class Keys(PanelKeys, total=False):
    """A figure."""

    figure: str
    """A layer in one line, such as Conv2d(3, 8, 3), i = 5; other keys override it."""
    name: str
    """Name of the files, without suffix; that of the config by default."""
    theme: ThemeName | str | dict[str, Any]
    """Colours, fonts and line widths: a name, a file or a mapping; clear if none."""
    font: FontName | dict[str, str] | Literal["cm", "cm-sans", "times", "sans"]
    """The font of all text; that of the theme by default."""
    lang: LanguageName | str
    """The language of all text that convanim writes for the figure, or a file of another; en by
    default.
    """
    timing: float | TimingKeys
    """How long frames are shown."""
    alt: str
    """A description for readers who cannot see the figure; derived by default."""
    poster: int | Literal["first", "middle", "last"]
    """The step that stands for the figure in a single picture, from 0, or a word; the view's
    choice by default.
    """
    filmstrip: int | Sequence[int] | StripKeys
    """Steps in a still picture: how many, [rows, columns], or a mapping."""
    outputs: FormatName | OutputKeys | Sequence[FormatName | OutputKeys]
    """The files to write."""
    panels: Sequence[PanelKeys]
    """Drawings side by side, each with the keys beside it."""
    columns: int
    """Panels in a row; as many as are legible at 174 mm by default."""
    advance: Literal["together", "matched", "in_turn"]
    """How panels advance: together (by default), matched or in_turn."""
    fill: bool
    """Whether outputs fill up step by step, true by default."""
    width: int | str | Literal["column", "text"]
    """Width of the page, as in 84mm, 3.3in or 800px; column is 84mm, text 174mm; letters keep
    their size unless it is in pixels.
    """
    height: int | str
    """Height of the page, as width; with both, the drawing is fitted."""
    canvas: str
    """Proportions of the page, as in 16:9, with the drawing in its middle."""
    dpi: int
    """Pixels per inch, 150 by default."""
    loop: int
    """How many times an animation plays before it stops at its last frame; forever by default. For
    an MP4 the program that plays it decides, and a snippet of LaTeX plays it once or forever.
    """
    background: str
    """Of the page, or none for a transparent one; the theme's by default. Edges in a GIF are
    blended with the theme's page.
    """
    dark: ThemeName | str | dict[str, Any]
    """Theme whose colours readers see who prefer dark pages, in the same file; lines and letters
    stay those of theme.
    """
