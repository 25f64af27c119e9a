"""Bytes as printable signs: every length comes back, and nothing ends a string or an element."""

from __future__ import annotations

import random

from convanim.film.player import columns, in_columns, signs
from convanim.film.stepwise import steps


def test_bytes_come_back_at_every_length():
    chance = random.Random(1)
    for length in [*range(80), 4001]:
        for content in (chance.randbytes(length), bytes(length), b"\xff" * length):
            assert signs.read(signs.written(content)) == content


def test_thirteen_bits_take_two_signs_that_are_safe_in_scripts():
    text = signs.written(bytes(range(256)) * 130)
    assert len(text) == 256 * 130 * 8 * 2 // 13
    assert set(text) <= set(map(chr, range(33, 127))) - set('"\\<')


def test_columns_keep_what_only_some_rows_have():
    assert columns([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}
    assert columns([]) == {}
    films = [{"size": 1, "tracks": [{"s": 0}, {"l": [1]}]}, {"size": 2, "tracks": []}]
    assert in_columns(films) == {
        "films": {"size": [1, 2], "tracks": [2, 0]},
        "tracks": {"s": [0, None], "l": [None, [1]]},
    }


def test_steps_lead_from_each_number_to_the_next():
    assert steps([3, 3, 5, 1]) == [3, 0, 2, -4]
    assert steps([]) == []
