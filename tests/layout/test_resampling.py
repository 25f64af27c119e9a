"""Where outputs of an upsampling lie between units: the points, and the weights that are drawn."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest

import convanim
from convanim.layout.maps.resampling import Resampling
from convanim.scene.geometry import CELL, holds
from convanim.sweep.sweep import Cells

BILINEAR = {"operation": "upsample", "i": (3, 4), "mode": "bilinear", "values": {"seed": 1}}


def resampling(fig):
    return Resampling.of(fig.spec.panels[0].subjects[0])


@pytest.mark.parametrize("keys", [{"scale": 2}, {"scale": 3}, {"scale": 2, "align_corners": True}])
def test_the_weighted_mean_of_the_units_is_where_the_point_is(keys):
    fig = convanim.figure(**BILINEAR, **keys)
    known, kernel = resampling(fig), fig.sweep.map("kernel")
    for step in fig.sweep.steps:
        weights = [kernel.value(cell) for cell in step.read("kernel")]
        units = list(step.read("input"))
        point = known.point(step.writes.first)
        for axis, size in enumerate((3, 4)):
            mean = sum(w * unit[axis] for w, unit in zip(weights, units, strict=True))
            assert mean == pytest.approx(min(max(point[axis], 0), size - 1))


def test_the_nearest_unit_is_the_one_in_whose_cell_the_point_is():
    fig = convanim.figure(operation="upsample", i=3, scale=3, values={"seed": 1})
    for step in fig.sweep.steps:
        (unit,) = step.read("input")
        point = resampling(fig).point(step.writes.first)
        assert all(abs(at - n) < 0.5 for at, n in zip(point, unit, strict=True))


@pytest.mark.parametrize("keys", [{"scale": 2}, {"scale": 3}, {"scale": 2, "align_corners": True}])
def test_the_point_is_drawn_where_it_lies_or_as_a_ring_on_a_unit(keys):
    fig = convanim.figure(**BILINEAR, **keys)
    place = fig.panels[0].places["input", ()]
    cell = math.dist(place.centre((0, 0)), place.centre((0, 1)))
    for t in range(len(fig)):
        row, column = resampling(fig).point(fig.step(t).writes.first)
        expected = (column + 0.5) * cell, (3 - row - 0.5) * cell
        is_unit = all(abs(at - round(at)) < 0.05 for at in (row, column))
        (mark,) = [x for x in fig.layout.scene(t).layers if x.role.startswith("sample")]
        assert mark.role == ("sample.ring" if is_unit else "sample")
        points = mark.points()[:24]
        middle = [sum(xs) / 24 for xs in zip(*points, strict=True)]
        assert middle == pytest.approx(expected, abs=0.01)


def test_a_weight_is_written_for_each_unit_that_is_read():
    fig = convanim.figure(**BILINEAR, scale=2)
    kernel = fig.sweep.map("kernel")
    for t in range(len(fig)):
        step = fig.step(t)
        texts = [
            text
            for each in fig.layout.scene(t).layers
            if each.role == "kernel.value"
            for text, _ in each.texts
        ]
        assert sorted(texts) == sorted(str(kernel.value(cell)) for cell in step.read("kernel"))


EVERYWHERE = [
    {"view": "flat", "i": (3, 4)},
    {"view": "flat", "i": (3, 4), "in_channels": 2},
    {"view": "flat", "i": (4,)},
    {"view": "isometric", "i": (3, 4)},
    {"view": "isometric", "i": (4,)},
    {"view": "isometric", "i": (3, 4), "show": ["values"]},
    {"view": "row", "i": (4,)},
]


@pytest.mark.parametrize("keys", EVERYWHERE)
def test_every_view_of_maps_draws_the_point_at_the_weighted_mean_of_the_units(keys):
    fig = convanim.figure(**BILINEAR | {"scale": 2} | keys)
    kernel, places = fig.sweep.map("kernel"), fig.panels[0].places
    for t in range(len(fig)):
        step = fig.step(t)
        (read,) = step.read_of("input")
        at = resampling(fig).point(step.writes.first)
        if any(not 0 <= n <= size - 1 for n, size in zip(at, keys["i"], strict=True)):
            continue
        centres = [places["input", read.index].centre(cell) for cell in read]
        weights = [kernel.value(cell) for cell in step.read("kernel")]
        expected = [
            sum(w * x for w, x in zip(weights, xs, strict=True))
            for xs in zip(*centres, strict=True)
        ]
        (mark,) = [x for x in fig.layout.scene(t).layers if x.role.startswith("sample")]
        middle = [sum(xs) / 24 for xs in zip(*mark.points()[:24], strict=True)]
        assert middle == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("keys", EVERYWHERE)
def test_weights_are_in_the_cells_they_belong_to_unless_the_kernel_is_drawn(keys):
    fig = convanim.figure(**BILINEAR | {"scale": 2} | keys)
    kernel, places = fig.sweep.map("kernel"), fig.panels[0].places
    for t in range(len(fig)):
        labels = [x for x in fig.layout.scene(t).layers if x.role == "kernel.value"]
        if ("kernel", ()) in places:
            assert not labels
            continue
        (read,), taps = fig.step(t).read_of("input"), fig.step(t).read("kernel")
        (label,) = labels
        for cell, tap, (text, point) in zip(read, taps, label.texts, strict=True):
            one = Cells("input", tuple(range(n, n + 1) for n in cell))
            (shape,) = places["input", read.index].cells(one)
            assert holds(shape, point)
            assert Fraction(text) == kernel.value(tap)


@pytest.mark.parametrize("keys", EVERYWHERE)
def test_maps_are_equally_large_in_every_view(keys):
    places = convanim.figure(**BILINEAR | {"scale": 2} | keys).panels[0].places
    index = (0,) if "in_channels" in keys else ()
    sides = [
        [math.dist(*pair) for pair in itertools.pairwise(shape)]
        for role in ("input", "output")
        for shape in places[role, index].cells(_origin(role, len(keys["i"])))
    ]
    assert sides[0][0] == pytest.approx(2 * sides[1][0])


def _origin(role, axes):
    return Cells(role, (range(1),) * axes)


def test_input_and_output_are_equally_large():
    fig = convanim.figure(**BILINEAR, scale=2)
    places = fig.panels[0].places
    corners = {
        role: (places[role, ()].centre((0, 0)), places[role, ()].centre((rows - 1, columns - 1)))
        for role, rows, columns in (("input", 3, 4), ("output", 6, 8))
    }
    sizes = {role: math.dist(*ends) for role, ends in corners.items()}
    assert sizes["input"] == pytest.approx(math.dist((0, 0), (2 * 2, 3 * 2)) * CELL)
    assert sizes["output"] == pytest.approx(math.dist((0, 0), (5, 7)) * CELL)


@pytest.mark.parametrize(
    "keys",
    [
        {"i": 4, "k": 3},
        {"operation": "unpool", "i": 4, "k": 2, "s": 2, "values": {"seed": 1}},
        {"operation": "pixel_shuffle", "i": 2, "r": 2},
        {"operation": "relu", "i": 3},
        {"operation": "col2im", "output_size": 4, "k": 2, "s": 2, "values": {"seed": 1}},
        {"operation": "adaptive_avg_pool", "i": 5, "output_size": 3},
        {"operation": "upsample", "i": (2, 2, 2), "scale": 2},
    ],
)
def test_other_layers_are_not_resampled(keys):
    assert resampling(convanim.figure(**keys)) is None


def test_a_layer_that_is_fed_has_the_cells_of_its_input():
    layers = [{"i": 4, "k": 3}, {"operation": "upsample", "scale": 2}]
    fig = convanim.figure(layers=layers, values={"seed": 1})
    roles = {x.role for t in range(len(fig)) for x in fig.layout.scene(t).layers}
    assert not [role for role in roles if role.startswith("sample")]
