"""Joins the stages: a figure from its config, its frames, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from convanim import config
from convanim.api.figures import Figure
from convanim.api.shot import format_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from convanim.api.keys import Keys

__all__ = [
    "Figure",
    "figure",
    "format_of",
    "load",
    "load_all",
    "parse",
]


def load(path: str | Path, *settings: str) -> Figure:
    """Read a config with one figure.

    Parameters
    ----------
    path : str or Path
        A YAML file that makes one figure.
    *settings : str
        Settings such as ``"k=5"``, which override keys of the file.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        The file has errors; all are listed, each with its position.
    ConvanimError
        It makes several figures, or none.
    """
    return Figure.of(config.read(Path(path), settings).only())


def load_all(path: str | Path, *settings: str) -> Iterator[Figure]:
    """Read a config with any number of figures, one by one.

    Parameters
    ----------
    path : str or Path
        A YAML file.
    *settings : str
        Settings such as ``"k=5"``, which override keys of the file.

    Yields
    ------
    Figure
        The figures of the file in order, each read when it is requested.

    Raises
    ------
    ConfigError
        The file, or the figure that is next, has errors; all are listed.
    """
    yield from map(Figure.of, config.read(Path(path), settings))


def parse(line: str, *settings: str) -> Figure:
    """Make a figure from a layer in one line, which is parsed and never evaluated.

    Parameters
    ----------
    line : str
        Keys, as in ``"conv i=5 k=3 s=2"`` and ``"i = 5, k = 3, s = 2 and p = 1"``, or a layer of
        torch or Keras: ``"nn.Conv2d(3, 8, 3, stride=2), i = 5"``.
    *settings : str
        Settings such as ``"view=flat"``, which override the line.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        The line has errors; all are listed, each with its position.
    """
    return Figure.of(config.read_line(line, settings).only())


def figure(**keys: Unpack[Keys]) -> Figure:
    """Make a figure from the keys of a config.

    Parameters
    ----------
    **keys
        As in YAML: ``operation="conv", i=5, k=3, s=2, p=1``. Each key is followed by its other
        spellings.

    Other Parameters
    ----------------
    operation, op
        The operation, conv by default.
    map
        The name of the map that a layer makes, by default output, or after conv between layers.
    i, input_size
        Input size; [rows, columns] when not square.
    values
        The numbers in the cells: literal arrays, or {seed: 7} with ranges.
    in_channels
        Input channels, as many as the values have or 1 by default.
    output_size, output_shape
        Size of the output, 1 by default.
    relu
        Whether negative outputs become zero.
    k, kernel_size, kernel_shape, pool_size
        Kernel size.
    s, stride, strides
        Stride, 1 by default.
    p, padding, pads, auto_pad
        Padding: one number, one per axis, [[top, bottom], [left, right]], or a word such as same.
    d, dilation, dilations, dilation_rate
        Dilation, 1 by default.
    ceil_mode
        Whether a last window may extend past the end, false by default.
    count_include_pad
        Whether padding counts in the average, true by default.
    divisor_override
        What the sum of each window is divided by, the number of its cells by default.
    out_channels, filters
        Output channels, one per group by default.
    groups, group
        Groups of channels that are convolved separately; as many as inputs: depthwise.
    bias, use_bias
        A number added to each output channel, with values.bias or a seed.
    padding_mode
        What the padding holds, zeros by default.
    depth_multiplier
        Outputs of each input channel, for a depthwise convolution as in Keras.
    flip, flip_filters
        Whether the kernel is turned by 180 degrees, as by numpy.convolve; false by default.
    norm, norm_type
        The order of the norm, 2 by default.
    channel_order
        Order of the channels: those of a block next to each other (CRD, as in torch, default) or
        one block unit after the other (DCR, as in TensorFlow and ONNX).
    r, upscale_factor, block_size, blocksize, downscale_factor
        The factor by which each axis grows.
    a, output_padding
        Extra zeros at the end of each axis, 0 by default.
    transpose_of
        {i, k, s, p, d} of the direct convolution that this one transposes.
    scale, scale_factor
        The factor by which each axis grows.
    size
        Size of the output, a multiple of the input's; in UpSampling2D the scale.
    mode, interpolation
        Nearest copies a unit, bilinear weighs neighbours.
    align_corners
        Whether corners lie on corners; with mode: bilinear, false by default.
    view
        How it is drawn; by default flat with values, else isometric.
    layers
        Layers that feed one another.
    show
        What else is shown: formula, step, labels, ...; by default winner where a max pooling has
        numbers, [] for nothing.
    order
        The order of the positions, raster by default.
    title
        A line above the drawing.
    caption
        Lines below the drawing.
    frames
        The steps to show, from 0: '0,4,8' or '0-8,12'; or all, however many.
    excerpt
        How much is drawn of a layer that is large: false for all, positions kept along each axis,
        or a mapping; a small part by default.
    expect
        What the arithmetic must give.
    figure
        A layer in one line, such as Conv2d(3, 8, 3), i = 5; other keys override it.
    name
        Name of the files, without suffix; that of the config by default.
    theme
        Colours, fonts and line widths: a name, a file or a mapping; clear if none.
    font
        The font of all text; that of the theme by default.
    lang
        The language of all text that convanim writes for the figure, or a file of another; en by
        default.
    timing
        How long frames are shown.
    alt
        A description for readers who cannot see the figure; derived by default.
    poster
        The step that stands for the figure in a single picture, from 0, or a word; the view's
        choice by default.
    filmstrip
        Steps in a still picture: how many, [rows, columns], or a mapping.
    outputs
        The files to write.
    panels
        Drawings side by side, each with the keys beside it.
    columns
        Panels in a row; as many as are legible at 174 mm by default.
    advance
        How panels advance: together (by default), matched or in_turn.
    fill
        Whether outputs fill up step by step, true by default.
    width
        Width of the page, as in 84mm, 3.3in or 800px; column is 84mm, text 174mm; letters keep
        their size unless it is in pixels.
    height
        Height of the page, as width; with both, the drawing is fitted.
    canvas
        Proportions of the page, as in 16:9, with the drawing in its middle.
    dpi
        Pixels per inch, 150 by default.
    loop
        How many times an animation plays before it stops at its last frame; forever by default. For
        an MP4 the program that plays it decides, and a snippet of LaTeX plays it once or forever.
    background
        Of the page, or none for a transparent one; the theme's by default. Edges in a GIF are
        blended with the theme's page.
    dark
        Theme whose colours readers see who prefer dark pages, in the same file; lines and letters
        stay those of theme.
    phases
        Whether slide, sum and bias are shown at_once, in turn in each_step, or in_acts.
    products
        Whether the products of window and kernel are drawn, false by default.
    per_map
        Whether results per map are kept in maps (the default), or only current ones shown.
    names
        Names of the maps: words such as filter 1 (by default), or symbols with sizes.
    tint
        Colours of the input maps: plain (by default), or rgb for red, green and blue.
    weights
        Where the kernel's numbers are: beside the input (default), or in the corner of the cells
        they multiply.
    keeps
        Frames the outputs that a stride of so many keeps.
    unit
        The unit whose field is shown, from 0; each in turn when left out.
    colours
        Colours of a transposed convolution: its own (default), or those of the direct convolution,
        whose output is its input.
    product
        How the product is computed: rows, each giving an output (default), or columns, each times
        its unit and added up.
    nodes
        Which units are drawn in full: all, or those contributing.
    counts
        Shade output cells by how many stamps hit them, instead of showing sums.
    layout
        Order of the dimensions: NHWC (default) or NCHW.
    batch
        Number of images in a batch; left out by default.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        The keys have errors; all are listed.
    """
    return Figure.of(config.from_keys(keys))
