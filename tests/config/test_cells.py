"""What can be wrong with numbers given for cells."""

from __future__ import annotations

import pytest

CONV = "operation: conv\nk: 1\nvalues: "
NUMBER = "must be a number of at most 1000000000, not"

CASES = [
    (
        "5",
        "3:9: values must be a mapping such as {seed: 7} or {input: [[1, 2], [3, 4]]}, not 5",
    ),
    (
        "{}",
        "3:9: values must be a mapping such as {seed: 7} or {input: [[1, 2], [3, 4]]}, not empty",
    ),
    ("{sed: 7, seed: 7}\ni: 1", "3:10: unknown key 'sed' in values; did you mean 'seed'?"),
    ("{sed: 7}\ni: 1", "3:10: unknown key 'sed' in values; did you mean 'seed'?"),
    (
        "{input: [[1, 2], [3]]}",
        "3:26: values.input[1] has 1 entry but the first row has 2; make them equal",
    ),
    ("{input: [[1, 2], 3]}", "3:26: values.input[1] must be a list of 2 like the first, not 3"),
    ("{input: [1, [2]]}", f"3:21: values.input[1] {NUMBER} [2]"),
    ("{input: [[1, x], [3, .nan]]}", f"3:22: values.input[0][1] {NUMBER} 'x'",
     f"3:30: values.input[1][1] {NUMBER} .nan"),
    ("{input: [[true]]}", f"3:19: values.input[0][0] {NUMBER} true"),
    ("{input: [.inf]}", f"3:18: values.input[0] {NUMBER} .inf"),
    ("{input: [1000000001]}", f"3:18: values.input[0] {NUMBER} 1000000001"),
    ("{input: []}", "3:17: values.input has 0 entries; a row has 1 to 4096"),
    ("{input: [[]]}", "3:18: values.input[0] has 0 entries; a row has 1 to 4096"),
    (
        "{input: 5}",
        "3:17: values.input must be numbers in lists, one list for each row, or a seed and a range "
        "such as [0, 9], not 5",
    ),
    (
        "{seed: 1, input: 0-9}",
        "3:26: values.input must be numbers in lists, one list for each row, or a seed and a range "
        "such as [0, 9], not '0-9'",
    ),
    ("{seed: 1.5}", "3:16: values.seed must be a whole number from 0 to 1000000000, not 1.5"),
    ("{seed: true}", "3:16: values.seed must be a whole number from 0 to 1000000000, not true"),
    (
        "{seed: 1, input: [3, 0]}",
        "3:26: values.input must be a range [low, high]; write [0, 3]",
    ),
    (
        "{seed: 1, input: [0.5, 1]}",
        "3:26: values.input must be a range of two whole numbers, [low, high], not [0.5, 1]",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(case[0], list(case[1:])) for case in CASES])
def test_a_fault_names_the_cell(faults, text, expected):
    assert faults(CONV + text) == expected
