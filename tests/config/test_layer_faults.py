"""Every sentence about layers, literally, with its line and column."""

from __future__ import annotations

import pytest

from convanim.errors import listed
from convanim.layers.operation import Operation
from convanim.plugins import registry

OPERATIONS = listed(registry.scan(Operation))
EXAMPLE = "[{k: 3}, {operation: max_pool, k: 2}]"
FIRST = "layers:\n  - {operation: conv, i: 5, k: 3}\n"
POOL = "  - {operation: max_pool, k: 2"

CASES = [
    ("layers: 3", f"1:9: layers must be a list such as {EXAMPLE}, not 3"),
    ("layers: []", f"1:9: layers must be a list such as {EXAMPLE}, not []"),
    ("layers: [" + "{k: 1}, " * 201 + "]", "1:9: layers must have at most 200 entries, not 201"),
    ("layers: [{i: 5, k: 3}, 4]", f"1:24: layers[1] must be a mapping, as in {EXAMPLE}, not 4"),
    (FIRST + POOL + ", i: 4}", "3:36: i is 4 x 4 but layer 1 makes 3 x 3; remove it"),
    (FIRST + "  - {k: 2, in_channels: 3}", "3:25: in_channels is 3 but layer 1 makes 1; remove it"),
    (
        FIRST + "  - {k: 2, values: {seed: 1, input: [0, 1]}}",
        "3:37: the input follows from layer 1; remove it",
    ),
    (
        FIRST + "  - {op: transposed_conv, transpose_of: {i: 5, k: 3}}",
        "3:41: the input follows from layer 1; give k, s, p, d and a instead of transpose_of",
    ),
    (
        FIRST + "  - {k: 4}",
        "3:9: kernel does not fit: kernel 4 is wider than i + 2p = 3; the output would be 0 x 0",
    ),
    (FIRST + "  - {k: [2]}", "3:9: k gives 1 axis but layer 1 has 2"),
    (FIRST + "  - {op: MaxPool1d, k: 2}", "3:5: MaxPool1d has 1 axis but layer 1 has 2"),
    (FIRST + "  - {op: zzz, k: 2}", f"3:10: no operation 'zzz'; choose one of {OPERATIONS}"),
    (FIRST + POOL + ", groups: 2}", "3:33: 'groups' belongs to conv, conv_backward_input, "
     "conv_backward_kernel, transposed_conv; this is max_pool"),
    (FIRST + "  - {k: 2, strid: 2}", "3:12: unknown key 'strid'; did you mean 'stride'?"),
    (FIRST + "  - {k: 2, relu: 1}", "3:18: relu must be true or false, not 1"),
    (FIRST + "  - {k: 2}\nexpect: {o: 3}", "4:13: o = 3 x 3 is expected, but the arithmetic gives "
     "2 x 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in CASES])
def test_a_fault_is_said_literally_and_once(faults, text, expected):
    assert faults(text) == expected


def test_axes_of_numbers_are_not_guessed_behind_a_layer_that_is_not_sound(faults):
    kernel = "{k: 2, out_channels: 2, values: {kernel: [[[1, 2]], [[3, 4]]], seed: 1}}"
    assert faults(f"layers:\n  - {{operation: max_pool, i: [4], k: 9}}\n  - {kernel}") == [
        "2:38: kernel does not fit: kernel 9 is wider than i + 2p = 4; the output would be -4"
    ]


def test_all_faults_of_all_layers_come_at_once(faults):
    text = "\n".join(
        [
            "layers:",
            "  - {i: 5, k: 9}",
            "  - {k: 0, zzz: 1}",
            "  - {operation: max_pool, k: x}",
            "theme: gide",
        ]
    )
    found = faults(text)
    assert [line.split(": ")[0] for line in found] == ["2:15", "3:9", "3:12", "4:30", "5:8"]


def test_of_layers_that_are_too_large_the_first_alone_is_reported(faults):
    layers = "".join("  - {k: 3}\n" for _ in range(200))
    assert faults(f"layers:\n{layers}i: 900") == [
        "202:4: 806404 steps, 898 x 898, are too many; the limit is 100000: use fewer layers"
    ]
