"""Every sentence about a key, literally, with its line and column."""

from __future__ import annotations

from dataclasses import fields

import pytest

from convanim.api import Figure
from convanim.config import from_keys
from convanim.config.keys import plugins
from convanim.config.keys.common import COMMON
from convanim.errors import ConfigError, listed
from convanim.layers.operation import Operation
from convanim.operations.conv import Conv
from convanim.plugins import registry
from convanim.views.isometric import Isometric
from tests.support.drafts import read, read_text

WITH_WINDOWS = listed(
    name
    for name in registry.scan(Operation)
    if any(field.name == "k" for field in fields(registry.find(Operation, name)))
)

CONV = "operation: conv\ni: 5\nk: 3\n"
POOL = "operation: max_pool\ni: 5\nk: 3\n"
BACK = "operation: transposed_conv\ni: 5\nk: 3\n"
OPERATIONS = listed(registry.scan(Operation))
KEYS = listed({*plugins.section(Conv).rules, *plugins.section(Isometric).rules, *COMMON.rules})
WHOLE = "must be a whole number from 1 to 1000000, not"
WORD = "must be a number or one of causal, full, half, same, same_lower, valid, not"

NAMES = [
    ("operation: cnov", "1:12: no operation 'cnov'; did you mean 'conv'?"),
    ("op: zzz", f"1:5: no operation 'zzz'; choose one of {OPERATIONS}"),
    ("operation: 3", "1:12: operation must be a name, not 3"),
    ("operation:", "1:1: operation must be a name, not nothing"),
    (CONV + "view: isometrc", "4:7: no view 'isometrc'; did you mean 'isometric'?"),
    (CONV + "view: [flat]", "4:7: view must be a name, not ['flat']"),
    (CONV + "theme: gide", "4:8: no theme 'gide'; did you mean 'guide'?"),
    (
        CONV + "theme: true",
        "4:8: theme must be the name of a theme, a file such as ./mine.yaml, or a mapping such as "
        "{extends: paper, input: '#b0d9f5'}, not true",
    ),
]  # fmt: skip

UNKNOWN = [
    (CONV + "strid: 2", "4:1: unknown key 'strid'; did you mean 'stride'?"),
    (CONV + "K: 2", "4:1: unknown key 'K'; did you mean 'k'?"),
    (CONV + "zzz: 2", f"4:1: unknown key 'zzz'; choose one of {KEYS}"),
    (CONV + "stride: 1\ns: 2", "5:1: 'stride' and 's' are the same key; keep one"),
    (CONV + "a: 1", "4:1: 'a' belongs to transposed_conv; this is conv"),
    (CONV + "output_padding: 1", "4:1: 'output_padding' belongs to transposed_conv; this is conv"),
    (CONV + "o: 3", "4:1: o is derived and cannot be given; to assert it, use expect: {o: ...}"),
    (
        CONV + "output_size: 3",
        "4:1: output_size is derived and cannot be given; to assert it, use expect: {o: ...}",
    ),
    (CONV + "timing: {stp: 1}", "4:10: unknown key 'stp' in timing; did you mean 'step'?"),
    (
        CONV + "expect: {zzz: 1}",
        "4:10: unknown key 'zzz' in expect; choose one of o, relationship",
    ),
    (
        "op: transposed_conv\ntranspose_of: {i: 5, k: 3, stride: 2, s: 2}",
        "2:39: 'stride' and 's' are the same key; keep one",
    ),
    (
        "op: transposed_conv\ntranspose_of: {i: 5, k: 3, o: 2}",
        "2:28: o is derived and cannot be given; to assert it, use expect: {o: ...}",
    ),
]

SIZES = [
    ("i: 5\nk: x", f"3:4: k {WHOLE} 'x'"),
    ("i: 5\nk: '3'", f"3:4: k {WHOLE} '3'; remove the quotes"),
    ("i: 5\nk: 3.0", f"3:4: k {WHOLE} 3.0; write 3"),
    ("i: 5\nk: 2.5", f"3:4: k {WHOLE} 2.5"),
    ("i: 5\nk: true", f"3:4: k {WHOLE} true"),
    ("i: 5\nk: .nan", f"3:4: k {WHOLE} .nan"),
    ("i: 5\nk: -.inf", f"3:4: k {WHOLE} -.inf"),
    ("i: 5\nk: 0", f"3:4: k {WHOLE} 0"),
    ("i: 5\nk: -1", f"3:4: k {WHOLE} -1"),
    ("i: 5\nk: 1000001", f"3:4: k {WHOLE} 1000001"),
    ("i: 5\nk: 0x1" + "0" * 40, f"3:4: k {WHOLE} a number with over 38 digits"),
    ("i: 5\nk:", f"3:1: k {WHOLE} nothing"),
    ("i: 5\nkernel_size: [3, x]", f"3:18: kernel_size[1] {WHOLE} 'x'"),
    (
        "i: 5\nk: []",
        "3:4: k must be a list with one number per axis, for 1 to 8 axes, not []",
    ),
    (
        "i: 5\nk: [1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "3:4: k must be a list with one number per axis, for 1 to 8 axes, not a list of 9",
    ),
    (
        "i: 5\nk: {x: 1}",
        "3:4: k must be a whole number or a list with one per axis, not a mapping",
    ),
    ("i: 5\nk: [[3]]", f"3:5: k[0] {WHOLE} [3]"),
]
SIZES = [("operation: conv\n" + text, expected) for text, expected in SIZES]

PADDED = [
    (
        "padding: '1'",
        "4:10: padding must be a whole number from 0 to 1000000, not '1'; remove the quotes",
    ),
    ("p: -1", "4:4: p must be a whole number from 0 to 1000000, not -1"),
    ("p: {x: 1}", "4:4: p must be a whole number, a word or a list, not a mapping"),
    ("p: smae", f"4:4: p {WORD} 'smae'; did you mean 'same'?"),
    ("p: [same, xyz]", f"4:11: p[1] {WORD} 'xyz'"),
    ("p: [[same, 1], 1]", "4:6: p[0][0] must be a whole number from 0 to 1000000, not 'same'"),
    (
        "p: causal",
        "4:4: causal padding is for one axis, time, and this figure has 2; "
        "write it in numbers, 2 before and 0 after",
    ),
    ("p: [[1, 2, 3], 1]", "4:5: p[0] must be a number or a pair [before, after], not [1, 2, 3]"),
    ("p: [[1, x], 1]", "4:9: p[0][1] must be a whole number from 0 to 1000000, not 'x'"),
    (
        "pads: [1, 1, 1]",
        "4:7: pads has 3 entries for 2 axes; give one per axis, or all begins and then all ends, "
        "4 in all",
    ),
    ("p: [1, 1, 1, 1]\ns: [1, 1]", "4:4: p gives 4 axes but s gives 2"),
]
PADDED = [(CONV + text, expected) for text, expected in PADDED]

AXES = [
    ("operation: conv\ni: [5, 7]\nk: [3, 3, 3]", "3:4: k gives 3 axes but i gives 2"),
    ("operation: Conv1d\ni: [5, 7]\nk: 3", "2:4: i gives 2 axes but Conv1d has 1"),
    (
        "operation: conv\ni: [5, 7]\nvalues: {kernel: [1, 2]}",
        "3:18: values.kernel gives 1 axis but i gives 2",
    ),
    (
        "op: transposed_conv\ntranspose_of: {input_size: [5, 5], k: 3, stride: [1]}",
        "2:50: transpose_of.stride gives 1 axis but transpose_of.input_size gives 2",
    ),
    (
        "op: transposed_conv\ntranspose_of: {i: 5}",
        "2:15: transpose_of needs k: kernel size",
    ),
    (
        "op: transposed_conv\ntranspose_of: 5",
        "2:15: transpose_of must be a mapping such as {i: 5, k: 3}, not 5",
    ),
    (
        "op: transposed_conv\ntranspose_of: {i: 5, k: x}",
        f"2:25: transpose_of.k {WHOLE} 'x'",
    ),
]

ARITHMETIC = [
    ("operation: conv\ni: 5", "1:1: k is missing: give the kernel size, or the numbers as "
     "values.kernel"),
    (
        "operation: conv\ni: 5\nk: 9",
        "3:4: kernel does not fit: kernel 9 is wider than i + 2p = 5; the output would be -3 x -3",
    ),
    (
        "operation: conv\ni: 5\nk: [3, 9]",
        "3:8: kernel does not fit: kernel 9 is wider than i + 2p = 5; the output would be 3 x -3",
    ),
    (BACK + "a: 1", "4:4: a = 1 is too large: output padding stays below the stride or the "
     "dilation; use at most 0"),
    (BACK + "transpose_of: {i: 5, k: 3}", "2:4: i follows from transpose_of; remove one of the two",
     "3:4: k follows from transpose_of; remove one of the two"),
    (
        "operation: conv\nk: 2\ni: 3\nvalues: {input: [[1, 2], [3, 4]]}",
        "4:17: values.input is 2 x 2 but i says 3 x 3",
    ),
    (
        "operation: max_pool\ni: 3\nk: 2\nvalues: {seed: 1, kernel: [0, 1]}",
        "4:27: pooling has no kernel values; remove values.kernel",
    ),
    (CONV + "expect: {o: 2}", "4:13: o = 2 x 2 is expected, but the arithmetic gives 3 x 3"),
    (
        CONV + "expect: {o: [3, 2]}",
        "4:13: o = 3 x 2 is expected, but the arithmetic gives 3 x 3",
    ),
    (
        CONV + "expect: {o: 3, relationship: 6}",
        "4:30: relationship 6 is expected, but 1 holds (s = 1, p = 0)",
    ),
    (
        CONV + "expect: {relationship: 16}",
        "4:24: expect.relationship must be a whole number from 1 to 15, not 16",
    ),
    (CONV + "expect: 3", "4:9: expect must be a mapping such as {o: 3}, not 3"),
]  # fmt: skip

WORDS = [
    (
        "operation: conv\ni: 5\nk: 4\np: half",
        "4:4: half padding needs an odd kernel: floor(k^ / 2) on both sides of k^ = 4 does not "
        "keep the size; write same, or numbers",
    ),
    (
        "operation: conv\ni: 5\nk: [3, 2]\nd: [1, 3]\np: [same, half]",
        "5:11: half padding needs an odd kernel: floor(k^ / 2) on both sides of k^ = 4 does not "
        "keep the size; write same, or numbers",
    ),
    (
        "op: transposed_conv\ntranspose_of: {i: 5, k: 4, p: half}",
        "2:31: half padding needs an odd kernel: floor(k^ / 2) on both sides of k^ = 4 does not "
        "keep the size; write same, or numbers",
    ),
    (
        POOL + "p: full",
        "4:4: no framework pools with full padding; write same, same_lower, valid, or at most "
        "half of the window in numbers, 1",
    ),
    (
        BACK + "p: full",
        "4:4: no framework transposes with full padding but only with same and valid; write that "
        "of the direct convolution in numbers, 2 before and 2 after",
    ),
    (
        BACK + "s: 2\na: 1\np: same",
        "5:4: a follows from same padding; remove it, or write p in numbers",
    ),
]

MODES = [
    (
        CONV + "padding_mode: mirror",
        "4:15: padding_mode must be one of circular, reflect, replicate, zeros, not 'mirror'",
    ),
    (
        CONV + "padding_mode: reflect\np: [4, 5]",
        "5:8: padding 5 is too wide for padding_mode reflect: an input of 5 has at most 4 units "
        "to repeat on each side; use p = 4 or less",
    ),
    (
        CONV + "padding_mode: circular\npads: [0, 0, 5, 6]",
        "5:11: padding 6 is too wide for padding_mode circular: an input of 5 has at most 5 "
        "units to repeat on each side; use p = 5 or less",
    ),
    (BACK + "padding_mode: zeros", "4:1: 'padding_mode' belongs to conv; this is transposed_conv"),
    (
        CONV + "ceil_mode: true",
        "4:1: 'ceil_mode' belongs to avg_pool, lp_pool, max_pool; this is conv",
    ),
    (POOL + "ceil_mode: 1", "4:12: ceil_mode must be true or false, not 1"),
    (
        POOL + "count_include_pad: true",
        "4:1: 'count_include_pad' belongs to avg_pool; this is max_pool",
    ),
    (
        "op: avg_pool\ni: [5, 1]\nk: [1, 2]\nd: [1, 3]\np: [0, 2]\ncount_include_pad: false",
        "6:20: window 0 of axis 1 reads only padding and has nothing to average; use less "
        "padding or dilation, or count_include_pad: true",
    ),
    (
        "op: avg_pool\ni: 5\nk: 3\np: 2\nceil_mode: true",
        "4:4: padding 2 is more than half of the window, 3: a window could lie in the padding "
        "alone; use at most 1",
    ),
    (
        "op: global_avg_pool\ni: 5\nk: 3",
        f"3:1: 'k' belongs to {WITH_WINDOWS}; this is global_avg_pool",
    ),
    (
        "op: global_max_pool\nvalues: {seed: 1, kernel: [0, 1]}",
        "1:1: i is missing: give the input size, or the numbers as values.input",
        "2:27: pooling has no kernel values; remove values.kernel",
    ),
]

BOUNDS = [
    (
        "operation: conv\ni: 4096\nk: 1\nexcerpt: false",
        "2:4: 16777216 steps, 4096 x 4096, are too many; the limit is 100000: remove excerpt: "
        "false, use view: shapes or use a smaller i",
    ),
    (
        "operation: conv\ni: 4096\nk: 4000\nexcerpt: false",
        "2:4: 16777216 cells of padded input are too many; the limit is 1000000: use view: shapes "
        "or use a smaller i and k",
    ),
    (
        "operation: conv\ni: 500\nk: 200\nvalues: {seed: 1}\nexcerpt: false",
        "4:9: 3624040000 products are too many to compute; the limit is 10000000: remove excerpt: "
        "false, use a smaller i, use a larger s or remove values",
    ),
]

FRAMES = [
    ("frames: 8-0", "4:9: frames must not run backwards: write 0-8 for 8-0"),
    ("frames: 0;4", "4:9: frames must be steps such as '0,4,8' or '0-8,12', or all, not '0;4'"),
    ("frames: ''", "4:9: frames must be steps such as '0,4,8' or '0-8,12', or all, not ''"),
    ("frames: []", "4:9: frames must name at least one step; remove the key to show all"),
    ("frames: [0, x]", "4:13: frames[1] must be a whole number from 0 to 99999, not 'x'"),
    ("frames: -1", "4:9: frames must be a whole number from 0 to 99999, not -1"),
    ("frames: 0-99999,0-9", "4:9: frames must name at most 100000 steps"),
    ("filmstrip: 0", "4:12: filmstrip must be a whole number from 1 to 100, not 0"),
    (
        "filmstrip: [1, 2, 3]",
        "4:12: filmstrip must be a number of panels or [rows, columns], not [1, 2, 3]",
    ),
    (
        "filmstrip: yes please",
        "4:12: filmstrip must be a number, [rows, columns], or a mapping such as "
        "{frames: '0,4,8', labels: true}, not 'yes please'",
    ),
    (
        "filmstrip: {labels: true}",
        "4:12: filmstrip must give columns or frames, as in {frames: '0,4,8', labels: true}",
    ),
    (
        "filmstrip: {frames: 0-3, rows: 1, columns: 3}",
        "4:12: filmstrip has 4 frames but room for 1 x 3; give more rows or columns, or fewer "
        "frames",
    ),
    (
        "filmstrip: {frames: 0-100}",
        "4:12: filmstrip must have at most 100 in a row, not 101; give rows or columns",
    ),
    (
        "filmstrip: {columns: 0}",
        "4:22: filmstrip.columns must be a whole number from 1 to 100, not 0",
    ),
    ("filmstrip: {labels: 1}", "4:21: filmstrip.labels must be true or false, not 1"),
    ("filmstrip: {colums: 2}", "4:13: unknown key 'colums' in filmstrip; did you mean 'columns'?"),
    (
        "filmstrip: {frames: 2-9}",
        "4:21: no step 9: there are 9, numbered from 0 to 8",
    ),
    ("filmstrip: [3, 0]", "4:16: filmstrip[1] must be a whole number from 1 to 100, not 0"),
    ("timing: fast", "4:9: timing must be a mapping such as {step: 0.5}, not 'fast'"),
    ("timing: {step: 0.001}", "4:16: timing.step must be a number from 0.02 to 600, not 0.001"),
    ("timing: {last: 601}", "4:16: timing.last must be a number from 0.02 to 600, not 601"),
    ("timing: {first: .nan}", "4:17: timing.first must be a number from 0.02 to 600, not .nan"),
    ("timing: {first: true}", "4:17: timing.first must be a number from 0.02 to 600, not true"),
]
FRAMES = [(CONV + text, expected) for text, expected in FRAMES]

FIGURE_NAMES = [
    ("a b", "'a b'"),
    ("../x", "'../x'"),
    (".x", "'.x'"),
    ("-x", "'-x'"),
    ("''", "''"),
    ('"x\\n"', "'x\N{REPLACEMENT CHARACTER}'"),
    ("x" * 101, "'" + "x" * 37 + "...'"),
    ("é", "'é'"),
]
FIGURE_NAMES = [
    (
        CONV + f"name: {name}",
        "4:7: name must be 1 to 100 letters (a to z), digits, '_', '-' or '.', "
        f"not starting with a dot or dash; {shown} is not",
    )
    for name, shown in FIGURE_NAMES
] + [
    (CONV + "name: 2024", "4:7: name must be text, not 2024; write '2024'"),
    *(
        (
            CONV + f"name: {name}",
            f"4:7: name must not be '{name}', which some systems reserve; choose another",
        )
        for name in ("CON", "nul.x", "com1", "x.")
    ),
]

EVERY = [
    *NAMES, *UNKNOWN, *SIZES, *PADDED, *AXES, *ARITHMETIC, *WORDS, *MODES, *BOUNDS, *FRAMES,
    *FIGURE_NAMES,
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in EVERY])
def test_a_fault_is_said_literally_and_once(faults, text, expected):
    assert faults(text) == expected


def test_all_faults_of_a_file_come_at_once_in_the_order_of_the_file():
    text = "\n".join(
        [
            "operation: conv",
            "i: 5",
            "k: 9",
            "zzz: 2",
            "theme: gide",
            "timing: {step: 0}",
            "outputs: [gfi]",
            "expect: {o: 3, relationship: x}",
        ]
    )
    with pytest.raises(ConfigError) as caught:
        Figure.of(read_text(text, "configs/x.yaml"))
    assert (
        str(caught.value)
        == f"""\
configs/x.yaml:3:4: kernel does not fit: kernel 9 is wider than i + 2p = 5; the output would be \
-3 x -3
  k: 9
     ^
configs/x.yaml:4:1: unknown key 'zzz'; choose one of {KEYS}
  zzz: 2
  ^
configs/x.yaml:5:8: no theme 'gide'; did you mean 'guide'?
  theme: gide
         ^
configs/x.yaml:6:16: timing.step must be a number from 0.02 to 600, not 0
  timing: {{step: 0}}
                 ^
configs/x.yaml:7:11: no format 'gfi'; did you mean 'gif'?
  outputs: [gfi]
            ^
configs/x.yaml:8:30: expect.relationship must be a whole number from 1 to 15, not 'x'
  expect: {{o: 3, relationship: x}}
                               ^"""
    )


def test_what_an_unknown_key_may_have_meant_is_not_judged_without_it(faults):
    assert faults("operation: conv\ni: 5\nkernel_sise: 3") == [
        "3:1: unknown key 'kernel_sise'; did you mean 'kernel_size'?"
    ]


def test_a_file_of_nothing_but_faults_names_a_hundred_and_counts_the_rest(faults):
    found = faults(CONV + "".join(f"key{n}: 1\n" for n in range(150)))
    assert len(found) == 101
    assert found[-1] == "and 50 more"


def test_keys_from_python_have_faults_without_a_place():
    with pytest.raises(ConfigError) as caught:
        Figure.of(from_keys({"operation": "conv", "i": 5, "kernel_size": (3, 2.5), "strid": 1}))
    assert str(caught.value).splitlines() == [
        f"kernel_size[1] {WHOLE} 2.5",
        "unknown key 'strid'; did you mean 'stride'?",
    ]
    assert all(report.mark is None for report in caught.value.reports)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"i": object()}, "values must be numbers, text, lists or mappings, not object"),
        ({"i": {1, 2}}, "values must be numbers, text, lists or mappings, not set"),
        ({"values": {1: 2}}, "keys must be text, not 1"),
        (
            {"i": 10**5000},
            "i must be a whole number from 1 to 1000000, not a number with over 38 digits",
        ),
    ],
)
def test_python_data_that_is_no_config_is_refused(keys, expected):
    with pytest.raises(ConfigError) as caught:
        Figure.of(from_keys({"operation": "conv", "k": 3, **keys}))
    assert str(caught.value) == expected


def test_a_list_that_holds_itself_is_refused():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ConfigError) as caught:
        from_keys({"operation": "conv", "i": endless})
    assert str(caught.value) == "the keys contain more than 100000 values or 50 levels"


def test_the_name_of_a_file_must_do_as_the_name_of_the_figure(tmp_path):
    path = tmp_path / "my figure.yaml"
    path.write_text(CONV)
    with pytest.raises(ConfigError) as caught:
        Figure.of(read(path))
    assert caught.value.reports[0].message == (
        "the file's own name must be 1 to 100 letters (a to z), digits, '_', '-' or '.', not "
        "starting with a dot or dash; 'my figure' is not; rename the file, or give a name"
    )
    path.write_text(CONV + "name: fine")
    assert read(path).figure.name == "fine"
