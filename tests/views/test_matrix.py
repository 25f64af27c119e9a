"""The matrix view: its entries as texts, the highlights of a step, and errors."""

from __future__ import annotations

from pathlib import Path

import pytest

import convanim
from convanim.arithmetic.cells import Cell
from convanim.layout.maps.table import FULL, SIDE
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels, Polygons, Scene
from convanim.scene.typesetting import SIZE, width

CONFIGS = Path(__file__).parents[2] / "configs" / "matrix"
W = [f"$w_{{{row}{column}}}$" for row in range(3) for column in range(3)]


def of_role(scene, role):
    return [each for each in scene.layers if each.role == role]


def rows(scene, roles, first=0):
    """Return the texts of these roles, row by row from the top; of each role from a layer on."""
    layers = [layer for role in roles for layer in of_role(scene, role)[first:]]
    texts = [pair for layer in layers for pair in layer.texts]
    levels = sorted({round(y, 3) for _, (_, y) in texts}, reverse=True)
    across = sorted(texts, key=lambda pair: pair[1][0])
    return [[text for text, (_, y) in across if round(y, 3) == level] for level in levels]


def matrix_of(fig, panel=0):
    scene = fig.panels[panel].scene(0)
    own = len(of_role(scene, "weight.value")) - 1  # the kernels come first
    entries = [*of_role(scene, "weight.value")[own:], *of_role(scene, "weight.zero")]
    return rows(Scene(scene.box, tuple(entries)), ("weight.value", "weight.zero"))


def tints(fig, panel=0, n=0):
    """Return the tint of each cell that has one, by its middle."""
    scene = fig.panels[panel].scene(n)
    return {
        middle(shape): layer.role
        for layer in scene.layers
        if layer.role.startswith("weight.") and isinstance(layer, Polygons)
        for shape in layer.shapes
    }


def names(fig, panel=0):
    """Return the name of each weight in the drawing, by its point."""
    layers = of_role(fig.panels[panel].scene(0), "weight.value")
    return {rounded(at): text for layer in layers for text, at in layer.texts}


def middle(shape):
    (left, bottom), _, (right, top), _ = shape
    return rounded(((left + right) / 2, (bottom + top) / 2))


def rounded(point):
    return round(point[0], 3), round(point[1], 3)


def lit(fig, panel, n):
    """Return the weights that are not pale in a drawing, in reading order."""
    scene = fig.panels[panel].scene(n)
    pale = {middle(shape) for shape in of_role(scene, "veil")[0].shapes}
    texts = of_role(scene, "weight.value")[-1].texts
    return [text for text, at in texts if rounded(at) not in pale]


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
    told = [text for layer in of_role(fig.layout.scene(0), "label") for text, _ in layer.texts]
    assert r"$C$, $4 \times 16$" in told and r"$C^T$, $16 \times 4$" in told


def test_row_r_of_the_matrix_and_column_r_of_its_transpose_are_lit_together():
    fig = convanim.load(CONFIGS / "matrix_and_transpose.yaml")
    forward, back = matrix_of(fig), matrix_of(fig, 1)
    assert len(fig) == 4
    for r in range(4):
        assert [beat.step for beat in fig.beats(r)] == [r, r]
        column = [row[r] for row in back]
        assert lit(fig, 0, r) == lit(fig, 1, r) == W
        assert [text for text in column if text != "0"] == [x for x in forward[r] if x != "0"] == W
        for panel, frames in ((0, (4, 16)), (1, (16, 4))):
            frame = of_role(fig.panels[panel].scene(r), "window.frame")[0].lines[0]
            across = round((frame[1][0] - frame[0][0]) / SIDE)
            assert across == (16 if frames == (4, 16) else 1)
        read, spread = (of_role(fig.panels[n].scene(r), "window")[0].shapes for n in (0, 1))
        assert (len(read), len(spread)) == (9, 1)
        (written,) = of_role(fig.panels[1].scene(r), "window.output")
        assert len(written.shapes) == 9


def test_a_weight_has_the_same_tint_everywhere():
    for name, panels in (("matrix_and_transpose", (0, 1)), ("matrix_beside_sweep", (1,))):
        fig = convanim.load(CONFIGS / f"{name}.yaml")
        found = {}
        for panel in panels:
            by_name = names(fig, panel)
            for at, role in tints(fig, panel).items():
                found.setdefault(by_name[at], set()).add(role)
        assert set(found) == set(W)
        assert all(len(roles) == 1 for roles in found.values())
        assert len(set.union(*found.values())) == 9


def test_columns_add_up_to_the_output():
    keys = {"operation": "transposed_conv", "i": 2, "k": 2, "s": 1, "view": "matrix"}
    values = {"input": [[1, 2], [3, 4]], "kernel": [[1, 10], [100, 1000]]}
    fig = convanim.figure(**keys, values=values, product="columns")
    y = [
        {
            row: text
            for layer in of_role(fig.layout.scene(n), "output.value")
            for text, (_, row) in layer.texts
        }
        for n in range(4)
    ]
    after = [[int(sums[row]) for row in sorted(sums, reverse=True)] for sums in y]
    assert after == [
        [1, 10, 100, 1000],
        [1, 12, 20, 100, 1200, 2000],
        [1, 12, 20, 103, 1230, 2000, 300, 3000],
        [1, 12, 20, 103, 1234, 2040, 300, 3400, 4000],
    ]
    assert after[-1] == list(convanim.figure(**keys, values=values).sweep.map("output").values)
    assert [fig.step(n).writes.first for n in range(4)] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_columns_of_a_strided_convolution():
    fig = convanim.figure(i=5, k=3, s=2, p=1, view="matrix", product="columns")
    written = [tuple(fig.step(n).writes) for n in range(len(fig))]
    assert len(written) == 25
    assert written[6] == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert written[12] == ((1, 1),)


def test_an_output_has_a_name_once_its_sum_is_complete():
    fig = convanim.load(CONFIGS / "matrix_and_transpose.yaml")
    scene = fig.panels[1].scene(0)
    (cells,) = of_role(scene, "window.output")
    (texts,) = of_role(scene, "window.output.value")
    assert (len(cells.shapes), [text for text, _ in texts.texts]) == (9, ["$y_{00}$"])


def test_outputs_fill_up():
    layout = convanim.figure(i=4, k=3, view="matrix").layout
    assert not of_role(layout.at_rest(), "output")
    for n in range(4):
        assert [len(layer.shapes) for layer in of_role(layout.scene(n), "output")] == [n + 1]
    assert len(of_role(layout.at_end(), "output")[0].shapes) == 4


@pytest.mark.parametrize(
    ("keys", "place"),
    [({"i": 4, "k": 3}, "above"), ({"i": [8], "k": 3, "p": 1}, "left")],
)
def test_the_kernel_stands_where_there_is_room(keys, place):
    scene = convanim.figure(**keys, view="matrix").layout.scene(0)
    kernel, matrix = of_role(scene, "weight.value")
    left, top = (min(x for _, (x, _) in kernel.texts), max(y for _, (_, y) in kernel.texts))
    above = max(y for _, (_, y) in matrix.texts)
    assert (left < 0) == (place == "left")
    assert (top > above + SIDE) == (place == "above")


def test_several_kernels_have_names():
    scene = convanim.figure(i=3, k=2, out_channels=2, view="matrix").layout.scene(0)
    told = [text for layer in of_role(scene, "label") for text, _ in layer.texts]
    assert [text for text in told if "w" in text] == ["$w^{00}$", "$w^{10}$"]


def test_no_index_is_under_five_points():
    for name in ("matrix_and_transpose", "matrix_beside_sweep", "transpose_beside_sweep"):
        fig = convanim.load(CONFIGS / f"{name}.yaml")
        for n in (0, len(fig) - 1):
            for layer in fig.layout.scene(n).layers:
                if isinstance(layer, Labels) and any("_" in text for text, _ in layer.texts):
                    assert 0.7 * SIZE * layer.scale >= 5, layer.role


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
    last = fig.panels[1].scene(3)
    (x,) = of_role(scene, "input.value")
    y = of_role(last, "output.value")[0].texts
    column = [int(text) for text, _ in x.texts]
    assert len(matrix[0]) == len(column) == 16
    products = [sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix]
    assert products == [int(text) for text, _ in y] == [6, 17, 8, 17]
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
    (column,) = of_role(scene, "window")
    assert lit(fig, 0, step) == W
    pale = {round(corners[0][1] / SIDE, 6) for corners in of_role(scene, "veil")[0].shapes}
    # The 4 rows are centred beside the 16 of x, from 10 down.
    assert pale == {6.0, 7.0, 8.0, 9.0} - {9.0 - step}
    read = [15 - round(corners[0][1] / SIDE) for corners in column.shapes]
    top, left = divmod(step, 2)
    assert read == [4 * (top + a) + left + b for a in range(3) for b in range(3)]
    (written,) = of_role(scene, "window.output")
    assert round(written.shapes[0][0][1] / SIDE, 6) == 9.0 - step
    assert len(of_role(scene, "window.frame")) == 2


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
        for role in ("window.output", "window.frame"):
            assert of_role(fig.layout.scene(n), role) == of_role(plain.scene(at), role)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"operation": "max_pool"},
            "view 'matrix' draws conv and transposed_conv, not max_pool: use view: flat",
        ),
        (
            {"operation": "im2col"},
            "view 'matrix' draws conv and transposed_conv, not im2col: use view: flat",
        ),
        (
            {"i": 9},
            "view 'matrix' would have 49 rows and 81 columns, too many to read; the limit is 40: "
            "use excerpt: true, use view: flat or use a smaller i",
        ),
        (
            {"product": "columns", "out_channels": 2},
            "product: columns adds to one output map; this layer has 2: use product: rows",
        ),
        ({"bias": True}, "view 'matrix' cannot draw bias; remove it"),
        ({"relu": True}, "view 'matrix' cannot draw relu; remove it"),
        (
            {"p": 1, "padding_mode": "reflect"},
            "view 'matrix' only draws zero padding; remove padding_mode reflect",
        ),
        (
            {"show": "indices"},
            "show: indices needs a view that draws maps cell by cell; remove it",
        ),
    ],
)
def test_faults(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(**{"i": 4, "k": 3, "view": "matrix", **keys}).layout  # noqa: B018
    assert str(caught.value) == message
