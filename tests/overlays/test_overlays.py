"""What ``show`` adds: right numbers, in the right places, in room that never changes."""

from __future__ import annotations

import itertools

import pytest

import convanim
from convanim import config
from convanim.backends._mpl.lettering import outline
from convanim.layout.overlay import Overlay
from convanim.plugins import registry
from convanim.scene.formula import typeset
from convanim.scene.geometry import CELL
from convanim.scene.shapes import Labels
from convanim.scene.typesetting import SIZE


def texts(fig, role, t=0):
    layers = [each for each in fig.layout.scene(t).layers if each.role == role]
    return [text for each in layers for text, _ in each.texts]


def crosses(fig):
    layers = [each for each in fig.layout.scene(0).layers if each.role == "uncovered"]
    return sum(len(each.lines) for each in layers) / 2


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        ({"i": 4, "k": 3}, [r"$o = (i - k) + 1\quad$relationship 1", "$o = (4 - 3) + 1 = 2$"]),
        (
            {"i": 6, "k": 3, "s": 2, "p": 1},
            [
                r"$o = \left\lfloor \dfrac{i + 2p - k}{s} \right\rfloor + 1\quad$relationship 6",
                r"$o = \left\lfloor \dfrac{6 + 2 \cdot 1 - 3}{2} \right\rfloor + 1 = 3$",
            ],
        ),
        ({"i": 5, "k": 3, "p": 1}, [r"$o = i\quad$relationship 3", "$o = 5$"]),
        (
            {"operation": "transposed_conv", "i": 3, "k": 3, "s": 2, "p": 1, "a": 1},
            [
                r"$o' = s\,(i' - 1) + a + k - 2p\quad$relationship 14",
                r"$o' = 2 \cdot (3 - 1) + 1 + 3 - 2 \cdot 1 = 6$",
            ],
        ),
        (
            {"i": 7, "k": 3, "d": 2},
            [
                r"$o = \left\lfloor \dfrac{i + 2p - k - (k - 1)\,(d - 1)}{s} \right\rfloor + 1"
                r"\quad$relationship 15",
                r"$o = \left\lfloor \dfrac{7 + 2 \cdot 0 - 3 - (3 - 1)\,(2 - 1)}{1} "
                r"\right\rfloor + 1 = 3$",
            ],
        ),
    ],
)
def test_formula(keys, lines):
    assert texts(convanim.figure(**keys, show="formula"), "note") == lines


def test_shapes_tell_the_formula_once():
    plain, told = (
        convanim.figure(i=[9, 8], k=3, s=2, view="shapes", show=show) for show in ([], "formula")
    )
    assert told.layout.scene(0) == plain.layout.scene(0)


def test_axes_that_differ_are_told_apart():
    fig = convanim.figure(i=[4, 5], k=3, show="formula")
    assert texts(fig, "note")[::2] == [
        r"rows: $o = (i - k) + 1\quad$relationship 1",
        r"columns: $o = (i - k) + 1\quad$relationship 1",
    ]


def test_every_formula_can_be_typeset():
    for family, sizes in itertools.product(
        ("conv", "max_pool", "transposed_conv"),
        itertools.product((5, 6), (1, 2, 3), (1, 2), (0, 1), (1, 2)),
    ):
        keys = dict(zip("ikspd", sizes, strict=True))
        try:
            fig = convanim.figure(operation=family, **keys, show="formula")
        except convanim.ConfigError:
            continue
        for text in texts(fig, "note"):
            assert "floor(" not in text and "*" not in text
            assert outline(text)[2] > 0


def test_fractions_above_each_other_are_clear():
    fig = convanim.figure(i=9, k=3, s=2, d=2, show="formula")
    (layer,) = [each for each in fig.layout.scene(0).layers if each.role == "note"]
    (above, (_, upper)), (below, (_, lower)) = layer.texts
    bottom, top = outline(above)[0][:, 1].min() * SIZE, outline(below)[0][:, 1].max() * SIZE
    assert upper + bottom - (lower + top) > 2


def test_typesetting_of_letters():
    assert (
        typeset("k^ + ceil((i - k) / s)") == r"\hat{k} + \left\lceil \dfrac{i - k}{s} \right\rceil"
    )


def test_step():
    fig = convanim.figure(i=4, k=3, show=["step"])
    assert [texts(fig, "note", t) for t in (0, 3)] == [
        ["step 1 of 4: output (0, 0)"],
        ["step 4 of 4: output (1, 1)"],
    ]
    assert texts(convanim.figure(i=4, k=4, show="step"), "note") == ["step 1 of 1: output (0, 0)"]


@pytest.mark.parametrize("view", ["scatter", "counting"])
def test_a_stamp_is_told_by_its_unit(view):
    keys = {"operation": "transposed_conv", "i": [3], "k": 3, "s": 2, "p": 1, "view": view}
    fig = convanim.figure(**keys, show="step")
    assert texts(fig, "note", len(fig) - 1)[-1].startswith("step 3 of 3: input (2)")


def test_labels_name_each_map_and_number_several_of_one_role():
    fig = convanim.figure(i=4, k=3, show="labels", in_channels=3)
    assert texts(fig, "label") == ["input 1", "input 2", "input 3", "output"]


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({"operation": "im2col", "i": 3, "k": 2}, ["input", "patches"]),
        ({"operation": "col2im", "output_size": 3, "k": 2}, ["patches", "output"]),
        (
            {"operation": "conv_backward_input", "i": 2, "k": 2, "values": {"seed": 1}},
            [r"$\partial L / \partial y$", "rotated kernel", r"$\partial L / \partial x$"],
        ),
        (
            {"operation": "conv_backward_kernel", "i": 3, "k": 2, "values": {"seed": 1}},
            ["input", r"$\partial L / \partial y$", r"$\partial L / \partial w$"],
        ),
        (
            {"operation": "transposed_conv", "i": 2, "k": 2, "values": {"seed": 1}},
            ["input", "rotated kernel", "output"],
        ),
        (
            {"operation": "transposed_conv", "i": 2, "k": 2, "values": {"seed": 1}}
            | {"view": "scatter"},
            ["input", "kernel", "output"],
        ),
    ],
)
def test_labels_say_what_the_maps_of_an_operation_are(keys, names):
    assert texts(convanim.figure(**keys, show="labels"), "label") == names


def test_labels_name_the_ends_of_a_stack_and_every_axis_that_is_counted():
    stack = {"view": "receptive_field", "layers": [{"i": 7}, {}, {}], "k": 3}
    named = texts(convanim.figure(**stack, show="labels"), "label")
    assert [name for name in named if "put" in name and "sees" not in name] == ["input", "output"]
    axes = {"view": "counting", "i": [4, 7], "k": [3, 2]}
    assert texts(convanim.figure(**axes, show="labels"), "label")[-4:] == ["input", "output"] * 2


def test_cubes_are_named_above_and_below_and_so_are_their_axes():
    fig = convanim.figure(i=[3, 4, 5], k=2, p=[0, 1, 0], view="volume", show="labels")
    layers = fig.layout.scene(0).layers
    at = {text: point for each in layers if each.role == "label" for text, point in each.texts}
    drawn = [p for each in layers if each.role != "label" for p in each.points()]
    assert at[r"output $2 \times 5 \times 4$"][1] > max(y for _, y in drawn)
    assert at[r"input $3 \times 4 \times 5$"][1] < min(y for _, y in drawn)
    assert at["depth"][0] < min(x for x, _ in drawn) < at["height"][0] < at["width"][0]
    left, bottom, right, top = fig.layout.box
    assert all(left < x < right and bottom < y < top for x, y in at.values())


@pytest.mark.parametrize("view", ["matrix", "im2col", "shapes"])
def test_what_has_names_already_has_them_once(view):
    plain, named = (convanim.figure(i=4, k=3, view=view, show=show) for show in ([], ["labels"]))
    assert named.layout.scene(0) == plain.layout.scene(0)


def test_indices_count_units_not_padding():
    fig = convanim.figure(i=[2, 3], k=2, p=1, show="indices")
    assert texts(fig, "index") == [*"01012", *"0120123"]


def test_uncovered_cells_are_those_never_read():
    # Figure 2.7: of the padded 8 x 8, the last row and column are never read.
    assert crosses(convanim.figure(i=6, k=3, s=2, p=1, show="uncovered")) == 15
    assert crosses(convanim.figure(i=5, k=3, s=2, p=1, show="uncovered")) == 0
    # Stride 3 over 7 with a kernel of 2: rows and columns 2 and 5 fall between the windows.
    assert crosses(convanim.figure(i=8, k=2, s=3, show="uncovered")) == 64 - 36


def test_a_cross_lies_on_its_cell():
    fig = convanim.figure(i=[1, 6], k=[1, 5], s=[1, 2], show="uncovered", view="flat")
    (layer,) = [each for each in fig.layout.scene(0).layers if each.role == "uncovered"]
    xs = sorted(x for x, _ in layer.points())
    assert 5 * CELL < xs[0] < 5.5 * CELL < xs[-1] < 6 * CELL


def test_a_cross_leaves_a_number_readable():
    fig = convanim.figure(i=4, k=3, s=2, values={"seed": 1, "input": [-99, 99]}, show="uncovered")
    layers = {each.role: each for each in fig.layout.scene(0).layers}
    spots = [at for _, at in layers["input.value"].texts]
    arms = layers["uncovered"].lines
    assert len(arms) == 4 * 7
    for x, y in spots:
        for point in itertools.chain(*arms):
            assert abs(point[0] - x) > 0.15 * CELL or abs(point[1] - y) > 0.15 * CELL


@pytest.mark.parametrize("name", registry.scan(Overlay))
def test_all_room_is_kept_and_nothing_is_cut_off(name):
    # Symbols are for maps without numbers, and their cells must be wide enough.
    numbers = {} if name == "symbols" else {"values": {"seed": 1}}
    numbers |= {"operation": "max_pool"} if name == "winner" else {}
    size = 9 if name == "symbols" else 11
    for keys in ({"i": 4, "k": 3}, {"i": size, "k": 3, "s": 2, "p": 1, "view": "isometric"}):
        fig = convanim.figure(**keys, **numbers, show=name)
        assert len({fig.layout.scene(t).box for t in range(len(fig))}) == 1
        left, bottom, right, top = fig.layout.box
        for t in {0, len(fig) // 2, len(fig) - 1}:
            for layer in fig.layout.scene(t).layers:
                if isinstance(layer, Labels):
                    for text, (x, y) in layer.texts:
                        wide = outline(text)[2] * SIZE * layer.scale
                        start = x - {"start": 0, "middle": wide / 2, "end": wide}[layer.anchor]
                        assert left <= start and start + wide <= right
                        assert bottom <= y <= top


NUMBERS = {"input": [[0, 1, 2], [3, 4, 5], [6, 7, 8]]}


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        (
            {"values": {**NUMBERS, "kernel": [[0, 1], [2, -3]]}, "s": 2},
            [r"$0 \cdot 0 + 1 \cdot 1 + 3 \cdot 2 + 4 \cdot (-3) = -5$"],
        ),
        (
            {"values": {**NUMBERS, "kernel": [[0, 1], [2, -3]], "bias": [1]}, "relu": True, "s": 2},
            [r"$0 \cdot 0 + 1 \cdot 1 + 3 \cdot 2 + 4 \cdot (-3)$", r"${} + 1 = -4 \to 0$"],
        ),
        (
            {"values": {"input": [[0.125, 3]], "kernel": [[0.5, 1]]}},
            [r"$0.13 \cdot 0.5 + 3 \cdot 1 \approx 3.06$"],
        ),
        (
            {"values": {"input": [[0.1, 0.7]], "kernel": [[3, 1]]}},
            [r"$0.1 \cdot 3 + 0.7 \cdot 1 = 1$"],
        ),
        ({"operation": "max_pool", "k": 2, "values": NUMBERS}, [r"$\max(0, 1, 3, 4) = 4$"]),
        (
            {"operation": "max_pool", "k": 2, "p": 1, "values": {"input": [[-1, 2], [3, 4]]}},
            [r"$\max(-\infty, -\infty, -\infty, -1) = -1$"],
        ),
        ({"operation": "avg_pool", "k": 2, "values": NUMBERS}, [r"$(0 + 1 + 3 + 4)\,/\,4 = 2$"]),
    ],
)
def test_the_arithmetic_of_a_cell(keys, lines):
    assert texts(convanim.figure(**keys, show="sum"), "note") == lines


def test_weights_that_no_decimals_write_are_fractions():
    keys = {"operation": "upsample", "scale": [3, 2], "mode": "bilinear", "show": "sum"}
    fig = convanim.figure(**keys, values={"input": [[9, 2], [6, -1]]})
    found = texts(fig, "note", 9)
    assert found == [
        r"$9 \cdot 1/2 + 2 \cdot 1/6$",
        r"${} + 6 \cdot 1/4 + (-1) \cdot 1/12 = 6.25$",
    ]
    left, _, right, _ = fig.layout.box
    assert max(outline(line)[2] for line in found) * SIZE < right - left


def test_while_units_are_copied_nothing_is_worked_out():
    fig = convanim.figure(i=[4], k=3, view="im2col", values={"seed": 1}, show="sum")
    assert [bool(texts(fig, "note", t)) for t in range(4)] == [False, False, True, True]


@pytest.mark.parametrize("keys", [{"operation": "conv"}, {"operation": "max_pool", "p": 1}])
def test_a_sum_breaks_after_a_row_of_the_window(keys):
    values = {
        "input": [[11 * n + m for m in range(5)] for n in range(5)],
        "kernel": [[7, 8, 9]] * 3,
    }
    values = values if keys["operation"] == "conv" else {"input": values["input"]}
    fig = convanim.figure(**keys, k=3, values=values, show="sum")
    for t in range(len(fig)):
        lines = [line.count("cdot") or line.count(",") for line in texts(fig, "note", t)]
        terms = 9 if keys["operation"] == "conv" else 8
        assert sum(lines) == terms
        assert all(count % 3 == 0 for count in lines[:-1])


def test_where_padding_is_left_out_lines_end_with_the_rows_that_are_left():
    values = {"input": [[111, 222, 333, 444, 555]] * 5}
    keys = {"operation": "avg_pool", "k": 5, "p": 2, "count_include_pad": False, "values": values}
    lines = texts(convanim.figure(**keys, show="sum"), "note", 0)
    assert lines == [
        "$(111 + 222 + 333$",
        "${} + 111 + 222 + 333$",
        r"${} + 111 + 222 + 333)\,/\,9 = 222$",
    ]


def test_a_sum_is_in_the_middle_of_its_drawing():
    fig = convanim.figure(i=4, k=3, values={"seed": 1}, show=["step", "sum"])
    middle = (fig.panels[0].box[0] + fig.panels[0].box[2]) / 2
    for t in range(len(fig)):
        for each in fig.layout.scene(t).layers:
            if each.role == "note":
                assert each.anchor == "middle"
                assert [x for _, (x, _) in each.texts] == pytest.approx([middle] * len(each.texts))


def test_a_long_sum_leaves_out_its_middle():
    fig = convanim.figure(i=12, k=9, values={"seed": 1}, show="sum")
    found = texts(fig, "note")
    assert len(found) == 6 and r"\cdots" in found[-1]
    for text in found:
        assert outline(text)[2] > 0


@pytest.mark.parametrize("name", ["sum", "values"])
def test_without_numbers_there_is_nothing_to_show(name):
    with pytest.raises(convanim.ConfigError) as caught:
        convanim.figure(i=4, k=3, show=["step", name])
    assert str(caught.value) == f"show: {name} needs numbers; give values, or remove it"


def test_values_stand_in_slanted_cells_and_never_twice():
    keys = {"i": 3, "k": 2, "values": {"seed": 1}, "show": "values", "fill": False}
    slanted = convanim.figure(**keys, view="isometric")
    assert len(texts(slanted, "input.value")) + len(texts(slanted, "window.number")) == 9
    assert len(texts(slanted, "output.value")) + len(texts(slanted, "window.output.number")) == 4
    assert len(texts(convanim.figure(**keys), "input.value")) == 9


@pytest.mark.parametrize("name", sorted(config.themes()))
def test_values_on_the_window_can_be_seen(name):
    keys = {"i": 4, "k": 3, "values": {"seed": 1}, "show": "values", "view": "isometric"}
    fig = convanim.figure(**keys, theme=name)
    counts = {role: len(texts(fig, f"{role}.number", 1)) for role in ("window", "window.output")}
    assert counts == {"window": 9, "window.output": 1}
    for role in counts:
        ink, ground = fig.spec.theme.paint(f"{role}.number").text, fig.spec.theme.paint(role).fill
        assert ink[3] == 255
        assert ground[3] < 255 or abs(sum(ink[:3]) - sum(ground[:3])) > 250


def test_symbols_name_units_and_write_the_zeros_that_a_window_reads():
    def read(**keys):
        fig = convanim.figure(i=2, k=2, p=1, show="symbols", view="flat", **keys)
        return [
            text
            for each in fig.layout.scene(0).layers
            if isinstance(each, Labels) and "output" not in each.role
            for text, _ in each.texts
        ]

    units = [f"$x_{{{row}{column}}}$" for row in range(2) for column in range(2)]
    assert sorted(read()) == [*units, *["0"] * 12]
    assert sorted(read(operation="max_pool")) == units, "its padding is minus infinity"
    fig = convanim.figure(i=2, k=2, p=1, show="symbols", view="flat")
    # Outputs get their names as they are written.
    shown = [
        sorted(texts(fig, "output.value", t) + texts(fig, "window.output.number", t))
        for t in range(2)
    ]
    assert shown == [["$y_{00}$"], ["$y_{00}$", "$y_{01}$"]]


@pytest.mark.parametrize("view", ["receptive_field", "footprint", "paths"])
@pytest.mark.parametrize(("show", "values"), [("values", {"seed": 1}), ("symbols", None)])
def test_views_of_fields_have_no_room_for_what_is_written_into_cells(view, show, values):
    keys = {"values": values} if values else {}
    with pytest.raises(convanim.ConfigError) as caught:
        _ = convanim.figure(i=4, k=3, view=view, show=show, **keys).layout
    assert str(caught.value) == (
        f"show: {show} needs room in the cells, which this view draws small or fills; remove it"
    )


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"values": {"seed": 1}}, "show: symbols is for layers without numbers; remove it"),
        (
            {"i": 12},
            "show: symbols has names wider than their cells; use a smaller i, or remove it",
        ),
        (
            {"view": "shapes"},
            "show: symbols needs a view that draws maps cell by cell; remove it",
        ),
    ],
)
def test_where_symbols_do_not_fit(keys, message):
    with pytest.raises(convanim.ConfigError) as caught:
        _ = convanim.figure(**{"i": 4, "k": 3, "show": "symbols", **keys}).layout
    assert str(caught.value) == message
