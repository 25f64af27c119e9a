"""A layer in one line: what is understood, and every sentence about what is not."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convanim.api import Figure
from convanim.config import is_line
from convanim.config.text.signatures import SIGNATURES
from convanim.errors import ConfigError
from tests.support.drafts import read_line, read_text

KEYS = "operation: {}\ni: 7\n{}"

UNDERSTOOD = [
    ("conv i=5 k=3 s=2 p=1", "i: 5\nk: 3\ns: 2\np: 1"),
    ("i = 5, k = 3, s = 2 and p = 1.", "i: 5\nk: 3\ns: 2\np: 1"),
    ("i: 5; k: 3 & stride: 2", "i: 5\nk: 3\ns: 2"),
    ("conv i=5\u00d77, k=3x2", "i: [5, 7]\nk: [3, 2]"),
    ("conv i=[5, 7] p=((1, 0), (2, 1)) k=2", "i: [5, 7]\nk: 2\np: [[1, 0], [2, 1]]"),
    ("Max pooling with i = 4 and k = 2", "operation: max_pool\ni: 4\nk: 2"),
    ("transposed_conv transpose_of={i: 5, k: 3}",
     "operation: transposed_conv\ntranspose_of: {i: 5, k: 3}"),
    ("conv i=5 k=3 values.seed=3 values.input=[0, 3]",
     "i: 5\nk: 3\nvalues: {seed: 3, input: [0, 3]}"),
    ("conv i=5 k=3 p=same title='Two words'", "i: 5\nk: 3\np: same\ntitle: Two words"),
    ("Conv2d(3, 8, 3, stride=2, padding=1), i = 7", KEYS.format(
        "Conv2d", "k: 3\ns: 2\np: 1\nin_channels: 3\nout_channels: 8\nbias: true")),
    ("self.conv1 = torch.nn.Conv2d(1, 1, (3, 5), 2, 0, 1, 1, False, 'reflect') i=7", KEYS.format(
        "Conv2d", "k: [3, 5]\ns: 2\np: 0\nd: 1\nin_channels: 1\nout_channels: 1\ngroups: 1\n"
        "bias: false\npadding_mode: reflect")),
    ("nn.ConvTranspose2d(2, 4, 3, 2, 1, 1, device=None), i=7", KEYS.format(
        "ConvTranspose2d",
        "k: 3\ns: 2\np: 1\na: 1\nin_channels: 2\nout_channels: 4\nbias: true")),
    ("MaxPool2d(2), i=7", KEYS.format("MaxPool2d", "k: 2\ns: 2")),
    ("MaxPool2d(2, 1, 1, 1, False, True), i=7", KEYS.format(
        "MaxPool2d", "k: 2\ns: 1\np: 1\nd: 1\nceil_mode: true")),
    ("nn.AvgPool1d(3, None, 1), i=7", KEYS.format("AvgPool1d", "k: 3\ns: 3\np: 1")),
    ("AdaptiveAvgPool2d((1, 1)) i=7", KEYS.format("AdaptiveAvgPool2d", "output_size: [1, 1]")),
    ("AdaptiveMaxPool2d(3) i=7", KEYS.format("AdaptiveMaxPool2d", "output_size: 3")),
    ("Upsample(14) i=7", KEYS.format("Upsample", "size: 14")),
    ("AvgPool2d(2, divisor_override=3) i=7", KEYS.format(
        "AvgPool2d", "k: 2\ndivisor_override: 3\ns: 2")),
    ("layers.DepthwiseConv2D(3, depth_multiplier=2), i=7, in_channels=2", KEYS.format(
        "DepthwiseConv2D", "k: 3\ndepth_multiplier: 2\nbias: true\nin_channels: 2")),
    ("nn.Upsample(scale_factor=2, mode='bilinear') i=7", KEYS.format(
        "Upsample", "scale: 2\nmode: bilinear")),
    ("nn.PixelShuffle(2) i=7", KEYS.format("PixelShuffle", "r: 2")),
    ("layers.Conv2D(8, 3, strides=2, padding='same', activation='relu', name='c'), i=7",
     KEYS.format("Conv2D", "k: 3\ns: 2\np: same\nout_channels: 8\nbias: true\nrelu: true")),
    ("tf.keras.layers.Conv2D(1, 3, use_bias=False, input_shape=(7, 9, 2))",
     "operation: Conv2D\ni: [7, 9]\nk: 3\nin_channels: 2\nout_channels: 1\nbias: false"),
    ("keras.layers.Conv2DTranspose(4, 3, 2, 'same'), i=7", KEYS.format(
        "Conv2DTranspose", "k: 3\ns: 2\np: same\nout_channels: 4\nbias: true")),
    ("MaxPooling2D() i=7", KEYS.format("MaxPooling2D", "k: 2\ns: 2")),
    ("AveragePooling2D(3, padding='same') i=7", KEYS.format(
        "AveragePooling2D", "k: 3\ns: 3\np: same\ncount_include_pad: false")),
    ("layers.GlobalAveragePooling2D(keepdims=True) i=7",
     KEYS.format("GlobalAveragePooling2D", "")),
    ("layers.UpSampling2D() i=7", KEYS.format("UpSampling2D", "scale: 2")),
]  # fmt: skip


@pytest.mark.parametrize(("line", "yaml"), UNDERSTOOD)
def test_a_line_means_the_same_as_its_keys(line, yaml):
    assert read_line(line).figure.panels == read_text(yaml, "x.yaml").figure.panels


@pytest.mark.parametrize("name", [name for name in SIGNATURES if "Unpool" not in name])
def test_every_layer_that_has_a_signature_is_an_operation_with_such_keys(name):
    signature = SIGNATURES[name]
    one = {"output_size": "1" if name.startswith("Adaptive") else "3"}
    arguments = [one.get(each, "1") for each in signature.required]
    arguments += ["scale_factor=1"] if name == "Upsample" else []
    channels = ", in_channels = 1" * (name in ("Fold", "PixelUnshuffle"))
    size = "9" if name == "Fold" else "4"
    assert read_line(f"{name}({', '.join(arguments)}), i = {size}{channels}").figure.layers


def test_a_figure_is_called_as_its_line():
    names = {
        line: read_line(line).figure.name for line in ("conv i=5 k=3", "i = 5, k = 3 and s = 2")
    }
    assert list(names.values()) == ["conv_i5_k3", "i5_k3_s2"]
    assert read_line("Conv2d(1, 1, 3, stride=2), i=5").figure.name == "Conv2d_1_1_3_stride2_i5"
    assert read_line("", ["i=5", "k=3"]).figure.name == "i5_k3"


def test_settings_override_a_line():
    assert read_line("conv i=5 k=3", ["kernel_size=2"]).figure.operation.k == (2, 2)


GUIDE = (
    "belongs to the convolution that emulates a transposed one; write "
    "'transposed_conv {}=...' with the layer's own keys, or transposed_conv "
    "transpose_of={{i: 5, k: 3}} with those of the direct convolution"
)
COMPUTED = "expressions are not evaluated; write"
REFUSED = [
    ("conv i=5 k=9", 12, "kernel does not fit: kernel 9 is wider than i + 2p = 5; "
     "the output would be -3 x -3"),
    ("cnov i=5 k=3", 1, "no operation 'cnov'; did you mean 'conv'?"),
    ("conv i=5", 9, "k is missing: give the kernel size, or the numbers as values.kernel"),
    ("Conv2d(3, 8, 3)", 16,
     "a layer of torch does not say the size of its input; append ', i = 5'"),
    ("layers.Conv2D(3, 8) ", 20,
     "a layer of Keras does not say the size of its input; append ', i = 5'"),
    ("conv i5 k3", 6, "'i5' has no '='; write i=5"),
    ("conv i=5 stride 2", 10, "'stride' has no '='; write stride=2"),
    ("conv i=5 same k=3", 10, "'same' has no '='; write same=..., or delete it"),
    ("conv 5 3", 6, "'5' has no key; write one before it, as in k=5"),
    ("i=5 (k=3)", 5, "expected a key, not '('; write a layer such as conv i=5 k=3 s=2"),
    ("i' = 2, k' = 3", 1, "i' " + GUIDE.format("i")),
    ("i = 5, k\u2032 = 3", 8, "k\u2032 " + GUIDE.format("k")),
    ("conv i= k=3", 6, "'i' has no value; write one after the '='"),
    ("conv i=5 k=", 10, "'k' has no value; write one after the '='"),
    ("k=3 k=4", 5, "'k' is given twice; keep one"),
    ("i=5 k=2*3", 8, f"'*' cannot be read: {COMPUTED} the result"),
    ("i=5 k=f(3)", 7, f"'f(...)' cannot be read: {COMPUTED} its value"),
    ("i=5 k=$3", 7, "'$' cannot be read; write i=5 k=3 s=2, or a layer as Conv2d(3, 8, 3)"),
    ('p="same', 3, "this quote is never closed; add another one, or delete it"),
    ("i=[5, 7", 8, "'[' is never closed; add ']'"),
    ("i=[5 7]", 6, "',' or ']' is missing before '7'"),
    ("values={3}", 9, "write a mapping as {seed: 7, input: [0, 3]}"),
    ("i=" + "[" * 60, 53, "more than 50 levels; the limit is 50"),
    ("", 1, "empty; write a layer such as 'conv i=5 k=3 s=2'"),
    ("i=" + "5" * 2000, 1, "the line has 2002 characters; the limit is 2000"),
    ("Conv2d(3, 8", 12, "'Conv2d' is never closed; add ')'"),
    ("Conv2d(3, 8), i=5", 1,
     "kernel_size is missing: write Conv2d(in_channels, out_channels, kernel_size)"),
    ("Conv2d(3, 8, 3, strid=2)", 17, "Conv2d has no parameter 'strid'; did you mean 'stride'?"),
    ("MaxPool1d(3, zzz=2)", 14, "MaxPool1d has no parameter 'zzz'; it has kernel_size, stride, "
     "padding, dilation, return_indices, ceil_mode"),
    ("MaxPool1d(3, kernel_size=2)", 14, "kernel_size is given twice; keep one"),
    ("MaxUnpool2d(1, 2, 0, 4)", 22, "MaxUnpool2d takes at most 3 positional arguments; "
     "write this one as name=value, or delete it"),
    ("Conv2d(3 8)", 10, "',' or ')' is missing before '8'"),
    ("nn.Convv2d(3)", 1, "no layer 'Convv2d' is known; did you mean 'Conv2d'?"),
    ("Zzz(3)", 1, "no layer 'Zzz' is known; give its keys instead, as in conv i=5 k=3 s=2"),
    ("layers.Conv2D(1, 3, activation='tanh')", 32,
     "activation 'tanh' is not supported; remove it, or use relu"),
    ("layers.Conv2D(1, 3, input_shape=7)", 21,
     "input_shape must be (rows, columns, channels); or append i and in_channels"),
    ("Conv2d(1, 1, 3), i=[5, 5, 5]", 20, "i gives 3 axes but Conv2d has 2"),
    ("Conv2d(n, 1, 3), i=5", 8, "in_channels must be a whole number from 1 to 65535, not 'n'"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "message"), REFUSED)
def test_what_cannot_be_read_is_marked_with_the_way_out(line, column, message):
    with pytest.raises(ConfigError) as caught:
        Figure.of(read_line(line)).spec.drawable()
    (report,) = caught.value.reports
    found = (report.mark.source, report.mark.line, report.mark.column, report.message)
    assert found == ("line", 1, column, message)


def test_all_faults_of_a_call_come_at_once():
    with pytest.raises(ConfigError) as caught:
        Figure.of(read_line("Conv2d(3, strid=2, in_channels=3)"))
    assert [report.mark.column for report in caught.value.reports] == [1, 11, 20]


UNDER_FIGURE = [
    ('figure: "conv i=5 k=9"', "1:21: kernel does not fit: kernel 9 is wider than i + 2p = 5; "
     "the output would be -3 x -3"),
    ("theme: grey\nfigure: conv i=5 k=x",
     "2:20: k must be a whole number from 1 to 1000000, not 'x'"),
    ("figure: >\n  conv i=5\n  k=x", "1:9: k must be a whole number from 1 to 1000000, not 'x'"),
    ('figure: "Conv2d(1, 1, 3)"',
     "1:25: a layer of torch does not say the size of its input; append ', i = 5'"),
    ("figure: 3", "1:9: figure must be a layer in one line, such as 'conv i=5 k=3', not 3"),
    ("figure: conv i=5 k=3\nstrid: 2", "2:1: unknown key 'strid'; did you mean 'stride'?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNDER_FIGURE)
def test_a_fault_in_the_line_of_a_config_is_placed_in_the_config(faults, text, expected):
    assert faults(text) == [expected]


def test_the_keys_beside_a_line_override_it_in_any_spelling():
    made = read_text('figure: "Conv2d(1, 1, 3, stride=2)"\ni: 7\ns: 1\nview: flat', "x.yaml").figure
    assert (made.operation.k, made.operation.s, made.view.name) == ((3, 3), (1, 1), "flat")
    made = read_text("figure: conv i=5 k=3", "x.yaml", ["figure=max_pool i=4 k=2"]).figure
    assert made.operation.name == "max_pool"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("conv i=5", True), ("Conv2d(1, 1, 3)", True), ("x.yaml", False), ("a=b.yaml", False)],
)
def test_a_line_is_told_from_a_path(text, expected):
    assert is_line(text) is expected


PIECES = st.sampled_from([*"()[]{}=:,.'&x \n", "conv", "Conv2d(", "i=5", "k", "3", "2x3", "\u2032"])


@settings(max_examples=60)
@given(st.text() | st.lists(PIECES, max_size=20).map("".join))
def test_any_line_is_a_figure_or_a_config_error(line):
    with contextlib.suppress(ConfigError):
        Figure.of(read_line(line))
