"""The matrix view: its entries as texts, the highlights of a step, and errors."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.arithmetic.cells import Cell
from convanim.layout.table import FULL, SIDE
from convanim.scene.geometry import CELL
from convanim.scene.typesetting import SIZE, width

CONFIGS = Path(__file__).parents[2] / "configs" / "matrix"
W = [f"$w_{{{row}{{,}}{column}}}$" for row in range(3) for column in range(3)]


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def rows(scene, roles):
    """Return the texts of these roles, row by row from the top."""
    texts = [pair for role in roles for layer in of_role(scene, role) for pair in layer.texts]
    levels = sorted({round(y, 3) for _, (_, y) in texts}, reverse=True)
    across = sorted(texts, key=lambda pair: pair[1][0])
    return [[text for text, (_, y) in across if round(y, 3) == level] for level in levels]


def matrix_of(fig, panel=0):
    scene = fig.panels[panel].scene(0)
    return rows(scene, ("weight.value", "weight.zero"))


def test_the_guides_matrix_beside_the_sweep():
    fig = convanim.load(CONFIGS / "matrix_beside_sweep.yaml")
    found = matrix_of(fig, 1)
    first = [*W[:3], "0", *W[3:6], "0", *W[6:], *"00000"]
    assert [len(row) for row in found] == [16] * 4
    assert found == [first[-shift:] + first[:-shift] if shift else first for shift in (0, 1, 4, 5)]
    assert sum(text != "0" for row in found for text in row) == 36
    assert [beat.step for beat in fig.beats(3)] == [3, 3]


def test_the_transpose_has_the_columns_as_rows():
    fig = convanim.load(CONFIGS / "matrix_and_transpose.yaml")
    forward, back = matrix_of(fig), matrix_of(fig, 1)
    assert [list(column) for column in zip(*forward, strict=True)] == back
    names = [text for layer in of_role(fig.layout.scene(0), "label") for text, _ in layer.texts]
    assert "$C$" in names and "$C^T$" in names


def test_the_transpose_beside_the_sweep():
    fig = convanim.load(CONFIGS / "transpose_beside_sweep.yaml")
    forward = matrix_of(convanim.load(CONFIGS / "matrix_beside_sweep.yaml"), 1)
    found = matrix_of(fig, 1)
    assert found == [list(column) for column in zip(*forward, strict=True)]
    counts = [sum(text != "0" for text in row) for row in found]
    assert counts == [1, 2, 2, 1, 2, 4, 4, 2, 2, 4, 4, 2, 1, 2, 2, 1]
    assert [[beat.step for beat in fig.beats(t)] for t in range(16)] == [[t, t] for t in range(16)]
    units = fig.panels[0].sweep.map("input")
    for t, count in enumerate(counts):
        read = [units.kind(cell) for cell in fig.step(t).read("input")]
        assert read.count(Cell.REAL) == count


def test_numbers_are_those_of_the_sweep():
    fig = convanim.load(CONFIGS / "matrix_numbers.yaml")
    scene = fig.panels[1].scene(0)
    matrix = [[int(text) for text in row] for row in matrix_of(fig, 1)]
    (x,), (y,) = (of_role(scene, f"{role}.value") for role in ("input", "output"))
    column = [int(text) for text, _ in x.texts]
    assert len(matrix[0]) == len(column) == 16
    products = [sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix]
    assert products == [int(text) for text, _ in y.texts] == [6, 17, 8, 17]
    assert list(fig.panels[0].sweep.map("output").values) == products


def test_a_band_along_one_axis():
    fig = convanim.load(CONFIGS / "toeplitz.yaml")
    found = matrix_of(fig)
    assert found[0][:3] == ["$w_{1}$", "$w_{2}$", "0"]
    assert found[3] == ["0", "0", "$w_{0}$", "$w_{1}$", "$w_{2}$", "0", "0", "0"]
    assert sum(text != "0" for row in found for text in row) == 3 * 8 - 2


@pytest.mark.parametrize("step", range(4))
def test_a_step_lights_a_row_and_the_units_it_weighs(step):
    fig = convanim.figure(i=4, k=3, view="matrix")
    scene = fig.layout.scene(step)
    row, column = of_role(scene, "window")
    assert len(row.shapes) == len(column.shapes) == 9
    height = [{round(corners[0][1] / SIDE, 6) for corners in row.shapes}]
    assert height == [{9.0 - step}]  # the 4 rows are centred beside the 16 of x, from 10 down
    lit = [15 - round(corners[0][1] / SIDE) for corners in column.shapes]
    top, left = divmod(step, 2)
    assert lit == [4 * (top + a) + left + b for a in range(3) for b in range(3)]
    (written,) = of_role(scene, "window.output")
    assert round(written.shapes[0][0][1] / SIDE, 6) == 9.0 - step
    assert len(of_role(scene, "window.grid")) == 2


def test_a_step_that_reads_nothing_but_padding_lights_no_unit():
    fig = convanim.figure(i=1, k=1, p=1, view="matrix")
    assert matrix_of(fig)[0] == ["0"]
    assert not of_role(fig.layout.scene(0), "window")[0].shapes
    assert fig.frame(0).size


def test_texts_fit_into_their_cells():
    keys = {"values": {"input": [[1000, 2], [3, 4]], "kernel": [[-10, 2], [0, 1]]}}
    for fig in (convanim.figure(i=4, k=3, view="matrix"), convanim.figure(**keys, view="matrix")):
        layers = fig.layout.scene(0).layers
        (unit,) = [each for each in layers if each.role == "window.output"]
        side = unit.shapes[0][1][0] - unit.shapes[0][0][0]
        assert side >= SIDE
        for layer in layers:
            if layer.role.endswith(".value"):
                widest = max(width(text) for text, _ in layer.texts)
                assert widest * SIZE * layer.scale <= FULL * side + 1e-6
    assert SIDE < CELL


def test_the_page_is_a_papers_column_wide():
    left, _, right, _ = convanim.figure(i=4, k=3, view="matrix").layout.box
    assert right - left == pytest.approx(20 * SIDE + 20.7, abs=0.1)


@pytest.mark.parametrize("order", ["column", "snake"])
def test_the_row_is_that_of_the_unit_in_any_order(order):
    fig = convanim.figure(i=4, k=3, view="matrix", order=order)
    plain = convanim.figure(i=4, k=3, view="matrix").layout
    order_of = {"column": (0, 2, 1, 3), "snake": (0, 1, 3, 2)}[order]
    for n, at in enumerate(order_of):
        for role in ("window.output", "window.grid"):
            assert of_role(fig.layout.scene(n), role) == of_role(plain.scene(at), role)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "max_pool"},
            "view 'matrix' draws conv and transposed_conv, not max_pool",
        ),
        (
            {"operation": "im2col"},
            "view 'matrix' draws conv and transposed_conv, not im2col",
        ),
        (
            {"i": 9},
            "view 'matrix' would have 49 rows and 81 columns, too many to read; the limit is 40: "
            "use a smaller i",
        ),
        ({"bias": True}, "view 'matrix' cannot draw bias; remove it"),
        ({"relu": True}, "view 'matrix' cannot draw relu; remove it"),
        (
            {"p": 1, "padding_mode": "reflect"},
            "view 'matrix' only draws zero padding; remove padding_mode reflect",
        ),
        (
            {"show": "indices"},
            "show: indices needs a view that draws maps cell by cell; drop it",
        ),
    ],
)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**{"i": 4, "k": 3, "view": "matrix", **keys}).layout  # noqa: B018
    assert str(caught.value) == message
