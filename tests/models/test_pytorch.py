"""Figures of torch's modules: every value is what the module computes."""

from __future__ import annotations

import math
from ast import literal_eval

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convanim
from convanim.frameworks import translations
from convanim.layers.operation import Operation
from convanim.models.weights import is_small
from convanim.plugins import registry
from tests.frameworks.test_frameworks import numbers, operations

torch = pytest.importorskip("torch", reason="torch is not installed")
nn = torch.nn

pytestmark = pytest.mark.filterwarnings(
    "ignore:Initializing zero-element", "ignore:Using padding='same' with even"
)
MANY = settings(max_examples=80)


def whole(module, seed=0):
    """The module, in evaluation, with small whole numbers for weights."""
    made = torch.Generator().manual_seed(seed)
    for parameter in module.parameters():
        parameter.data = torch.randint(-2, 3, parameter.shape, generator=made).float()
    return module.eval()


def outputs(fig):
    """The last layer's output, channels first."""
    layer = fig.spec.operation
    shape = [axis.o for axis in layer.axes]
    maps = layer.sweep().maps_of("output")
    return np.array([[float(v) for v in each.values] for each in maps]).reshape(-1, *shape)


def check(module, *size, rtol=0, **keys):
    """Hold the figure of a module against what it computes for the input the figure draws."""
    fig = convanim.from_torch(module, size, **keys)
    first = fig.spec.layers[0]
    x = np.array(first.units, np.float64).reshape(1, first.channels.inputs, *first.sizes)
    found = module.double()(torch.tensor(x)).detach().numpy()[0]
    found = found if found.ndim > 1 else found.reshape(-1, 1, 1)
    made = outputs(fig)
    assert made.shape == found.shape
    assert np.allclose(made, found, rtol=rtol, atol=rtol)
    return fig


@pytest.mark.skipif("im2col" not in registry.scan(Operation), reason="no operation im2col")
def test_the_matrix_of_patches():
    module, x = (
        nn.Unfold(2, dilation=2, padding=1, stride=2),
        torch.arange(40.0).reshape(1, 2, 4, 5),
    )
    fig = convanim.from_torch(module, (2, 4, 5), values={"input": x[0].tolist()})
    (matrix,) = fig.sweep.maps_of("output")
    assert np.array_equal(np.reshape(matrix.values, matrix.shape), module(x)[0])


SEED = {"values": {"seed": 3}}


@pytest.mark.parametrize(
    ("module", "size", "keys"),
    [
        (nn.Conv1d(1, 1, 3), (7,), {}),
        (nn.Conv2d(1, 2, 3, stride=2, padding=1), (5, 7), {}),
        (nn.Conv2d(2, 2, (3, 2), padding="same", groups=2, bias=False), (4, 5), {}),
        (nn.Conv2d(1, 1, 3, padding="valid", dilation=2), (6, 6), {}),
        (nn.Conv2d(1, 1, 3, padding=(1, 0), padding_mode="reflect"), (4, 4), {}),
        (nn.Conv1d(1, 1, 5, padding=3, padding_mode="circular"), (6,), {}),
        (nn.ConvTranspose1d(2, 3, 2, stride=3), (4,), {}),
        (nn.ConvTranspose2d(1, 2, 3, stride=2, padding=1, output_padding=1), (3, 3), {}),
        (nn.ConvTranspose2d(2, 2, 2, stride=2, groups=2, dilation=2), (3, 2), {}),
        (nn.MaxPool2d(2), (2, 5, 5), SEED),
        (nn.MaxPool1d(3, stride=2, padding=1, ceil_mode=True), (8,), SEED),
        (nn.MaxPool2d(2, dilation=2, stride=1), (6, 6), SEED),
        (nn.AvgPool1d(2), (5,), SEED),
        (nn.AvgPool2d((3, 2), 2, padding=1, count_include_pad=False), (5, 6), SEED),
        (nn.LPPool1d(2, 3, stride=2), (8,), SEED),
        (nn.LPPool2d(2, (3, 2)), (2, 6, 5), SEED),
        (nn.LPPool2d(4, 3, stride=2), (6, 6), SEED),
        (nn.AdaptiveAvgPool2d(1), (3, 4, 4), SEED),
        (nn.AdaptiveMaxPool2d((1, 1)), (4, 5), SEED),
        (nn.Upsample(scale_factor=2), (1, 1, 3, 2), SEED),
        (nn.Upsample(scale_factor=2), (3, 4, 5), SEED),
        (nn.Sequential(nn.Identity(), nn.Upsample(scale_factor=2)), (1, 1, 2, 3, 2), SEED),
        (nn.Upsample(scale_factor=(2.0, 3.0), mode="nearest-exact"), (3, 2), SEED),
        (nn.Upsample(scale_factor=2, mode="linear"), (5,), SEED),
        (nn.UpsamplingNearest2d(scale_factor=2), (3, 3), SEED),
        (nn.UpsamplingBilinear2d(scale_factor=3), (3, 3), SEED),
        (nn.PixelShuffle(2), (8, 2, 3), SEED),
        (nn.PixelUnshuffle(3), (3, 6), SEED),
        (nn.Sequential(nn.ZeroPad2d((1, 0, 2, 1)), nn.Conv2d(1, 1, 2)), (4, 4), {}),
        (nn.Sequential(nn.ReplicationPad1d((2, 1)), nn.Conv1d(1, 1, 3)), (5,), {}),
        (nn.Sequential(nn.ConstantPad1d((0, 1), -math.inf), nn.MaxPool1d(2, 1)), (5,), SEED),
        (
            nn.Sequential(
                nn.Identity(),
                nn.Conv2d(1, 2, 3, padding=1),
                nn.ReLU(),
                nn.Dropout2d(),
                nn.MaxPool2d(2),
                nn.Sequential(nn.ConvTranspose2d(2, 1, 2, stride=2), nn.ReLU()),
            ),
            (6, 4),
            {},
        ),
    ],
    ids=str,
)
def test_the_values_of_a_module(module, size, keys):
    check(whole(module), *size, rtol=1e-12, **keys)


@MANY
@given(operations(st.booleans()))
def test_a_module_of_every_layer_gives_the_layer_back(operation):
    """From a figure to the line of torch, and from the module it makes to the same numbers."""
    told = translations(operation.layer())["torch"]
    assume(told.code)
    names = {"nn": nn, "torch": torch}
    module = eval(told.code, names).double()
    x, weights, expected = numbers(operation, np.float64)
    for parameter, values in zip(module.parameters(), weights, strict=True):
        parameter.data = torch.tensor(values)
    if operation.relu:
        module = nn.Sequential(module, nn.ReLU())
    size, values = operation.layer().input_shape, {"input": x[0].tolist()}
    if weights and not is_small(weights[0].shape, operation.groups):
        with pytest.raises(convanim.ConfigError, match="unknown or too many to show"):
            convanim.from_torch(module, size, values=values)
        return
    fig = convanim.from_torch(module, size, values=values)
    again = fig.spec.operation
    assert type(again) is type(operation)
    assert again.layer().channels == operation.layer().channels
    assert np.array_equal(outputs(fig), expected[0])


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("groups", [1, 2])
def test_batch_normalisation_is_folded_into_the_convolution(transposed, groups):
    made = nn.ConvTranspose1d if transposed else nn.Conv1d
    norm = nn.BatchNorm1d(4)
    module = whole(nn.Sequential(made(2, 4, 2, groups=groups, bias=False), norm, nn.ReLU()))
    norm.running_mean = torch.tensor([0.5, -1, 0, 2])
    norm.running_var = torch.tensor([1.0, 4, 0.25, 9])
    fig = check(module, 5, rtol=1e-6)
    assert len(fig.spec.layers) == 1
    assert fig.spec.operation.relu


def test_weights_are_shown_when_they_are_few():
    few, many = nn.Conv2d(1, 1, 8), nn.Conv2d(1, 1, 9)
    assert convanim.from_torch(few, 10).spec.operation.values.kernel
    for module, size in [(many, 10), (nn.Conv2d(1, 8, 1), 9), (few, 33), (few.to("meta"), 10)]:
        assert convanim.from_torch(module, size).spec.operation.values.kernel is None


def test_a_layer_too_large_to_draw_is_explained():
    module = nn.Conv2d(3, 64, 11, stride=4, padding=2)
    fig = convanim.from_torch(module, (3, 224, 224), excerpt=False)
    assert fig.explain().as_dict()["parameters"] == 23296
    with pytest.raises(convanim.ConfigError, match="193600 steps, 64 x 55 x 55, are too many"):
        fig.frame(0)


def test_three_axes_are_explained():
    fig = convanim.from_torch(nn.Conv3d(1, 1, 3, stride=2), (1, 1, 7, 9, 11))
    assert fig.explain().o == (3, 4, 5)


def test_other_keys_of_a_config():
    module = whole(nn.Conv2d(1, 1, 2))
    values = {"input": [[1, 2], [3, 4]]}
    fig = convanim.from_torch(module, 2, values=values, theme="grey", name="mine", view="flat")
    assert (fig.name, len(fig)) == ("mine", 1)
    assert fig.spec.operation.values.seed is None
    both = nn.Sequential(nn.MaxPool2d(1), nn.MaxPool2d(2))
    assert outputs(convanim.from_torch(both, 2, values=values)).tolist() == [[[4.0]]]
    with pytest.raises(convanim.ConfigError, match="values must be a mapping"):
        convanim.from_torch(module, 2, values=7)


class Own(nn.Conv2d):
    pass


class Other(nn.Conv2d):
    def forward(self, x):
        return -x


def test_a_class_of_ones_own():
    check(whole(Own(1, 1, 3)), 5, 5)


from convanim.models.pytorch.modules import _WAY_OUT as WAY_OUT  # noqa: E402

RANDOM = "its output is random in training mode; call eval() on the model first"
BATCH = (
    "its numbers depend on the batch; call eval() on the model first, and keep track_running_stats"
)
FAULTS = [
    (nn.LSTM(3, 4), 5, [f"LSTM: no operation shows it; {WAY_OUT}"]),
    ("Conv2d", 5, [f"str: no operation shows it; {WAY_OUT}"]),
    (Other(1, 1, 3), 5, [f"Other: it changes what Conv2d computes; {WAY_OUT}"]),
    (nn.LazyConv2d(3, 2), 5, ["LazyConv2d: its sizes are not known yet; run it once on an input"]),
    (nn.Sequential(nn.Identity()), 5, ["Sequential has no layer that an operation shows"]),
    (
        nn.Upsample(7),
        5,
        ["Upsample: size=7 is not a whole multiple of the input, 5 x 5; use size=(5, 5)"],
    ),
    (
        nn.Upsample(scale_factor=1.5),
        5,
        ["Upsample: scale_factor=1.5 is not a whole number; use scale_factor=(2, 2)"],
    ),
    (
        nn.Upsample(scale_factor=2, mode="bicubic"),
        5,
        ["Upsample: mode='bicubic' is not drawn; use nearest or bilinear"],
    ),
    (
        nn.Conv2d(1, 1, 1, dtype=torch.complex64),
        5,
        ["Conv2d: its weights are complex; only real numbers are shown"],
    ),
    (
        nn.Sequential(nn.Conv2d(1, 1, 1), nn.Dropout(), nn.Conv2d(1, 1, 1), nn.Dropout()),
        5,
        [f"Dropout at [1], Dropout at [3]: {RANDOM}"],
    ),
    (
        nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2)),
        5,
        [f"BatchNorm2d at [1]: {BATCH}"],
    ),
    (
        nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(3)).eval(),
        5,
        ["BatchNorm2d at [1]: num_features=3 but there are 2 channels before it"],
    ),
    (
        nn.LPPool2d(3, 2),
        5,
        ["LPPool2d: norm_type=3 is not drawn; use an even number"],
    ),
    (
        nn.LPPool2d(2, 2, ceil_mode=True),
        5,
        ["LPPool2d: ceil_mode=True is not drawn; use ceil_mode=False"],
    ),
    (
        nn.Sequential(nn.ConstantPad2d(1, 3.0), nn.Conv2d(1, 1, 3)),
        5,
        [
            "ConstantPad2d at [0]: padding of 3.0 is not drawn; use zeros, or minus infinity right "
            "before a max pooling without padding"
        ],
    ),
    (
        nn.Sequential(nn.Conv2d(1, 1, 3), nn.Flatten(), nn.Linear(8, 2)),
        5,
        [
            "Linear at [2]: in_features=8 but the maps before it are 1 x 3 x 3; give the right "
            "input_size, with channels"
        ],
    ),
    (
        nn.Sequential(nn.Conv1d(1, 1, 3), nn.Conv2d(1, 1, 3)),
        5,
        ["layers with 1 and 2 axes cannot follow one another"],
    ),
    (nn.Conv2d(3, 1, 3), (2, 5, 5), ["input_size has 2 channels, but in_channels=3"]),
    (
        nn.Conv1d(1, 1, 3),
        (1, 1, 5, 5),
        [
            "input_size has 4 entries, 1 x 1 x 5 x 5, for 1 axis; only channels and batch may come "
            "before them"
        ],
    ),
    (
        nn.Conv2d(1, 1, 3),
        "5",
        ["input_size is a number, or one per axis such as (5, 7), not '5'"],
    ),
]


@pytest.mark.parametrize(
    ("module", "size"),
    [
        (nn.Sequential(nn.Conv2d(1, 2, 2), nn.Flatten(), nn.Linear(18, 3)), (4, 4)),
        (nn.Sequential(nn.ZeroPad2d(1), nn.Conv2d(1, 1, 3, padding=1)), (4, 4)),
        (nn.Sequential(nn.ZeroPad2d(1), nn.ZeroPad2d(1), nn.Conv2d(1, 1, 3)), (3, 3)),
        (nn.Sequential(nn.Conv2d(1, 1, 3), nn.ReplicationPad2d(1)), (5, 4)),
        (nn.Sequential(nn.Conv2d(1, 1, 1), nn.AdaptiveAvgPool2d((2, 3))), (4, 6)),
        (nn.Sequential(nn.Conv2d(1, 1, 1), nn.Upsample(size=(4, 6))), (2, 3)),
    ],
    ids=str,
)
def test_padding_heads_and_sizes_that_depend_on_the_input(module, size):
    check(whole(module), *size, rtol=1e-12)


@pytest.mark.parametrize(
    "activation",
    [nn.ReLU6(), nn.SiLU(), nn.GELU(), nn.LeakyReLU(), nn.ELU(), nn.Tanh(), nn.Sigmoid(),
     nn.Hardswish(), nn.PReLU(), nn.InstanceNorm2d(2)],
    ids=str,
)  # fmt: skip
def test_an_activation_passes_and_no_wrong_value_is_shown(activation):
    module = nn.Sequential(nn.Conv2d(1, 2, 2), activation, nn.MaxPool2d(2))
    fig = convanim.from_torch(module, 5)
    assert [layer.values.kernel for layer in fig.spec.layers] == [None, None]
    assert fig.explain().o == (2, 2)
    with pytest.raises(convanim.ConfigError, match=r"does not compute \w+ at \[1\]"):
        convanim.from_torch(module, 5, values={"seed": 0})


def test_fold_and_unpool_give_the_size_torch_gives():
    fold = nn.Fold((4, 5), 2)
    assert convanim.from_torch(fold, (8, 12)).explain().o == tuple(
        fold(torch.ones(1, 8, 12)).shape[2:]
    )
    assert convanim.from_torch(nn.MaxUnpool2d(2), (3, 2)).explain().o == (6, 4)


def test_the_layers_of_any_module():
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8), nn.SiLU())
            self.head, self.unused = nn.Linear(8, 2), nn.Conv2d(1, 1, 1)

        def forward(self, x):
            return self.head(self.stem(x).mean((2, 3)))

    net = Net()
    model = convanim.Model.from_torch(net, torch.zeros(2, 3, 9, 9))
    assert [(each.name, each.output_shape) for each in model.layers] == [
        ("stem.0", (8, 5, 5)), ("head", (2,)), ("unused", ()),
    ]  # fmt: skip
    assert model.others == (("SiLU", 1),)
    assert model.figure("stem.0").explain().o == (5, 5)
    assert model.layers[2].refusal == "the example does not reach it"
    assert net.training and not net.stem[1].num_batches_tracked
    assert all("give an example" in each.refusal for each in convanim.Model.from_torch(net).layers)
    with pytest.raises(convanim.ConvanimError, match=r"^Net fails on the example: RuntimeError: "):
        convanim.Model.from_torch(net, torch.zeros(1, 1, 9, 9))


@pytest.mark.parametrize(("module", "size", "says"), FAULTS)
def test_what_cannot_be_shown_is_told_all_at_once(module, size, says):
    with pytest.raises(convanim.ConfigError) as refused:
        convanim.from_torch(module, size)
    assert [str(report) for report in refused.value.reports] == says


@pytest.mark.parametrize("given", [{"size": 8}, {"size": (4, 14)}, {"scale_factor": (0.2, 2.6)}])
def test_the_size_that_an_upsampling_is_told_to_use_is_drawn(given):
    with pytest.raises(convanim.ConvanimError) as refused:
        convanim.from_torch(nn.Upsample(**given), (5, 6))
    key, _, advised = str(refused.value).partition("; use ")[2].partition("=")
    figure = convanim.from_torch(nn.Upsample(**{key: literal_eval(advised)}), (5, 6))
    module = nn.Upsample(**{key: literal_eval(advised)})
    assert figure.explain().o == tuple(module(torch.zeros(1, 1, 5, 6)).shape[2:])


def test_a_layer_that_torch_makes_in_the_first_pass_is_listed():
    module = nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.ReLU())
    overview = convanim.walk(module, torch.zeros(1, 3, 6, 6))
    assert [row.layer.output_shape for row in overview.rows] == [(4, 4, 4)]
    assert overview.as_dict()["parameters"] == sum(each.numel() for each in module.parameters())
