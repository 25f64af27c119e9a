"""``--set``: a key given beside the file takes its place, under any of its spellings."""

from __future__ import annotations

import pytest

from convanim.api import Figure
from convanim.errors import ConfigError, listed
from convanim.layout.view import View
from convanim.plugins import registry
from tests.support.drafts import read_text

TEXT = "operation: conv\ni: 7\nkernel_size: 3\nvalues: {seed: 1, input: [0, 9]}\n"


def figure(*settings: str):
    return Figure.of(read_text(TEXT, "x.yaml", settings)).spec


def test_a_setting_replaces_a_key_under_any_spelling():
    assert figure("k=5").operation.k == (5, 5)
    assert figure("kernel_shape=5").operation.k == (5, 5)
    assert figure("stride=[1, 2]").operation.s == (1, 2)
    assert figure("op=Conv2d").operation.name == "conv"


def test_the_last_of_several_settings_counts():
    assert figure("k=5", "kernel_size=1").operation.k == (1, 1)


def test_a_dot_reaches_into_a_mapping_and_leaves_the_rest_of_it():
    values = figure("values.seed=3").operation.values
    assert (values.seed, values.input.high) == (3, 9)
    assert figure("timing.step=0.5").timing.step == 50


def test_a_whole_mapping_is_replaced_whole():
    values = figure("values={seed: 3}").operation.values
    assert (values.seed, values.input.high) == (3, 3)


def test_another_operation_brings_its_own_keys():
    assert figure("operation=transposed_conv", "output_padding=0").operation.a == (0, 0)


CASES = [
    ("k=x", "--set:1:3: k must be a whole number from 1 to 1000000, not 'x'", "  k=x\n    ^"),
    ("strid=2", "--set:1:1: unknown key 'strid'; did you mean 'stride'?", "  strid=2\n  ^"),
    (
        "values.sed=2",
        "--set:1:1: unknown key 'sed' in values; did you mean 'seed'?",
        "  values.sed=2\n  ^",
    ),
    (
        "k.x=2",
        "--set:1:5: k must be a whole number or a list with one per axis, not a mapping",
        "  k.x=2\n      ^",
    ),
    ("k=", "--set:1:3: k must be a whole number from 1 to 1000000, not nothing", "  k=\n    ^"),
    ("o=3", "--set:1:1: o is derived and cannot be given; to assert it, use expect: {o: ...}",
     "  o=3\n  ^"),
    ("k", "--set:1:1: a setting must be key=value, such as k=5 or values.seed=3", "  k\n  ^"),
    ("=3", "--set:1:1: a setting must be key=value, such as k=5 or values.seed=3", "  =3\n  ^"),
    ("k..x=3", "--set:1:1: a setting must be key=value, such as k=5 or values.seed=3",
     "  k..x=3\n  ^"),
    ("k=[1", "--set:1:5: not valid YAML: the list that opens on line 1 is not closed; add ']', and "
     "commas between its entries", "  k=[1\n      ^"),
    ("frames=0;1", "--set:1:8: frames must be steps such as '0,4,8' or '0-8,12', or all, "
     "not '0;1'",
     "  frames=0;1\n         ^"),
    ("k=9", "--set:1:3: kernel does not fit: kernel 9 is wider than i + 2p = 7; "
     "the output would be -1 x -1", "  k=9\n    ^"),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "message", "caret"), CASES)
def test_a_fault_in_a_setting_shows_the_setting(setting, message, caret):
    with pytest.raises(ConfigError) as caught:
        figure(setting)
    assert str(caught.value) == f"{message}\n{caret}"


def test_faults_of_the_file_come_before_those_of_settings(faults):
    assert faults("operation: conv\ni: 5\nk: 3\nview: x", "s=x") == [
        f"4:7: no view 'x'; choose one of {listed(registry.scan(View))}",
        "1:3: s must be a whole number from 1 to 1000000, not 'x'",
    ]


def test_faults_of_settings_come_in_their_order(faults):
    assert faults("i: 5\nk: 3", "k=7", "view=x", "theme=gide", "i=4") == [
        "1:3: kernel does not fit: kernel 7 is wider than i + 2p = 4; the output would be -2 x -2",
        f"1:6: no view 'x'; choose one of {listed(registry.scan(View))}",
        "1:7: no theme 'gide'; did you mean 'guide'?",
    ]


def test_what_is_broken_in_file_and_settings_comes_at_once(faults):
    assert faults("[", "k", "s=@") == [
        "1:2: not valid YAML: there is no value before the end of the file; write it, or remove "
        "the bracket or comma",
        "1:1: a setting must be key=value, such as k=5 or values.seed=3",
        "1:3: not valid YAML: a value cannot start with '@'; put it in quotes",
    ]
