"""Keys as YAML: what is written is read back as it was, in lines that fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from convanim.models.keys import short_keys
from convanim.models.text import WIDEST, yaml

NUMBERS = st.integers(-99, 99) | st.floats(-9, 9, allow_subnormal=False)
ARRAYS = st.recursive(
    st.lists(NUMBERS, min_size=1, max_size=6), lambda inner: st.lists(inner, min_size=1, max_size=4)
)


@given(st.fixed_dictionaries({"seed": st.integers(0, 9), "kernel": ARRAYS}), st.booleans())
def test_keys_are_read_back(values, relu):
    keys = {"values": values, "k": [3, 5], "relu": relu, "p": "same", "i": 7, "operation": "conv"}
    text = yaml(keys)
    assert YAML(typ="safe", pure=True).load(text) == keys
    assert [line.partition(":")[0] for line in text.splitlines()[:5]] == [
        "operation", "i", "k", "p", "relu"
    ]  # fmt: skip
    assert max(map(len, text.splitlines())) <= WIDEST


def test_long_arrays_are_broken_at_their_outer_levels():
    row = [0.12345678] * 3
    text = yaml({"values": {"kernel": [[[row] * 3], [[row] * 3]]}})
    assert text.splitlines()[:4] == [
        "values:",
        "  kernel:",
        "    - - - [0.12345678, 0.12345678, 0.12345678]",
        "        - [0.12345678, 0.12345678, 0.12345678]",
    ]


def test_what_goes_without_saying_is_left_out():
    given = {
        "operation": "conv", "i": (4, 4), "k": (3, 3), "s": (1, 1), "p": [(0, 0), (0, 0)],
        "d": (1, 1), "in_channels": 4, "out_channels": 4, "groups": 4, "bias": False,
        "padding_mode": "reflect", "relu": False,
    }  # fmt: skip
    assert short_keys(given) == {"operation": "conv", "i": 4, "k": 3, "groups": 4}
    assert short_keys({**given, "p": [(0, 1), (0, 1)], "s": (1, 2), "i": (4,)}) == {
        "operation": "conv", "i": [4], "k": 3, "s": [1, 2], "p": [[0, 1], [0, 1]],
        "groups": 4, "padding_mode": "reflect",
    }  # fmt: skip
