"""Every sentence about channels, groups and bias, literally, with its line and column."""

from __future__ import annotations

import pytest

CONV = "operation: conv\ni: 3\nk: 2\n"
BACK = "operation: transposed_conv\ni: 3\nk: 2\n"
ONE, TWO = "[[1, 2], [3, 4]]", "[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]"

GROUPS = [
    (
        CONV + "in_channels: 4\nout_channels: 6\ngroups: 4",
        "6:9: groups = 4 does not divide out_channels = 6; channels 4 and 6 can have 1 or 2",
    ),
    (
        CONV + "in_channels: 3\nfilters: 3\ngroups: 2",
        "6:9: groups = 2 does not divide in_channels = 3; channels 3 and 3 can have 1 or 3",
        "6:9: groups = 2 does not divide out_channels = 3; channels 3 and 3 can have 1 or 3",
    ),
    (CONV + "groups: 0", "4:9: groups must be a whole number from 1 to 65535, not 0"),
    (CONV + "in_channels: 1.5", "4:14: in_channels must be a whole number from 1 to 65535, not "
     "1.5"),
    (CONV + "out_channels: 2\nfilters: 2", "5:1: 'out_channels' and 'filters' are the same key; "
     "keep one"),
    (
        "operation: max_pool\ni: 3\nk: 2\ngroups: 2",
        "4:1: 'groups' belongs to conv, conv_backward_input, conv_backward_kernel, "
        "transposed_conv; this is max_pool",
    ),
]  # fmt: skip

SHAPES = [
    (
        f"k: 2\nin_channels: 3\nvalues: {{input: {TWO}}}",
        "3:17: values.input has 2 channels but in_channels says 3; its first level lists "
        "the channels",
    ),
    (
        f"op: max_pool\nk: 2\nin_channels: 3\nvalues: {{input: {ONE}}}",
        "4:17: values.input has 1 channel but in_channels says 3; its first level lists "
        "the channels",
    ),
    (
        CONV + f"in_channels: 3\nvalues: {{kernel: [{TWO}]}}",
        "5:18: values.kernel holds 1 x 2 kernels but out_channels x in_channels / groups are "
        "1 x 3; its first two levels list them so",
    ),
    (
        CONV + f"in_channels: 2\nvalues: {{kernel: {ONE}}}",
        "5:18: values.kernel holds 1 x 1 kernels but out_channels x in_channels / groups are "
        "1 x 2; its first two levels list them so",
    ),
    (
        BACK + f"in_channels: 2\nvalues: {{kernel: [{TWO}]}}",
        "5:18: values.kernel holds 1 x 2 kernels but in_channels x out_channels / groups are "
        "2 x 2; its first two levels list them so",
    ),
    (
        f"k: [2, 2]\nvalues: {{input: [[[{ONE}]]]}}",
        "2:17: values.input gives 5 axes but k gives 2; with channels first it must have 3 levels",
    ),
    (
        f"k: [2, 2]\nvalues: {{input: {ONE}, kernel: {TWO}}}",
        "2:43: values.kernel gives 3 axes but k gives 2; with channels first it must have 4 levels",
    ),
    (
        "in_channels: 2\nvalues: {input: [1, 2], kernel: [1]}",
        "2:17: values.input gives 1 axis but a figure of channels without a list under i or k "
        "has 2",
        "2:33: values.kernel gives 1 axis but a figure of channels without a list under i or k "
        "has 2",
    ),
    (
        f"values: {{input: {TWO}, kernel: [{TWO}]}}",
        "1:63: values.kernel gives 4 axes but values.input gives 3; if some of its levels are "
        "channels, give in_channels or out_channels",
    ),
]

BIAS = [
    (CONV + "bias: 1", "4:7: bias must be true or false, not 1"),
    (
        CONV + "values: {bias: 1}",
        "4:16: values.bias must be a list with a number for each output channel, not 1",
    ),
    (
        CONV + "values: {bias: [[1]]}",
        "4:16: values.bias must be a list with a number for each output channel, not a list of 1",
    ),
    (
        CONV + "out_channels: 2\nvalues: {bias: [1]}",
        "5:16: values.bias has 1 number for 2 output channels; give one each",
    ),
    (
        CONV + "values: {bias: [1, 2, 3]}",
        "4:16: values.bias has 3 numbers for 1 output channel; give one each",
    ),
    (
        CONV + "bias: false\nvalues: {bias: [1]}",
        "4:7: bias: false, but values.bias has numbers; remove one of the two",
    ),
    (
        f"k: 2\nbias: true\nvalues: {{input: {ONE}, kernel: {ONE}}}",
        "2:7: bias has no numbers; give them as values.bias, or a seed",
    ),
    (
        CONV + "values: {seed: 1, bias: [2, 1]}",
        "4:25: values.bias must be a range [low, high]; write [1, 2]",
    ),
    (
        f"operation: avg_pool\nk: 2\nvalues: {{input: {ONE}, bias: [1]}}",
        "3:41: pooling has no bias; remove values.bias",
    ),
]

BOUNDS = [
    (
        "op: conv\ni: 7\nk: 3\nin_channels: 256\nfilters: 1\nexcerpt: false",
        "4:14: 256 + 1 feature maps are too many to draw; the limit is 256: remove excerpt: false, "
        "use view: shapes or use fewer channels",
    ),
    (
        "op: conv\ni: 7\nk: 3\nfilters: 256\nexcerpt: false",
        "4:10: 1 + 256 feature maps are too many to draw; the limit is 256: remove excerpt: false, "
        "use view: shapes or use fewer channels",
    ),
    (
        "op: conv\ni: 100\nk: 1\nfilters: 11\nexcerpt: false",
        "2:4: 110000 steps, 11 x 100 x 100, are too many; the limit is 100000: remove excerpt: "
        "false, use view: shapes, use fewer channels, use a smaller i or use a larger s",
    ),
    (
        "op: conv\ni: 1000\nk: 1000\nin_channels: 2\nexcerpt: false",
        "2:4: 2000000 cells of padded input are too many; the limit is 1000000: use view: shapes "
        "or use a smaller i and k",
    ),
    (
        "op: conv\ni: 30\nk: 11\nin_channels: 100\nfilters: 10\nvalues: {seed: 1}\nexcerpt: false",
        "6:9: 48400000 products are too many to compute; the limit is 10000000: remove excerpt: "
        "false, use fewer channels, use a smaller i, use a larger s or remove values",
    ),
]

EVERY = [*GROUPS, *SHAPES, *BIAS, *BOUNDS]


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in EVERY])
def test_a_fault_is_said_literally_and_once(faults, text, expected):
    assert faults(text) == expected
