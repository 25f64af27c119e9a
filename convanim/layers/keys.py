"""The config keys that operations share."""

from __future__ import annotations

from typing import Annotated

from convanim.arithmetic import padding
from convanim.arithmetic.axis import Axis
from convanim.arithmetic.values import Values
from convanim.plugins.key import Key

Sizes = tuple[int, ...]


Paddings = tuple[padding.Pair | str, ...]


"""For each axis the cells before and after, or a word of :mod:`convanim.arithmetic.padding`."""


InputSize = Annotated[
    Sizes, Key("per_axis", "input size; [rows, columns] when not square", ("input_size",))
]


KernelSize = Annotated[
    Sizes, Key("per_axis", "kernel size", ("kernel_size", "kernel_shape", "pool_size"))
]


Stride = Annotated[Sizes, Key("per_axis", "stride, 1 by default", ("stride", "strides"))]


Padding = Annotated[
    Paddings,
    Key(
        "padding",
        "padding: one number, one per axis, [[top, bottom], [left, right]], or a word such as same",
        ("padding", "pads", "auto_pad"),
        minimum=0,
    ),
]


Dilation = Annotated[
    Sizes,
    Key("per_axis", "dilation, 1 by default", ("dilation", "dilations", "dilation_rate")),
]


PaddingMode = Annotated[
    str, Key("word", "what the padding holds, zeros by default", words=padding.MODES)
]


RoundUp = Annotated[
    bool, Key("flag", "whether a last window may extend past the end, false by default")
]


CountPadding = Annotated[
    bool, Key("flag", "whether padding counts in the average, true by default")
]


Extra = Annotated[
    Sizes,
    Key("per_axis", "extra zeros at the end of each axis, 0 by default", ("output_padding",), 0),
]


Direct = Annotated[
    tuple[Axis, ...],
    Key(
        "convolution",
        "{i, k, s, p, d} of the direct convolution that this one transposes",
        example="{i: 5, k: 3}",
    ),
]


InputChannels = Annotated[
    int | None, Key("count", "input channels, as many as the values have or 1 by default")
]


OutputChannels = Annotated[
    int | None, Key("count", "output channels, one per group by default", ("filters",))
]


Groups = Annotated[
    int,
    Key(
        "count",
        "groups of channels that are convolved separately; as many as inputs: depthwise",
        ("group",),
    ),
]


CHANNEL_ORDERS = ("CRD", "DCR")
"""The orders of channels that are to become a block, as ONNX names them."""


ChannelOrder = Annotated[
    str,
    Key(
        "word",
        "order of the channels: those of a block next to each other (CRD, as in torch, default) or "
        "one block unit after the other (DCR, as in TensorFlow and ONNX)",
        words=CHANNEL_ORDERS,
    ),
]


Bias = Annotated[
    bool | None,
    Key("flag", "a number added to each output channel, with values.bias or a seed", ("use_bias",)),
]


Flip = Annotated[
    bool,
    Key(
        "flag",
        "whether the kernel is turned by 180 degrees, as by numpy.convolve; false by default",
        ("flip_filters",),
    ),
]


Relu = Annotated[bool, Key("flag", "whether negative outputs become zero")]


Numbers = Annotated[
    Values,
    Key("values", "the numbers in the cells: literal arrays, or {seed: 7} with ranges"),
]
