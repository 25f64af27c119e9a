"""Configs that make several figures: what each has, what it is called, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from convanim import config
from convanim.api import Figure
from convanim.errors import ConfigError, ConvanimError


def read(text, *settings):
    """Return the figures of a text by name."""
    return {
        draft.figure.name: Figure.of(draft).spec
        for draft in config.read_text(text, Path("x.yaml"), settings)
    }


def sizes(text, *settings):
    """Return the kernel, stride and padding along the first axis of each figure."""
    found = {}
    for name, spec in read(text, *settings).items():
        axis = spec.operation.axes[0]
        found[name] = axis.k, axis.s, axis.p_before
    return found


def faults(text, *settings):
    """Return every fault of every figure, each once, as ``line:column: message``."""
    found = {}
    try:
        for draft in config.read_text(text, Path("x.yaml"), settings):
            try:
                Figure.of(draft)
            except ConfigError as error:
                found |= dict.fromkeys(error.reports)
    except ConfigError as error:
        found |= dict.fromkeys(error.reports)
    return [f"{each.mark.line}:{each.mark.column}: {each.message}" for each in found]


MATRIX = "i: 7\nk: 3\nmatrix: {s: [1, 2], p: [0, 1]}\n"


def test_a_matrix_makes_a_figure_of_each_combination_the_last_key_fastest():
    assert sizes(MATRIX) == {
        "x_s1_p0": (3, 1, 0),
        "x_s1_p1": (3, 1, 1),
        "x_s2_p0": (3, 2, 0),
        "x_s2_p1": (3, 2, 1),
    }


def test_a_partial_map_excludes_all_combinations_that_have_it_in_any_spelling():
    assert list(sizes(MATRIX + "exclude: [{stride: 2}]")) == ["x_s1_p0", "x_s1_p1"]
    assert list(sizes(MATRIX + "exclude: {s: 1, p: 0}")) == ["x_s1_p1", "x_s2_p0", "x_s2_p1"]
    assert list(sizes(MATRIX + "exclude: [{s: 1, p: 0}, {s: 2, p: 1}]")) == ["x_s1_p1", "x_s2_p0"]


def test_one_and_true_are_different_values():
    text = "i: 5\nk: 3\nmatrix: {relu: [true, false], s: [1]}\nexclude: [{relu: false}]"
    assert list(read(text)) == ["x_relu_true_s1"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ("p: [valid, same, 1]", ["x_valid", "x_same", "x_p1"]),
        ("i: [[5, 7], 6]", ["x_i5x7", "x_i6"]),
        ("timing.step: [0.5, 1]", ["x_step0.5", "x_step1"]),
        ("values: [{seed: 1}, {seed: 2}]", ["x_values1", "x_values2"]),
        ("fill: [true, false]", ["x_fill_true", "x_fill_false"]),
        ("figure: ['conv i=5 k=3', 'conv i=6 k=3 s=2']", ["x_conv_i5_k3", "x_conv_i6_k3_s2"]),
        ("title: ['%', a b]", ["x_title1", "x_a_b"]),
    ],
)
def test_a_figure_is_named_after_its_values(values, names):
    keys = "" if values.startswith("figure") else "i: 7\nk: 3\n"
    assert list(read(f"{keys}matrix: {{{values}}}")) == names


def test_a_key_inside_another_leaves_the_others_there():
    made = read("i: 5\nk: 3\ntiming: {last: 3}\nmatrix: {timing.step: [0.5]}")["x_step0.5"]
    assert (made.timing.step, made.timing.last) == (50, 300)


def panels(text, *settings):
    """Return the first panel of each figure of a text, as it was read."""
    drafts = config.read_text(text, Path("x.yaml"), settings)
    return [draft.panels[0].panel for draft in drafts]


def test_figures_that_differ_in_what_panels_do_not_have_share_them():
    varied = "matrix: {i: [5, 6], timing.step: [1, 2], theme: [clear, dark]}\nk: 3\n"
    found = panels(varied + "values: {seed: 1}")
    assert [found.index(each) for each in found] == [0, 0, 0, 0, 4, 4, 4, 4]
    assert len({*map(id, found)}) == 2


@pytest.mark.parametrize(
    "varied",
    [
        "s: [1, 2]",
        "view: [flat, isometric]",
        "show: [[step], [formula]]",
        "order: [raster, snake]",
        "values.seed: [1, 2]",
        "expect.o: [1, 3]",
        "excerpt: [true, false]",
        "layers: [[{k: 2}], [{k: 3}]]",
        "panels: [[{s: 1}], [{s: 2}]]",
        "frames: ['0', '1']",
    ],
)
def test_figures_that_differ_in_what_panels_have_do_not_share_them(varied):
    one, other = panels(f"i: 5\nk: 3\nmatrix: {{{varied}}}\n", "k=3")
    assert one is not other


def test_numbers_that_are_equal_but_of_another_kind_are_not_shared():
    text = "k: 1\nmatrix: {values.input: [[[1, 2]], [[1.0, 2.0]]]}\n"
    kinds = [{type(each) for each in panel.layers[0].values.input.cells} for panel in panels(text)]
    assert kinds == [{int}, {float}]


def test_a_fault_of_shared_panels_is_one_of_each_figure():
    drafts = config.read_text("i: 5\nk: 9\nmatrix: {timing.step: [1, 2]}\n", Path("x.yaml"))
    found = [(draft.panels[0].reports, draft.figure.panels) for draft in drafts]
    assert found[0] == found[1]
    assert found[0][0] and not found[0][1]


def test_a_setting_replaces_a_key_of_the_matrix_or_its_values():
    assert sizes(MATRIX, "stride=3") == {"x_p0": (3, 3, 0), "x_p1": (3, 3, 1)}
    assert list(sizes(MATRIX, "matrix.s=[3]", "exclude=[{p: 1}]")) == ["x_s3_p0"]
    assert list(sizes("i: 5\nk: 3", "matrix.s=[1, 2]")) == ["x_s1", "x_s2"]
    assert list(sizes(MATRIX, "name=y", "p=0")) == ["y_s1", "y_s2"]


def test_a_line_may_have_a_matrix():
    drafts = config.read_line("conv i=5 k=3", ["matrix.s=[1, 2]"])
    assert [draft.figure.name for draft in drafts] == ["conv_i5_k3_s1", "conv_i5_k3_s2"]


FIGURES = """\
defaults: {i: 9, k: 3, theme: paper}
s: 2
figures:
  - {name: a}
  - {k: 5, s: 1, theme: grey}
  - "max_pool i=4 k=2"
  - {name: m, matrix: {p: [0, 1]}}
"""


def test_figures_have_the_keys_of_defaults_and_those_beside_them():
    assert sizes(FIGURES) == {
        "a": (3, 2, 0),
        "x_2": (5, 1, 0),
        "x_3": (2, 2, 0),
        "m_p0": (3, 2, 0),
        "m_p1": (3, 2, 1),
    }
    assert [spec.theme.name for spec in read(FIGURES).values()][:3] == ["paper", "grey", "paper"]


def test_a_matrix_beside_figures_or_in_defaults_holds_for_those_that_have_none():
    rest = "figures: [{name: a}, {name: b, matrix: {s: [3]}}]\n"
    for shared in ("matrix: {s: [1, 2]}", "defaults: {matrix: {s: [1, 2]}}"):
        assert list(read(f"i: 7\nk: 3\n{shared}\n{rest}")) == ["a_s1", "a_s2", "b_s3"]


def test_keys_that_only_others_have_are_not_inherited():
    text = "defaults: {i: 4, k: 3, groups: 1, weights: corner}\nfigures: [{op: max_pool}, {s: 2}]"
    assert [spec.operation.name for spec in read(text).values()] == ["max_pool", "conv"]


def test_what_only_defaults_are_given_for_makes_no_figure():
    drafts = config.read_text("defaults: {i: 4, k: 3}", Path("x.yaml"))
    assert len(drafts) == 0
    with pytest.raises(ConvanimError) as caught:
        drafts.only()
    assert str(caught.value) == (
        "x.yaml: has only defaults and makes no figure; extend it, or add keys"
    )


def test_where_one_figure_is_expected_there_must_not_be_several():
    with pytest.raises(ConvanimError) as caught:
        config.read_text(MATRIX, Path("x.yaml")).only()
    assert str(caught.value) == (
        "x.yaml: makes 4 figures, but one is expected; convanim.load_all returns all of them"
    )


def test_the_yaml_of_a_figure_has_no_matrix():
    made = Figure.of(next(iter(config.read_text(MATRIX, Path("x.yaml")))))
    assert made.to_yaml() == "i: 7\nk: 3\ns: 1\np: 0\n"


LONG = "a" * 95
FAULTS = [
    ("matrix: 3", "3:9: matrix must be a mapping such as {s: [1, 2], k: [3, 5]}, not 3"),
    ("matrix: {}", "3:9: matrix must be a mapping such as {s: [1, 2], k: [3, 5]}, not nothing"),
    ("matrix: {s: 3}", "3:13: matrix.s must be a list of values such as [1, 2], not 3"),
    ("matrix: {s: []}", "3:13: matrix.s must be a list of values such as [1, 2], not []"),
    ("matrix: {s: [1, 2, 1]}", "3:20: matrix.s has 1 twice; keep one"),
    (
        "matrix: {s: [1], stride: [2]}",
        "3:18: 's' and 'stride' are the same key; keep one",
    ),
    (
        "matrix: {name: [a, b]}",
        "3:10: name cannot vary: each figure's name ends in its values; give it beside matrix",
    ),
    (
        "matrix: {frames: ['0', '1']}\nmatrx: 1",
        "4:1: unknown key 'matrx'; did you mean 'matrix'?",
    ),
    (
        "matrix: {figures: [1]}",
        "3:10: 'figures' cannot be given here; it belongs at the top of a config file",
    ),
    (
        f"name: {LONG}\nmatrix: {{s: [1000]}}",
        "1:1: the name of a figure must be 1 to 100 letters (a to z), digits, '_', '-' or '.', "
        f"not starting with a dot or dash; '{LONG[:37]}...' is not; give a shorter name, or other "
        "values",
    ),
    ("exclude: 3", "3:10: exclude must be a list such as [{s: 2, k: 5}], not 3"),
    ("exclude: [3]", "3:11: exclude[0] must be a mapping, as in [{s: 2, k: 5}], not 3"),
    ("exclude: [{s: 1}]", "3:12: exclude[0].s is not in matrix, which has no keys"),
    (
        "matrix: {s: [1, 2]}\nexclude: [{s: 3}]",
        "4:15: exclude[0].s must be a value of matrix.s, not 3",
    ),
    (
        "matrix: {s: [1, 2]}\nexclude: [{p: 3}]",
        "4:12: exclude[0].p is not in matrix, which has s",
    ),
    (
        "matrix: {s: [1, 2]}\nexclude: {p: 3}",
        "4:11: exclude.p is not in matrix, which has s",
    ),
    ("matrix: {s: [1]}\nexclude: [{s: 1}]", "4:10: every combination of matrix is excluded"),
    (
        "figures: 3",
        "3:10: figures must be a list such as [{name: a, k: 3}, {name: b, k: 5}], not 3",
    ),
    (
        "figures: [{s: 2}, 3]",
        "3:19: figures[1] must be a mapping, as in [{name: a, k: 3}, {name: b, k: 5}], not 3",
    ),
    (
        "figures: [{extends: a.yaml}]",
        "3:12: 'extends' cannot be given here; it belongs at the top of a config file",
    ),
    (
        "figures: [{name: a}, {name: A}]",
        "3:29: two figures are named 'A'; give one of them another name",
    ),
    (
        "name: a\nfigures: [{s: 1}]",
        "3:1: name beside figures would give them all the same name; name each figure",
    ),
    (
        "defaults: {name: a}",
        "3:12: name in defaults would give all figures the same name; name each figure",
    ),
    ("defaults: 3", "3:11: defaults must be a mapping such as {theme: paper}, not 3"),
    (
        "panels: [{matrix: {s: [1]}}]",
        "3:11: 'matrix' cannot be given here; it belongs at the top of a config file",
    ),
    ("figure: conv k=", "3:14: 'k' has no value; write one after the '='"),
    ("extends: 3", "3:10: extends must be the path of a .yaml file, not 3"),
    (
        "extends: /etc/x.yaml",
        "3:10: extends must be relative to this file, not '/etc/x.yaml'",
    ),
    ("extends: gone.yaml", "3:10: gone.yaml: cannot be read: No such file or directory"),
    ("extends: x.yaml", "3:10: extends leads back to x.yaml; a config cannot extend itself"),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS, ids=[text for text, _ in FAULTS])
def test_a_fault_has_its_place(text, expected):
    assert faults(f"i: 5\nk: 3\n{text}") == [expected]


def test_a_matrix_has_a_limit_and_nothing_is_made_beyond_it():
    numbers = ", ".join(map(str, range(1, 1000)))
    keys = ", ".join(f"{key}: [{numbers}]" for key in ("s", "p", "d", "frames", "filmstrip"))
    assert faults(f"i: 5\nk: 3\nmatrix: {{{keys}}}") == [
        f"3:9: {999**5} combinations are too many; the limit is 100000: use fewer values"
    ]


def test_a_fault_that_many_figures_share_has_one_place_and_one_of_a_value_has_that_of_the_value():
    text = "i: 5\nk: x\nmatrix: {s: [1, 0, 2], p: [0, 1]}\nexclude: [{p: 9}]"
    whole = "must be a whole number from 1 to 1000000, not"
    assert faults(text) == [
        f"2:4: k {whole} 'x'",
        "4:15: exclude[0].p must be a value of matrix.p, not 9",
        f"3:17: s {whole} 0",
    ]


def test_a_figure_with_a_fault_stops_no_other():
    text = "i: 5\nfigures: [{k: 3}, 'conv k=', {k: 9}, {k: 2}]"
    valid = []
    for draft in config.read_text(text, Path("x.yaml")):
        try:
            valid.append(Figure.of(draft).name)
        except ConfigError:
            continue
    assert valid == ["x_1", "x_4"]
    assert faults(text) == [
        "2:25: 'k' has no value; write one after the '='",
        "2:34: kernel does not fit: kernel 9 is wider than i + 2p = 5; the output would be -3 x -3",
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    Path("base.yaml").write_text("name: base\ntheme: grey\nk: 3\ni: 9\n")
    Path("sub/middle.yaml").write_text("extends: ../base.yaml\ns: 2\n")
    return tmp_path


def of_file(path, root=None):
    return [Figure.of(draft).spec for draft in config.read(Path(path), root=root)]


def test_a_config_has_the_keys_of_those_it_extends_but_not_their_name(folder):
    Path("x.yaml").write_text("extends: sub/middle.yaml\nkernel_size: 5\n")
    (made,) = of_file("x.yaml")
    axis = made.operation.axes[0]
    assert (made.name, made.theme.name, axis.i, axis.k, axis.s) == ("x", "grey", 9, 5, 2)


def test_a_deck_can_be_extended_as_a_whole(folder):
    Path("deck.yaml").write_text("extends: base.yaml\nfigures: [{name: a}, {name: b, s: 2}]\n")
    Path("x.yaml").write_text("extends: deck.yaml\ntheme: dark\n")
    assert [(each.name, each.theme.name) for each in of_file("x.yaml")] == [
        ("a", "dark"),
        ("b", "dark"),
    ]


def test_the_defaults_of_a_folder_hold_for_its_configs_alone(folder):
    Path("sub/defaults.yaml").write_text("extends: ../base.yaml\ntheme: paper\nweights: corner\n")
    Path("sub/x.yaml").write_text("k: 1\n")
    Path("sub/y.yaml").write_text("extends: ../base.yaml\nk: 1\n")
    for path in ("sub/x.yaml", "sub/y.yaml"):
        (made,) = of_file(path)
        assert (made.operation.axes[0].i, made.operation.axes[0].k) == (9, 1)
        assert made.theme.name == ("paper" if path == "sub/x.yaml" else "grey")
    Path("sub/deeper").mkdir()
    Path("sub/deeper/x.yaml").write_text("k: 1\n")
    with pytest.raises(ConfigError):
        of_file("sub/deeper/x.yaml")


def test_a_fault_is_where_it_was_written(folder):
    Path("base.yaml").write_text("i: 5\nk: x\nzzy: 1\n")
    Path("x.yaml").write_text("extends: base.yaml\ns: 0\n")
    with pytest.raises(ConfigError) as caught:
        of_file("x.yaml")
    assert [str(each.mark) for each in caught.value.reports] == [
        "base.yaml:2:4",
        "base.yaml:3:1",
        "x.yaml:2:4",
    ]


def test_what_is_missing_is_said_of_the_config_itself(folder):
    Path("base.yaml").write_text("i: 5\n")
    Path("x.yaml").write_text("extends: base.yaml\n")
    with pytest.raises(ConfigError) as caught:
        of_file("x.yaml")
    assert [str(each.mark) for each in caught.value.reports] == ["x.yaml:1:1"]


def test_nothing_is_missing_where_a_parent_cannot_be_read(folder):
    Path("base.yaml").write_text("i: [5\n")
    Path("x.yaml").write_text("extends: base.yaml\ns: 0\n")
    with pytest.raises(ConfigError) as caught:
        of_file("x.yaml")
    assert [str(each.mark) for each in caught.value.reports] == ["base.yaml:2:1", "x.yaml:2:4"]


def test_circles_and_long_chains_are_refused(folder):
    Path("a.yaml").write_text("extends: sub/b.yaml\ni: 5\nk: 3\n")
    Path("sub/b.yaml").write_text("extends: ../sub/../a.yaml\n")
    with pytest.raises(ConfigError) as caught:
        of_file("a.yaml")
    assert str(caught.value).splitlines()[0] == (
        "sub/b.yaml:1:10: extends leads back to a.yaml; a config cannot extend itself"
    )
    for n in range(30):
        Path(f"c{n}.yaml").write_text(f"extends: c{n + 1}.yaml\n")
    with pytest.raises(ConfigError) as caught:
        of_file("c0.yaml")
    assert str(caught.value).splitlines()[0] == (
        "c10.yaml:1:10: more than 10configs in a chain of extends; the limit is 10"
    )


def test_in_a_folder_that_was_named_nothing_outside_is_read(folder):
    with pytest.raises(ConfigError) as caught:
        of_file("sub/middle.yaml", root=Path("sub"))
    assert str(caught.value).splitlines()[0] == (
        "sub/middle.yaml:1:10: base.yaml is outside sub, the folder that was named"
    )
    assert of_file("sub/middle.yaml", root=Path())[0].name == "middle"


def test_keys_of_a_file_are_none_of_a_figure_in_python():
    with pytest.raises(ConfigError) as caught:
        Figure.of(config.from_keys({"i": 5, "k": 3, "matrix": {"s": [1, 2]}}))
    assert str(caught.value) == (
        "'matrix' cannot be given here; it belongs at the top of a config file"
    )
