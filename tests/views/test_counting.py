"""The counting view: the kernel, the distance, each jump, and the size that follows."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim.layout.maps.plane import MARGIN
from convanim.scene.geometry import CELL
from convanim.views.counting.positions import DISTANCE, JUMP, KERNEL, SIZE

NEAR = 1e-9
"""The tolerance, in points."""

EVERY = [
    keys
    for keys in (
        {"i": [i], "k": k, "s": s, "p": p, "d": d}
        for i, k, s, p, d in itertools.product((4, 7), (1, 2, 3), (1, 2, 3), (0, 1), (1, 2))
    )
    if keys["i"][0] + 2 * keys["p"] >= keys["d"] * (keys["k"] - 1) + 1
]


def counted(**keys):
    return convanim.figure(view="counting", **keys)


def layer(fig, role, t=-1):
    n = range(len(fig.layout.beats))[t]
    return next(each for each in fig.layout.scene(n).layers if each.role == role)


def notes(fig, t=-1):
    """Return the texts of the last lines below a drawing, each with its point."""
    n = range(len(fig.layout.beats))[t]
    return [each for each in fig.layout.scene(n).layers if each.role == "note"][-1].texts


def formulas(fig, t=-1):
    """Return the formulas that stand each beside its name."""
    found = notes(fig, t)
    return [text for text, (x, _) in found if x > min(left for _, (left, _) in found)]


def whole(fig, t=-1):
    """Return the formula that stands below the names."""
    found = notes(fig, t)
    left = min((x for _, (x, _) in found), default=0)
    return "".join(text for text, (x, _) in found if x == left and text.startswith("$"))


def letters(fig, t=-1):
    n = range(len(fig.layout.beats))[t]
    found = [each for each in fig.layout.scene(n).layers if each.role == "label"]
    return [text.strip("$") for each in found for text, _ in each.texts]


def columns(shapes):
    """Return the cells that the rectangles of one row cover."""
    ends = [[round(end(x for x, _ in shape) / CELL, 6) for end in (min, max)] for shape in shapes]
    assert all(end == int(end) for pair in ends for end in pair)
    return [n for start, past in ends for n in range(int(start), int(past))]


@pytest.mark.parametrize("keys", EVERY, ids=str)
def test_a_convolution_is_counted_in_jumps(keys):
    fig = counted(**keys)
    i, k, s, p, d = keys["i"][0], keys["k"], keys["s"], keys["p"], keys["d"]
    starts = [at for at in range(i + 2 * p) if at % s == 0 and at + d * (k - 1) < i + 2 * p]
    phases = [beat.phase for beat in fig.layout.beats]
    assert phases == [KERNEL, DISTANCE, *[JUMP] * (len(starts) - 1), SIZE]
    for n, beat in enumerate(fig.layout.beats):
        taps = [starts[beat.step] + d * tap for tap in range(k)]
        assert columns(layer(fig, "window", n).shapes) == taps
        units = columns(layer(fig, "output", n).shapes)
        assert units == [start + d * (k - 1) for start in starts[: beat.step + 1]]
        jumps = layer(fig, "label.jump", n).texts
        ends = [start + d * (k - 1) + 1 for start in starts[: beat.step + 1]]
        assert [text for text, _ in jumps] == ["$s$"] * beat.step
        assert [x / CELL for _, (x, _) in jumps] == pytest.approx(
            [(a + b) / 2 for a, b in itertools.pairwise(ends)]
        )
    assert formulas(fig)[-1].endswith(f"= {len(starts)}$")
    assert whole(fig).endswith(f"= {len(starts)}$")


@pytest.mark.parametrize(
    ("k", "s", "p", "a"),
    [(1, 1, 0, 0), (3, 1, 2, 0), (3, 2, 1, 0), (3, 2, 1, 1), (2, 3, 0, 2), (4, 2, 0, 0)],
)
def test_a_transposed_convolution_is_counted_backwards(k, s, p, a):
    fig = counted(operation="transposed_conv", i=[3], k=k, s=s, p=p, a=a)
    phases = [beat.phase for beat in fig.layout.beats]
    assert phases == [KERNEL, JUMP, JUMP, DISTANCE, SIZE]
    size = 2 * s + a + k - 2 * p
    for n, beat in enumerate(fig.layout.beats):
        taps = [beat.step * s + tap for tap in range(k)]
        assert columns(layer(fig, "window.output", n).shapes) == taps
        assert columns(layer(fig, "window", n).shapes) == [beat.step * s + k - 1]
        assert len(layer(fig, "input", n).shapes) == 3
        roles = [each.role for each in fig.layout.scene(n).layers]
        assert ("output" in roles) == (beat.phase == SIZE)
    (row,) = layer(fig, "output").shapes
    assert [x / CELL for x, _ in row[:2]] == pytest.approx([p, p + size])
    assert formulas(fig)[-1].endswith(f"= {size}$")
    assert whole(fig).endswith(f"= {size}$")


def test_the_lines_appear_one_by_one():
    fig = counted(i=[6], k=3, s=2, p=1)
    assert [len(formulas(fig, n)) for n in range(len(fig))] == [0, 1, 1, 2, 3]
    assert formulas(fig) == [
        r"$D = i + 2p - k = 6 + 2 \cdot 1 - 3 = 5$",
        r"$N = \left\lfloor \dfrac{D}{s} \right\rfloor = "
        r"\left\lfloor \dfrac{5}{2} \right\rfloor = 2$",
        "$o = N + 1 = 3$",
    ]
    assert whole(fig) == (
        r"$o = \left\lfloor \dfrac{i + 2p - k}{s} \right\rfloor + 1 = "
        r"\left\lfloor \dfrac{6 + 2 \cdot 1 - 3}{2} \right\rfloor + 1 = 3$"
    )
    assert not any(whole(fig, n) for n in range(len(fig) - 1))
    back = counted(operation="transposed_conv", i=[3], k=3, s=2, p=1)
    assert [len(formulas(back, n)) for n in range(len(back))] == [0, 0, 1, 2, 3]
    assert formulas(back) == [
        "$N = i' - 1 = 3 - 1 = 2$",
        r"$D = s\,N = 2 \cdot 2 = 4$",
        r"$o' = D + k - 2p = 4 + 3 - 2 \cdot 1 = 5$",
    ]
    assert whole(back) == r"$o' = s\,(i' - 1) + k - 2p = 2 \cdot (3 - 1) + 3 - 2 \cdot 1 = 5$"


def test_the_formula_has_the_letters_that_it_needs():
    dilated = counted(i=[7], k=3, d=2)
    assert whole(dilated).startswith(
        r"$o = \left\lfloor \dfrac{i - \hat{k}}{s} \right\rfloor + 1 ="
    )
    pooled = counted(operation="max_pool", i=[5], k=2, s=2, ceil_mode=True)
    assert r"\left\lceil \dfrac{5 - 2}{2} \right\rceil + 1 = 3$" in whole(pooled)
    more = counted(operation="transposed_conv", i=[3], k=3, s=2, a=1)
    assert whole(more) == r"$o' = s\,(i' - 1) + a + k = 2 \cdot (3 - 1) + 1 + 3 = 8$"


def test_what_is_measured():
    fig = counted(i=[6], k=3, s=2, p=[[1, 2]])
    assert letters(fig, 0) == ["p", "i", "p", "k"]
    assert letters(fig) == ["p", "i", "p", "k", "D"]
    assert letters(counted(i=[7], k=3, d=2)) == ["i", r"\hat{k}", "D"]
    # A kernel as wide as its input travels no distance.
    assert letters(counted(i=[3], k=3)) == ["i", "k"]
    back = counted(operation="transposed_conv", i=[3], k=3, s=2, p=1)
    assert letters(back, 2) == ["k"]
    assert letters(back) == ["p", "o'", "p", "k", "D"]


def test_kernel_and_distance_are_as_long_as_they_say():
    for keys, k_hat, distance in (
        ({"i": [6], "k": 3, "s": 2, "p": 1}, 3, 5),
        ({"i": [7], "k": 3, "d": 2}, 5, 2),
        ({"i": [5], "k": 2, "s": 2, "operation": "max_pool", "ceil_mode": True}, 2, 3),
    ):
        lines = [
            line
            for each in counted(**keys).layout.scene(2).layers
            if each.role == "connector.measure"
            for line in each.lines
        ]
        # The upper ticks are at both ends of the kernel and of the distance.
        ticks = [line[0][0] for line in lines if line[0][0] == line[1][0] and line[0][1] > CELL]
        assert [x / CELL for x in ticks] == pytest.approx([0, k_hat, k_hat, k_hat + distance])


def test_axes_that_differ_are_counted_one_after_the_other():
    fig = counted(i=[4, 7], k=[3, 2], s=[1, 2])
    assert len(fig) == 4 + 5
    titles = [each for each in fig.layout.scene(0).layers if each.role == "title"]
    heights = {text: y for each in titles for text, (_, y) in each.texts}
    assert heights["rows"] > heights["columns"]

    def sizes(n):
        found = [each for each in fig.layout.scene(n).layers if each.role == "note"]
        return sorted(text for each in found for text, _ in each.texts if text[:6] == "$o = N")

    assert [sizes(n) for n in (2, 3, 7, 8)] == [
        [],
        ["$o = N + 1 = 2$"],
        ["$o = N + 1 = 2$"],
        ["$o = N + 1 = 2$", "$o = N + 1 = 3$"],
    ]
    assert len(counted(i=5, k=3)) == len(counted(i=[5], k=3))


def test_its_steps_are_the_positions():
    fig = counted(i=[6], k=3, s=2, p=1, show=["labels", "indices", "uncovered", "step"])
    assert [fig.step(t).writes.first for t in range(5)] == [(0,), (0,), (1,), (2,), (2,)]
    assert len(layer(fig, "uncovered").lines) == 2
    names = layer(fig, "label", 0)
    assert names is not None
    numbers = [text for text, _ in layer(fig, "index").texts]
    assert numbers == ["0", "1", "2", "3", "4", "5", "0", "1", "2"]
    assert [text for text, _ in notes(fig)] == ["step 3 of 3: output (2), size"]


def test_backwards_a_step_writes_what_the_kernel_covers():
    fig = counted(operation="transposed_conv", i=[3], k=3, s=2, p=1)
    step = fig.step(1)
    assert (step.read("input").first, step.writes.first, step.writes.past) == ((1,), (2,), (5,))
    assert [(each.role, each.shape) for each in fig.maps] == [("input", (3,)), ("output", (7,))]


def test_nothing_lies_outside_of_the_page():
    for keys in (*EVERY, {"operation": "transposed_conv", "i": [3], "k": 4, "s": 2, "p": 1}):
        fig = counted(**keys)
        left, bottom, right, top = fig.layout.box
        for n in range(len(fig.layout.beats)):
            for each in fig.layout.scene(n).layers:
                for x, y in each.points():
                    assert left + MARGIN - NEAR <= x <= right - MARGIN + NEAR
                    assert bottom + MARGIN - NEAR <= y <= top - MARGIN + NEAR


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "pixel_shuffle", "i": 4, "r": 2, "in_channels": 4},
            "view 'counting' counts positions of a window; pixel_shuffle has no window",
        ),
        (
            {"i": [63], "k": 3, "p": 1},
            "view 'counting' draws at most 64 cells in a row; this figure has 65: "
            "use excerpt: true, use view: flat or use a smaller i",
        ),
        (
            {"operation": "transposed_conv", "i": [3], "k": 3, "d": 3, "s": 2, "a": 2},
            "in view 'counting' a must be smaller than s (a = 2, s = 2)",
        ),
    ],
)
def test_what_it_does_not_show(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        _ = counted(**keys).layout
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "distance", "jumps", "size"),
    [
        ("no_padding_strides_counted", 2, 1, 2),
        ("three_positions", 4, 2, 3),
        ("padding_counted", 4, 2, 3),
        ("padding_odd_counted", 5, 2, 3),
        ("dilation_counted", 2, 2, 3),
        ("transposed_counted", 4, 2, 5),
        ("rows_and_columns", 5, 2, 3),
    ],
)
def test_shipped_figures(name, distance, jumps, size):
    fig = convanim.load(f"configs/counting/{name}.yaml")
    found = {text.strip("$")[:1]: int(text.strip("$").split(" = ")[-1]) for text in formulas(fig)}
    assert (found["D"], found["N"], found["o"]) == (distance, jumps, size)
    axis = fig.spec.operation.axes[-1]
    assert axis.leftover == (1 if name in ("padding_odd_counted", "rows_and_columns") else 0)
