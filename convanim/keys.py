"""What a plug-in says of the config keys it takes: an annotation on each field of its class.

A plug-in is a frozen dataclass, and its fields are its config keys. ``Annotated[int, Key(...)]``
tells the config reader how to check a key, what else it may be called and what to say of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from convanim import padding
from convanim.arithmetic import Axis
from convanim.values import Values

Kind = Literal[
    "per_axis", "padding", "count", "number", "flag", "word", "values", "convolution", "path"
]
"""The shapes a key's value can have; the config reader knows how to read each."""


@dataclass(frozen=True, slots=True)
class Key:
    """One config key.

    Attributes
    ----------
    kind : str
        How its value is written; ``per_axis`` is a number or a list with one number per axis.
    help : str
        One line for the schema and the documentation.
    also : tuple of str
        Other spellings that mean the same.
    minimum : int
        Least value, where the kind is a number.
    words : tuple of str
        The values allowed, where the kind is ``word``; those beside a number, where it is
        ``count``.
    """

    kind: Kind
    help: str
    also: tuple[str, ...] = ()
    minimum: int = 1
    words: tuple[str, ...] = ()


FRAMES = ("first", "middle", "last")
"""The frames of a film that have a name."""

Sizes = tuple[int, ...]
Paddings = tuple[padding.Pair | str, ...]
"""For each axis the cells before and after, or one of the words of :mod:`convanim.padding`."""

InputSize = Annotated[
    Sizes, Key("per_axis", "input size; [rows, columns] when not square", ("input_size",))
]
KernelSize = Annotated[
    Sizes, Key("per_axis", "kernel size", ("kernel_size", "kernel_shape", "pool_size"))
]
Stride = Annotated[Sizes, Key("per_axis", "stride, 1 unless given", ("stride", "strides"))]
Padding = Annotated[
    Paddings,
    Key(
        "padding",
        "padding: one number, one per axis, [[top, bottom], [left, right]], or a word such as same",
        ("padding", "pads"),
        minimum=0,
    ),
]
Dilation = Annotated[
    Sizes,
    Key("per_axis", "dilation, 1 unless given", ("dilation", "dilations", "dilation_rate")),
]
PaddingMode = Annotated[
    str, Key("word", "what the padding holds, zeros unless given", words=padding.MODES)
]
RoundUp = Annotated[
    bool, Key("flag", "whether a last window may hang over the end, false unless given")
]
CountPadding = Annotated[
    bool, Key("flag", "whether padding counts in the average, true unless given")
]
Extra = Annotated[
    Sizes,
    Key("per_axis", "extra zeros at the end of each axis, 0 unless given", ("output_padding",), 0),
]
Direct = Annotated[
    tuple[Axis, ...],
    Key("convolution", "{i, k, s, p, d} of the direct convolution this one takes back"),
]
InputChannels = Annotated[
    int | None, Key("count", "input channels, as many as the values have or 1 unless given")
]
OutputChannels = Annotated[
    int | None, Key("count", "output channels, one a group unless given", ("filters",))
]
Groups = Annotated[
    int, Key("count", "groups of channels that are convolved apart; as many as inputs: depthwise")
]
Bias = Annotated[
    bool | None, Key("flag", "a number added to each output channel, with values.bias or a seed")
]
Relu = Annotated[bool, Key("flag", "whether outputs below zero become zero")]
Numbers = Annotated[
    Values,
    Key("values", "the numbers in the cells: literal arrays, or {seed: 7} with ranges"),
]
Frame = Annotated[
    int | str,
    Key("count", "which frame, counted from 0, or a word", minimum=0, words=FRAMES),
]
