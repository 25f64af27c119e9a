"""Numbers of shipped figures: comparisons side by side, and figures with one lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.layout.page.filmstrip import Strip
from tests.support.guide import ARITHMETIC

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"


def shipped(name):
    return convanim.load(CONFIGS / f"{name}.yaml")


def written(fig, drawing, role):
    layers = [each for each in fig.layout.scene(drawing).layers if each.role == role]
    return [text for each in layers for text, _ in each.texts]


def sizes(fig):
    return [layer.axes[0].o for layer in fig.spec.layers]


@pytest.mark.parametrize("figure", ARITHMETIC, ids=lambda figure: figure.name)
def test_the_guides_animations(figure):
    fig = shipped(f"guide/{figure.name}")
    axis, other = fig.spec.operation.axes
    direct = axis.direct if figure.transposed else axis
    given = (direct.i, direct.k, direct.s, direct.p_before, direct.p_after, direct.d)
    assert axis == other
    assert given == (figure.i, figure.k, figure.s, figure.p, figure.p, figure.d)
    assert (axis.o, len(fig)) == (figure.o, figure.frames)
    assert set(fig.timeline.centiseconds) == {100}
    assert (fig.spec.view.name, fig.spec.theme.name) == ("isometric", "guide")
    assert fig.spec.filmstrip == Strip(columns=4)


NUMERICAL = {
    "no_padding_no_strides": "12.0 12.0 17.0 10.0 17.0 19.0 9.0 6.0 14.0",
    "padding_strides": "6.0 17.0 3.0 8.0 17.0 13.0 6.0 4.0 4.0",
    "average_pooling": "1.7 1.7 1.7 1.0 1.2 1.8 1.1 0.8 1.3",
    "max_pooling": "3.0 3.0 3.0 3.0 3.0 3.0 3.0 2.0 3.0",
}


@pytest.mark.parametrize(("name", "numbers"), NUMERICAL.items(), ids=NUMERICAL)
def test_the_guides_numbers(name, numbers):
    fig = shipped(f"guide/numerical_{name}")
    assert " ".join(f"{float(n):.1f}" for n in fig.sweep.map("output").values) == numbers
    assert (len(fig), fig.spec.view.name) == (9, "flat")
    assert fig.spec.filmstrip == Strip(rows=3, columns=3)


@pytest.mark.parametrize(
    ("name", "outputs", "frames"),
    [
        ("pair_no_padding_no_strides", [2, 4], 16),
        ("pair_arbitrary_padding_no_strides", [6, 5], 36),
        ("pair_same_padding_no_strides", [5, 5], 25),
        ("pair_full_padding_no_strides", [7, 5], 49),
        ("pair_no_padding_strides", [2, 5], 25),
        ("pair_padding_strides", [3, 5], 25),
        ("pair_padding_strides_odd", [3, 6], 36),
        ("one_output_two_inputs", [3, 3], 9),
        ("stride_one_and_two", [3, 2], 9),
        ("valid_and_same", [2, 3], 9),
        ("dilations", [5, 3, 1], 25),
    ],
)
def test_compared(name, outputs, frames):
    fig = shipped(f"compare/{name}")
    assert (sizes(fig), len(fig)) == (outputs, frames)


def test_a_pair_is_a_convolution_and_its_transpose():
    for path in (CONFIGS / "compare").glob("pair_*.yaml"):
        direct, back = (layer.axes[0] for layer in convanim.load(path).spec.layers)
        assert back == direct.transpose()


def test_stride_two_takes_every_second_unit_of_stride_one():
    one, two = (panel.sweep.map("output") for panel in shipped("compare/stride_one_and_two").panels)
    assert one.values == (12, 12, 17, 10, 17, 19, 9, 6, 14)
    assert two.values == (12, 17, 9, 14)


def test_dilations_spread_the_kernel():
    axes = [layer.axes[0] for layer in shipped("compare/dilations").spec.layers]
    assert [(axis.d, axis.k_hat, axis.p_before) for axis in axes] == [
        (1, 3, 0),
        (2, 5, 0),
        (3, 7, 0),
    ]


def test_transposed_by_stride_and_padding():
    fig = shipped("transposed/stride_and_padding")
    found = {(a.stretch, a.direct.p_before): a.o for a in (x.axes[0] for x in fig.spec.layers)}
    assert found == {(1, 0): 4, (1, 1): 2, (2, 0): 5, (2, 1): 3, (2, 2): 1}


def test_no_padding_that_leaves_nothing():
    with pytest.raises(convanim.ConfigError, match="the output would be 0 x 0"):
        convanim.figure(operation="transposed_conv", i=2, k=3, s=1, p=2)


def test_output_padding():
    assert sizes(shipped("transposed/output_padding")) == [5, 6]


def test_one_unit_is_a_weighted_sum():
    fig = shipped("basics/one_unit")
    assert (len(fig), fig.step(0).writes.first) == (1, (1, 1))
    x, w = (fig.sweep.map(role).values for role in ("input", "kernel"))
    under = [x[5 * row + column] for row in (1, 2, 3) for column in (1, 2, 3)]
    assert w == (0, 1, 2, 2, 2, 0, 0, 1, 2)
    assert sum(a * b for a, b in zip(under, w, strict=True)) == 17
    terms = [rf"{a} \cdot {b}" for a, b in zip(under, w, strict=True)]
    (drawing,) = fig.timeline.drawings
    told = " ".join(text.strip("${} ") for text in written(fig, drawing, "note"))
    assert told == f"{' + '.join(terms)} = 17"


def test_weights_are_shared():
    fig = shipped("basics/shared_weights")
    weights = {tuple(sorted(written(fig, n, "window.kernel.value"))) for n in range(9)}
    assert weights == {tuple("000112222")}
    still = [t for t, each in enumerate(fig.timeline.moments) if not each.part]
    assert [fig.step(t).writes.first for t in still] == [
        (row, column) for row in range(3) for column in range(3)
    ]


def test_sliding_and_the_first_example_of_dive_into_deep_learning():
    assert sizes(shipped("basics/sliding")) == [3, 2]
    assert [len(each.beats) for each in shipped("basics/sliding").panels] == [9, 4]
    fig = shipped("basics/two_by_two")
    assert fig.sweep.map("output").values == (19, 25, 37, 43)
    assert (fig.sweep.map("input").values, fig.sweep.map("kernel").values) == (
        tuple(range(9)),
        tuple(range(4)),
    )


def test_there_are_many_by_topic_and_each_says_what_it_teaches():
    paths = sorted(CONFIGS.rglob("*.yaml"))
    assert len(paths) >= 100
    assert len({path.parent.name for path in paths}) >= 8
    for path in paths:
        first, second, *_ = path.read_text(encoding="utf-8").splitlines()
        assert first == "# yaml-language-server: $schema=../schema.json", path
        assert second.startswith("# ") and len(second) > 20, path
        assert not convanim.load(path).spec.obstacles, path
