"""Every sentence about patches and gradients, literally, with its line and column."""

from __future__ import annotations

import pytest

import convanim

FOLD = "operation: col2im\noutput_size: 4\nk: 3\n"
MISFIT = (
    " does not fit output_size 4 x 4: it has 3 x 3 = 9 rows a channel and 2 x 2 = 4 columns; give "
    "9 x 4, or another output_size"
)
BACK = "operation: conv_backward_input\n"
LEARN = "operation: conv_backward_kernel\n"
THREES = "[[1, 2, 3], [1, 2, 3], [1, 2, 3]]"

PATCHES = [
    (
        "operation: im2col\ni: 2\nk: 3",
        "3:4: kernel does not fit: kernel 3 is wider than i + 2p = 2; the output would be 0 x 0",
    ),
    (
        "operation: im2col\ni: 4\nk: 3\nvalues: {seed: 1, kernel: [0, 1]}",
        "4:27: im2col has no kernel values; remove values.kernel",
    ),
    (
        "operation: im2col\nk: 3",
        "1:1: i is missing: give the input size, or the numbers as values.input",
    ),
    (
        "operation: im2col\ni: 300\nk: 11\nexcerpt: false",
        "2:4: 10176100 cells of output, 121 x 84100, are too many; the limit is 1000000: remove "
        "excerpt: false, use view: shapes, use a smaller i or use a larger s",
    ),
    (
        "operation: im2col\ni: 400\nk: 3\nexcerpt: false",
        "2:4: 158404 steps, 398 x 398, are too many; the limit is 100000: remove excerpt: false, "
        "use view: shapes, use a smaller i or use a larger s",
    ),
    ("operation: im2col\ni: 4\nk: 3\na: 1", "4:1: 'a' belongs to transposed_conv; this is im2col"),
    (FOLD + "i: [9, 5]", "4:4: a matrix of 9 x 5" + MISFIT),
    (FOLD + "values: {input: [[1, 2], [3, 4]]}", "4:17: a matrix of 2 x 2" + MISFIT),
    (
        "operation: col2im\nk: 3",
        "1:1: output_size is missing: size of the map that the columns make",
    ),
    ("operation: col2im\noutput_size: 4", "1:1: k is missing: kernel size"),
    (
        FOLD + "in_channels: 3",
        "4:14: col2im takes one matrix, not 3: its rows hold all channels; give out_channels",
    ),
    (FOLD + "values: {seed: 1, bias: [1]}", "4:25: col2im has no bias; remove values.bias"),
    (
        "operation: col2im\noutput_size: 400\nk: 3\nexcerpt: false",
        "2:14: 160000 steps, 400 x 400, are too many; the limit is 100000: remove excerpt: false, "
        "use view: shapes or use a smaller output_size",
    ),
    (
        "operation: col2im\noutput_size: 90\nk: 20\nexcerpt: false",
        "2:14: 2016400 cells of padded input are too many; the limit is 1000000: remove "
        "excerpt: false, use view: shapes or use a smaller output_size",
    ),
    (
        "layers: [{operation: im2col, i: 4, k: 3}, {operation: col2im, output_size: 5, k: 3}]",
        "1:43: a matrix of 9 x 4 does not fit output_size 5 x 5: it has 3 x 3 = 9 rows a channel "
        "and 3 x 3 = 9 columns; give 9 x 9, or another output_size",
    ),
    (
        "layers: [{operation: im2col, i: [4], k: 3}, {operation: col2im, output_size: [4], k: 2}]",
        "1:45: a matrix of 3 x 2 does not fit output_size 4: it has 2 rows a channel and 3 "
        "columns; give 2 x 3, or another output_size",
    ),
]

GRADIENTS = [
    (
        BACK + "output_size: 5\nk: 3\ni: 4",
        "4:4: the gradient is 4 x 4, but a convolution of output_size 5 x 5 makes 3 x 3; remove i, "
        "or change output_size",
    ),
    (
        BACK + "output_size: 5\nk: 7",
        "3:4: kernel does not fit: kernel 7 is wider than i + 2p = 5; the output would be -1 x -1",
    ),
    (
        BACK + "output_size: 5",
        "1:1: k is missing: give the kernel size, or the numbers as values.kernel",
    ),
    (
        BACK + "k: 3",
        "1:1: i is missing: give the input size, or the numbers as values.input",
    ),
    (
        BACK + "output_size: 5\nk: 3\nvalues: {seed: 1, bias: [1]}",
        "4:25: no bias is added on the way back; remove values.bias",
    ),
    (
        BACK + "i: 5\nk: 3\np: 4",
        "4:4: the output would be -1 x -1: s(i - 1) + k^ + a - 2p = 1*4 + 3 + 0 - 8 = -1; use less "
        "padding",
    ),
    (
        BACK + "i: 400\nk: 3\ns: 2\nexcerpt: false",
        "2:4: 641601 steps, 801 x 801, are too many; the limit is 100000: remove excerpt: false, "
        "use view: shapes or use a smaller i",
    ),
    (
        "layers: [{i: 6, k: 3}, {operation: conv_backward_input, output_size: 8, k: 3}]",
        "1:24: the gradient is 4 x 4, but a convolution of output_size 8 x 8 makes 6 x 6; remove "
        "i, or change output_size",
    ),
    (
        LEARN + f"i: 3\nk: 3\nvalues: {{input: {THREES}, kernel: [[1, 2]]}}",
        "4:60: values.kernel is the gradient of the output: it is 1 x 2, but the convolution makes "
        "1 x 1",
    ),
    (
        LEARN + f"i: 3\nk: 3\nout_channels: 2\nvalues: {{input: {THREES}, kernel: [[1]]}}",
        "5:60: values.kernel holds 1 x 1 maps but out_channels x 1 are 2 x 1; its first two levels "
        "list them so",
    ),
    (LEARN + "i: 3", "1:1: k is missing: give the kernel size, or the numbers as values.kernel"),
    (
        LEARN + "i: 3\nk: 2\nvalues: {seed: 1, bias: [1]}",
        "4:25: the kernel's gradient has no bias; remove values.bias",
    ),
    (
        LEARN + "i: 3\nk: 2\ngroups: 2\nin_channels: 3\nout_channels: 2",
        "4:9: groups = 2 does not divide in_channels = 3; channels 3 and 2 can have 1",
    ),
]

SMALLER = [
    (
        "operation: pixel_shuffle\ni: 20\nr: 20\nexcerpt: false",
        "2:4: 160000 steps, 400 x 400, are too many; the limit is 100000: use view: shapes",
    ),
    (
        "operation: transposed_conv\ni: 200\nk: 3\ns: 2\nexcerpt: false",
        "2:4: 160801 steps, 401 x 401, are too many; the limit is 100000: remove excerpt: false, "
        "use view: shapes or use a smaller i",
    ),
    (
        "operation: unpool\ni: 400\nk: 2\nvalues: {seed: 1}\nexcerpt: false",
        "2:4: 160000 steps, 400 x 400, are too many; the limit is 100000: remove excerpt: false or "
        "use a smaller i",
    ),
]

EVERY = [*PATCHES, *GRADIENTS, *SMALLER]


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in EVERY])
def test_a_fault_is_said_literally_and_once(faults, text, expected):
    assert faults(text) == expected


def test_a_matrix_has_no_receptive_field():
    layers = [{"operation": "im2col", "i": [4], "k": 3}, {"operation": "conv", "k": 2}]
    told = convanim.figure(layers=layers).explain()
    assert told.as_dict()["receptive_field"] == []
    assert "receptive field" not in str(told)
