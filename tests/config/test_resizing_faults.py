"""Every sentence about operations that are no window, literally, with its line and column."""

from __future__ import annotations

import pytest

UP = "operation: upsample\ni: 2\n"
ONE = "[[1, 2], [3, 4]]"

UPSAMPLE = [
    (UP, "1:1: scale is missing: the factor by which each axis grows"),
    (UP + "scale: 0", "3:8: scale must be a whole number from 1 to 1000000, not 0"),
    (UP + "scale: 1.5", "3:8: scale must be a whole number from 1 to 1000000, not 1.5"),
    (
        UP + "scale: 2\nscale_factor: 2",
        "4:1: 'scale' and 'scale_factor' are the same key; keep one",
    ),
    (
        UP + "scale: 2\nsize: 4",
        "4:7: size and scale both give the output's size; keep one",
    ),
    (
        UP + "scale: 2\nmode: bicubic",
        "4:7: mode must be one of bilinear, nearest, not 'bicubic'",
    ),
    (
        UP + "scale: 2\nalign_corners: false",
        "4:16: align_corners belongs to mode: bilinear; nearest copies units, remove it",
    ),
    (
        "operation: upsample\nscale: 2",
        "1:1: i is missing: give the input size, or the numbers as values.input",
    ),
    (
        f"operation: upsample\ni: 3\nscale: 2\nvalues: {{input: {ONE}}}",
        "4:17: values.input is 2 x 2 but i says 3 x 3",
    ),
    (
        f"operation: upsample\nscale: 2\nin_channels: 2\nvalues: {{input: {ONE}}}",
        "4:17: values.input has 1 channel but in_channels says 2; its first level lists "
        "the channels",
    ),
    (
        UP + "scale: 2\nvalues: {seed: 1, kernel: [[1]], bias: [1, 2]}",
        "4:27: upsample has no kernel values; remove values.kernel",
        "4:40: upsample has no bias; remove values.bias",
    ),
    (UP + "scale: 2\na: 1", "4:1: 'a' belongs to transposed_conv; this is upsample"),
    (
        UP + "scale: 2\nexpect: {o: 5, relationship: 12}",
        "4:13: o = 5 x 5 is expected, but the arithmetic gives 4 x 4",
        "4:30: relationship 12 is expected, but the guide has none for upsample; remove it",
    ),
    (
        UP + "scale: 400\nexcerpt: false",
        "2:4: 640000 steps, 800 x 800, are too many; the limit is 100000: use view: shapes",
    ),
]  # fmt: skip

SHUFFLE = [
    ("operation: pixel_shuffle\ni: 2", "1:1: r is missing: the factor by which each axis "
     "grows"),
    ("operation: pixel_unshuffle\ni: 2", "1:1: r is missing: the factor by which each axis "
     "shrinks"),
    (
        "operation: pixel_shuffle\ni: 2\nupscale_factor: 2\nin_channels: 6",
        "4:14: 6 input channels are not a multiple of 2*2 = 4, which make one output channel; "
        "give 8",
    ),
    (
        f"operation: pixel_shuffle\nr: 2\nvalues: {{input: {ONE}}}",
        "3:17: 1 input channel is not a multiple of 2*2 = 4, which make one output channel; give 4",
    ),
    (
        "operation: pixel_unshuffle\ni: [4, 5]\ndownscale_factor: 2",
        "2:8: input size 5 is not a multiple of r = 2; make it 6",
    ),
    (
        f"operation: pixel_unshuffle\nr: 4\nvalues: {{input: [{ONE}]}}",
        "3:17: input size 2 is not a multiple of r = 4; make it 4",
    ),
    (
        "operation: pixel_shuffle\ni: 2\ndownscale_factor: 2",
        "1:1: r is missing: the factor by which each axis grows",
        "3:1: 'downscale_factor' belongs to pixel_unshuffle; this is pixel_shuffle",
    ),
]  # fmt: skip

UNPOOL = [
    (
        "operation: unpool\ni: 4\nk: 2",
        "1:1: unpool needs numbers, as its switches are where the largest are: give the input "
        "before pooling as values.input, or a seed",
    ),
    (
        "operation: unpool\nk: 2\nvalues: {seed: 1}",
        "1:1: i is missing: give the input size, or the numbers as values.input",
    ),
    (
        "operation: unpool\ni: 4\nk: 2\np: 2\nvalues: {seed: 1}",
        "4:4: padding 2 is more than half of the window, 2: a window could lie in the padding "
        "alone; use at most 1",
    ),
    (
        "operation: unpool\ni: 4\nk: 5\nvalues: {seed: 1}",
        "3:4: kernel does not fit: kernel 5 is wider than i + 2p = 4; the output would be 0 x 0",
    ),
    (
        "operation: unpool\ni: 4\nk: 2\nvalues: {seed: 1, bias: [1, 2]}",
        "4:25: pooling has no bias; remove values.bias",
    ),
    (
        "operation: unpool\ni: 4\nk: 2\ngroups: 2\nvalues: {seed: 1}",
        "4:1: 'groups' belongs to conv, conv_backward_input, conv_backward_kernel, "
        "transposed_conv; this is unpool",
    ),
]

EVERY = [*UPSAMPLE, *SHUFFLE, *UNPOOL]


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in EVERY])
def test_a_fault_is_said_literally_and_once(faults, text, expected):
    assert faults(text) == expected
