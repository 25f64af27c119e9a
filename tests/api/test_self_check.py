"""A figure that contradicts itself is refused, whichever way it lies, with place and numbers."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

import convanim
from convanim.api import self_check
from convanim.api.self_check import MOST_STEPS, SelfCheckError, check, checked
from convanim.arithmetic.reduction import Copy, Max, Mean, Placement, Sum
from convanim.arithmetic.values import Array, Range, Values
from convanim.layers.subject import Subject
from convanim.operations.conv import Conv
from convanim.operations.max_pool import MaxPool
from convanim.operations.transposed_conv import TransposedConv
from convanim.operations.unpool import Unpool
from convanim.sweep.sweep import Sweep
from convanim.sweep.terms import cell_terms
from tests.support.grouped import grouped
from tests.support.layers import direct_layers, transposed_layers

CONFIGS = sorted((Path(__file__).parents[2] / "configs").rglob("*.yaml"))
CONV = Conv((4, 4), (3, 3), values=Values(Range(0, 3), Range(0, 2), 1))
NINE = "the formula gives 4 output cells, the steps write {}, and the maps have {}"


def lying(maps=None, steps=None):
    """The sweep of CONV with its maps and steps put through a function each."""
    sweep = CONV.sweep()
    return Sweep(tuple(map(maps or (lambda x: x), sweep.maps)), (steps or list)(sweep.steps))


def on(role, change):
    return lambda each: change(each) if each.role == role else each


def step_with(number, **changes):
    def made(steps):
        return [replace(step, **changes) if step.index == number else step for step in steps]

    return made


def moved(cells, by):
    return replace(cells, along=tuple(range(a.start + by, a.stop + by) for a in cells.along))


def plus_one(feature_map):
    first, *rest = feature_map.values
    return replace(feature_map, values=(first + 1, *rest))


def longer(feature_map):
    rows, columns = feature_map.axes
    return replace(feature_map, axes=((*rows, rows[-1]), columns), values=None)


STEPS = CONV.sweep().steps
VALUES = CONV.sweep().map("output").values
WINDOW, KERNEL = STEPS[1].reads

LIES = {
    "a value that is wrong": (
        lying(on("output", plus_one)),
        f"step 0 writes output (0, 0), which holds {VALUES[0] + 1}, but the sum of the 9 cells "
        f"read is {VALUES[0]}",
    ),
    "a value left out": (
        lying(on("output", lambda x: replace(x, values=(*VALUES[:3], None)))),
        f"step 3 writes output (1, 1), which holds None, but the sum of the 9 cells read is "
        f"{VALUES[3]}",
    ),
    "another rule": (
        lying(steps=step_with(2, reduction=Max())),
        f"step 2 writes output (1, 0), which holds {VALUES[2]}, but the max of the 9 cells read",
    ),
    "one step too few": (
        lying(steps=lambda steps: list(steps)[:3]),
        "no step writes output (1, 1): " + NINE.format(3, 4),
    ),
    "one step too many": (
        lying(steps=lambda steps: [*steps, replace(steps[3], index=4)]),
        "steps 3 and 4 both write output (1, 1): " + NINE.format(5, 4),
    ),
    "a step that writes elsewhere": (
        lying(steps=step_with(1, writes=STEPS[0].writes)),
        "steps 0 and 1 both write output (0, 0): " + NINE.format(4, 4),
    ),
    "a step outside of the output": (
        lying(steps=step_with(1, writes=moved(STEPS[1].writes, 1))),
        "step 1 is at output (1, 2), which is outside the map: " + NINE.format(4, 4),
    ),
    "a window that leaves the input": (
        lying(steps=step_with(1, reads=(moved(WINDOW, 2), KERNEL))),
        "step 1 is at input (2, 3), which is outside the map: " + NINE.format(4, 4),
    ),
    "a window before the input": (
        lying(steps=step_with(1, reads=(moved(WINDOW, -1), KERNEL))),
        "step 1 is at input (-1, 0), which is outside the map",
    ),
    "a map that is not there": (
        lying(steps=step_with(1, reads=(replace(WINDOW, index=(7,)), KERNEL))),
        "step 1 is at input[7] (0, 1), which is outside the map",
    ),
    "a window wider than the kernel": (
        lying(steps=step_with(1, reads=(replace(WINDOW, along=(range(4), range(3))), KERNEL))),
        "step 1 writes output (0, 1) from 12 cells and 9 to go with them",
    ),
    "an output that is too large": (
        lying(on("output", longer)),
        "output is 3 x 2, not 2 x 2: " + NINE.format(4, 6),
    ),
    "an input that is too large": (
        lying(on("input", longer)),
        "on axis 0 the formula gives 2 positions, 3 are counted in the input, and the output is "
        "2 x 2",
    ),
}


@pytest.mark.parametrize(("sweep", "sentence"), LIES.values(), ids=LIES)
def test_every_lie_is_found(sweep, sentence):
    with pytest.raises(SelfCheckError) as refused:
        checked("x", CONV, sweep)
    text = str(refused.value)
    assert text.startswith(f"x: conv contradicts itself: {sentence}"), text
    assert text.endswith("; nothing is drawn, as this is a bug in the operation, not in the config")


def test_a_channel_too_few_is_found():
    two = replace(CONV, out_channels=2)
    sweep = two.sweep()
    half = Sweep(sweep.maps[:-1], sweep.steps[:4])
    with pytest.raises(SelfCheckError, match="gives 8 output cells, the steps write 4, and the"):
        checked("x", two, half)


def test_cells_that_unpooling_leaves_out_hold_zero():
    unpool = Unpool((2, 2), k=(2, 2), values=Values(Array((2, 2), (1, 2, 3, 4))))
    sweep = checked("x", unpool, unpool.sweep())
    seen = Sweep(tuple(map(on("output", plus_one), sweep.maps)), sweep.steps)
    with pytest.raises(SelfCheckError, match=r"no step writes output \(0, 0\), which holds 1: "):
        checked("x", unpool, seen)


def test_a_long_film_is_looked_at_in_places():
    operation = Conv((40, 40), (1, 1), values=Values(Range(0, 3), Range(1, 1), 1))
    sweep = operation.sweep()
    assert len(sweep.steps) > MOST_STEPS
    checked("x", operation, sweep)
    *rest, last = sweep.map("output").values
    wrong = on("output", lambda each: replace(each, values=(*rest, last + 1)))
    with pytest.raises(SelfCheckError, match=r"step 1599 writes output \(39, 39\)"):
        checked("x", operation, Sweep(tuple(map(wrong, sweep.maps)), sweep.steps))
    with pytest.raises(SelfCheckError, match="1600 output cells, the steps write 1500, and the"):
        checked("x", operation, Sweep(sweep.maps, sweep.steps[:1500]))


def test_a_broken_operation_makes_no_file(monkeypatch, tmp_path, capsys):
    from convanim.cli import run

    broken = lying(on("output", plus_one))
    monkeypatch.setattr(Conv, "sweep", lambda self: broken)
    (tmp_path / "broken.yaml").write_text("{i: 4, k: 3, values: {seed: 1}}")
    assert run(["render", str(tmp_path / "broken.yaml"), "-o", str(tmp_path / "out")]) == 1
    assert "broken: conv contradicts itself: step 0 writes output" in capsys.readouterr().err
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".yaml"]


def test_a_layer_that_figures_share_is_gone_through_once(monkeypatch):
    seen = []
    monkeypatch.setattr(self_check, "checked", lambda name, *_: seen.append(name))
    shared, equal = Subject(CONV), Subject(CONV)
    check("one", [[shared]])
    check("two", [[shared, equal]])
    assert seen == ["one", "two, layer 2"]


def test_a_layer_that_contradicts_itself_is_refused_every_time(monkeypatch):
    lie = lying(steps=lambda steps: list(steps)[1:])
    monkeypatch.setattr(Conv, "sweep", lambda _: lie)
    shared = Subject(Conv((4, 4), (3, 3)))
    for name in ("one", "two"):
        with pytest.raises(SelfCheckError, match=f"{name}: conv contradicts itself"):
            check(name, [[shared]])


def test_layers_are_named(monkeypatch):
    layers = [{"i": 4, "k": 3}, {"operation": "max_pool", "k": 2}]
    fig = convanim.figure(layers=layers, values={"seed": 1}, name="x")
    sweep = fig.spec.layers[1].sweep()
    broken = Sweep(tuple(map(on("output", plus_one), sweep.maps)), sweep.steps)
    monkeypatch.setattr(MaxPool, "sweep", lambda self: broken)
    fig = convanim.figure(layers=layers, values={"seed": 1}, name="x")
    with pytest.raises(SelfCheckError, match=r"^x, layer 2: max_pool contradicts itself: step 0"):
        _ = fig.layout


def test_panels_are_named_and_sizes_alone_are_not_gone_through(monkeypatch):
    pool = MaxPool((4,), (2,), values=Values(Range(0, 3), None, 1))
    sweep = pool.sweep()
    broken = Sweep(tuple(map(on("output", plus_one), sweep.maps)), sweep.steps)
    monkeypatch.setattr(MaxPool, "sweep", lambda self: broken)
    sound, wrong = (Subject(CONV),), (Subject(pool),)
    with pytest.raises(SelfCheckError, match=r"^x, panel 2: max_pool contradicts itself: step 0"):
        check("x", [sound, wrong])
    check("x", [sound, ()])


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_every_figure_shipped_agrees_with_itself(path):
    assert convanim.load(path).panels


@settings(max_examples=120)
@given(grouped(direct_layers()), grouped(transposed_layers()))
def test_sound_layers_agree_with_themselves(direct, back):
    for case, plugin, names in ((direct, Conv, ()), (back, TransposedConv, ("a",))):
        w = case.w if plugin is Conv else case.w_transposed
        operation = case.operation(plugin, w, *names)
        if not list(operation.faults()):
            checked("x", operation, operation.sweep())


def test_floats_may_differ_in_the_last_place():
    thirds = Values(Array((1, 3), (0.1, 0.2, 0.3)), Array((1, 3), (1e9, 1, -1e9)))
    operation = Conv((1, 3), (1, 3), values=thirds)
    sweep = operation.sweep()
    near = sweep.map("output").values[0] * (1 + 1e-12)
    nearly = on("output", lambda each: replace(each, values=(near,)))
    checked("x", operation, Sweep(tuple(map(nearly, sweep.maps)), sweep.steps))


@pytest.mark.parametrize(
    ("reduction", "relu", "values", "result"),
    [
        (Sum, False, (1, Fraction(1, 2), Fraction(1, 2)), 2),
        (Sum, False, (), 0),
        (Max, False, (-3, -1, -2), -1),
        (Mean, False, (1, 2), Fraction(3, 2)),
        (Mean, False, (1, 2.5), 1.75),
        (Copy, True, (-4,), 0),
        (Placement, False, (5,), 5),
        (Sum, True, (-math.inf, 1), 0),
    ],
)
def test_what_values_come_to(reduction, relu, values, result):
    found = reduction(relu).of(values)
    assert (found, type(found)) == (result, type(result))


@pytest.mark.parametrize("reduction", [Sum, Max, Mean, Copy])
def test_nan_stays_nan_as_in_torch(reduction):
    assert math.isnan(reduction(relu=True).of((math.nan,)))
    if reduction is not Copy:
        assert math.isnan(reduction(relu=True).of((1, math.nan, 2)))


def test_nan_goes_through_layers_as_in_torch():
    """A dilated window over padding alone is -inf; times 0 and through relu it is nan."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    pool = {"operation": "max_pool", "i": [3], "k": 2, "d": 4, "p": 2}
    after = {"k": 1, "relu": True, "values": {"kernel": [0]}}
    pool["values"] = {"input": [1, 2, 3]}
    found = convanim.figure(layers=[pool, after]).sweep.map("output", 1).values
    pooled = convanim.figure(**pool).sweep.map("output").values
    theirs = torch.relu(torch.tensor(pooled, dtype=torch.float64) * 0)
    assert all(
        math.isnan(ours) == math.isnan(float(other))
        for ours, other in zip(found, theirs, strict=True)
    )


def test_the_working_of_a_step():
    """What an overlay prints: each product with its cells, and the bias."""
    values = Values(Array((2, 2), (1, 2, 3, 4)), Array((1, 2), (5, -6)), bias=Array((1,), (7,)))
    sweep = Conv((2, 2), (1, 2), values=values).sweep()
    (working,) = cell_terms(sweep, sweep.steps[1])
    assert (working.target.cell, working.target.value) == ((1, 0), -2)
    assert [(term.read.role, term.read.cell, term.value) for term in working.terms] == [
        ("input", (1, 0), 15),
        ("input", (1, 1), -24),
        ("bias", (0,), 7),
    ]
    assert [term.weight and term.weight.value for term in working.terms] == [5, -6, None]
    assert working.result == -2


def test_the_working_of_a_largest():
    values = Values(Array((3,), (1, 5, 2)))
    sweep = MaxPool((3,), (2,), p=((1, 0),), values=values).sweep()
    (working,) = cell_terms(sweep, sweep.steps[0])
    assert [term.value for term in working.terms] == [-math.inf, 1]
    assert (working.result, working.reduction) == (1, Max())
