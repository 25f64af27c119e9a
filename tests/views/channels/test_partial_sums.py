"""The parts of a layer's outputs against brute force, and the phase that each unit is in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv
from convanim.scene.typesetting import width
from convanim.views.channels.partial_sums import Addends
from convanim.views.channels.progress import Progress
from convanim.views.channels.running_sum import Ledger, equations
from tests.support import oracle
from tests.support.grouped import grouped
from tests.support.layers import direct_layers, transposed_layers

SOME = settings(max_examples=100)


def stacked(maps):
    return np.array([each.values for each in maps], float)


@SOME
@given(grouped(direct_layers()), st.booleans())
def test_sums_total_bias_and_relu(case, relu):
    layer = case.layer
    assume(layer.fits)
    operation = replace(case.operation(Conv, case.w), relu=relu)
    found = Addends.of(operation.sweep(), operation.layer())
    keys = (layer.s, layer.p, layer.d)
    sums = []
    for output, kernels in enumerate(case.w):
        first = output // case.made * case.fed
        for n, kernel in enumerate(kernels):
            sums.append(oracle.conv(case.x[first + n], kernel, *keys).ravel())
    assert np.array_equal(stacked(found.sums), sums)
    whole = [(output, n) for output in range(case.outputs) for n in range(case.fed)]
    assert [each.index for each in found.sums] == whole
    total = np.array(sums).reshape(case.outputs, case.fed, -1).sum(axis=1)
    biased = total + case.bias[:, None]
    expected = {"sum": total, "bias": biased, "ReLU": np.maximum(biased, 0)}
    names = ["sum"] * (case.fed > 1) + ["bias"] + ["ReLU"] * relu
    assert found.phases == ("slide", *names)
    for name, maps in zip(names, found.stages, strict=True):
        assert np.array_equal(stacked(maps), expected[name])


@SOME
@given(grouped(transposed_layers()))
def test_the_last_stage_is_what_a_transposed_layer_writes(case):
    layer = case.layer
    assume(min(layer.transposed_sizes) > 0)
    operation = case.operation(TransposedConv, case.w_transposed, "a")
    sweep = operation.sweep()
    found = Addends.of(sweep, operation.layer())
    assert np.array_equal(stacked(found.stages[-1]), stacked(sweep.maps_of("output")))
    total = stacked(found.sums).reshape(case.outputs, case.fed, -1).sum(axis=1)
    assert np.array_equal(total + case.bias[:, None], stacked(found.stages[-1]))


def test_one_kernel_without_a_bias_has_one_phase():
    operation = Conv((4, 4), (3, 3), in_channels=3, groups=3)
    found = Addends.of(operation.sweep(), operation.layer())
    assert found.phases == ("slide",)
    assert [each.index for each in found.stages[0]] == [(0, 0), (0, 1), (0, 2)]


UNITS = tuple(((n // 2,), (n % 2,)) for n in range(4))


@pytest.mark.parametrize(
    ("in_acts", "now", "at", "expected"),
    [
        (False, 1, 0, {0: 2, 1: 0}),
        (False, 1, 2, {0: 2, 1: 2}),
        (True, 1, 0, {0: 0, 1: 0}),
        (True, 1, 1, {0: 1, 1: 1, 2: 0, 3: 0}),
        (True, 3, 2, {0: 2, 1: 2, 2: 2, 3: 2}),
    ],
)
def test_the_phase_of_each_unit(in_acts, now, at, expected):
    found = dict(Progress(UNITS, 3, in_acts).phases_at(now, at))
    assert found == {UNITS[n]: phase for n, phase in expected.items()}


@pytest.mark.parametrize(
    ("now", "at", "filters", "expected"),
    [(1, 0, 2, [0]), (2, 0, 2, [1]), (1, 1, 2, [0]), (2, 0, 1, [0, 1]), (0, 1, 1, [0, 1])],
)
def test_the_filter_of_each_group_that_is_seen(now, at, filters, expected):
    assert Progress(UNITS, 3, in_acts=True).outputs_shown(now, at, filters) == expected


def test_equations_of_every_phase():
    found = equations(("sum", "bias", "ReLU"), ["3", "$-1$", "0"], "$-4$", ["2", "$-2$", "0"])
    assert list(found) == [
        "$3 + (-1) + 0 = 2$",
        "$2 + (-4) = -2$",
        r"$\mathrm{max}(0, {-2}) = 0$",
    ]


def test_a_ledger_has_room_for_its_equations():
    sums, biases, stages = ["$-1$", "12"], ["$+3$", "$-4$"], ["7", "$-13$"]
    ledger = Ledger.of(("sum", "bias"), 3, sums, biases, stages)
    for equation in equations(ledger.names, ["$-1$"] * 3, "$-4$", ["$-13$"] * 2):
        assert width(equation) <= ledger.equation_width
    lines = ledger.labels(["$1 = 1$"], (0.0, 0.0))
    assert [text for text, _ in lines.texts] == ["sum", "$1 = 1$"]
    assert all(-ledger.height < y < 0 for _, (_, y) in lines.texts)


def test_a_ledger_without_numbers_takes_no_room():
    ledger = Ledger.of(("sum", "bias"), 3, [], [], [])
    assert (ledger.names, ledger.width, ledger.height) == ((), 0.0, 0.0)
