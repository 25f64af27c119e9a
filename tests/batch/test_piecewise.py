"""JSON objects that are read value by value."""

from __future__ import annotations

import json

import pytest

from convanim.batch.records.manifest import States
from convanim.batch.records.manifest_file import DAMAGED
from convanim.batch.records.piecewise import members, value

SAMPLE = {"a": {}, "b": {"c": [1, {"d": "} ,"}], "é\n": None}, "": -1.5}


def read(text):
    return members(text, 0, lambda name: nested if name == "b" else value)


def nested(text, at):
    return members(text, at, lambda _: value)


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_object_is_what_json_reads(indent):
    text = f" \n{json.dumps(SAMPLE, indent=indent)}\r\n\t"
    assert read(text) == (SAMPLE, len(text))


def test_what_follows_an_object_is_left():
    text = json.dumps(SAMPLE)
    assert read(text + " x") == (SAMPLE, len(text) + 1)


@pytest.mark.parametrize("cut", range(len(json.dumps(SAMPLE))))
def test_an_object_that_is_cut_short_is_damaged(cut):
    with pytest.raises(DAMAGED):
        read(json.dumps(SAMPLE)[:cut])


@pytest.mark.parametrize("text", ['{"a" 1}', '{"a": 1 "b": 2}', '{"a": 1,}', '{,"a": 1}', "[]"])
def test_an_object_with_a_mark_out_of_place_is_damaged(text):
    with pytest.raises(DAMAGED):
        read(text)


@pytest.mark.parametrize("lines", [(), ("input 2 x 2", "frame 0: 1 s"), ("é", "", "\ud800")])
def test_packed_states_have_the_same_lines(lines):
    assert States.of(lines).lines == lines
    assert States.of(lines) == States.of(list(lines)) != States.of((*lines, "frame 9"))
