"""Every kind of value: a class that declares a key of it has its check and its schema."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any

import pytest

from convanim.config.keys.kinds import KINDS
from convanim.config.keys.plugins import instance, keys_of, merge
from convanim.config.keys.rules import Refusal
from convanim.film.page_setup import Length
from convanim.plugins.key import Key

SOUND = {
    "per_axis": ([1, 2], (1, 2)),
    "padding": ([[1, 2], "same"], ((1, 2), "same")),
    "count": (3, 3),
    "number": (1.5, 1.5),
    "word": ("one", "one"),
    "seconds": (0.5, 50),
    "frames": ("0,2-3", (0, 2, 3)),
    "flag": (True, True),
    "caption": (" two words ", "two words"),
    "file_name": ("x", "x"),
    "path": ("a//b.gif", "a/b.gif"),
    "operation": ("conv", "conv"),
    "view": ("flat", "flat"),
    "format": ("gif", "gif"),
    "theme": ("guide", "guide"),
    "overlays": (["step", "sum", "step"], ("step", "sum")),
    "config": ("../base.yaml", "../base.yaml"),
    "figures": (["conv i=5", {"i": 3}], ({"figure": "conv i=5"}, {"i": 3})),
    "matrix": ({"s": [1, 2]}, {"s": [1, 2]}),
    "list": (["gif"], ("gif",)),
    "combinations": ({"s": 1}, ({"s": 1},)),
    "mappings": ([{"s": 1}], ({"s": 1},)),
    "length": ("8.4 cm", Length(8.4, "cm")),
    "proportions": ("16:9", (16, 9)),
    "colour": ("#fff", (255, 255, 255, 255)),
    "font": ("one", "one"),
    "language": ("zh", "zh"),
    "dash": ([3, 1], (3, 1)),
    "hatch": ("//", "//"),
}
ELSEWHERE = {
    "cells",
    "convolution",
    "excerpt",
    "filmstrip",
    "keys",
    "mapping",
    "row",
    "timing",
    "values",
}
"""Kinds whose keys depend on each other or lie inside."""


def test_every_kind_has_an_example_here():
    assert {*SOUND, *ELSEWHERE} == {*KINDS}


@pytest.mark.parametrize("kind", SOUND)
def test_a_declared_key_is_checked_and_described(kind):
    key = Key(kind, "a key", words=("one", "two"), example="[...]")
    rule = keys_of(make_dataclass("Keys", [("key", Annotated[Any, key])]), "keys").rules["key"]
    plain, checked = SOUND[kind]
    assert rule.check(plain) == checked
    assert isinstance(rule.schema(), dict)
    assert rule.required
    with pytest.raises(Refusal):
        rule.check([] if kind in ("list", "theme", "combinations") else {"not": "this"})


@dataclass(frozen=True)
class One:
    a: Annotated[int, Key("count", "of one")] = 1
    b: int = 2


@dataclass(frozen=True)
class Other:
    a: Annotated[int, Key("count", "of the other", maximum=5)] = 3


def test_the_first_of_two_sections_explains_a_key_of_both():
    assert merge("both", keys_of(One, "one"), keys_of(Other, "other")).rules["a"].help == "of one"


def test_a_class_takes_its_own_values_alone():
    assert instance(One, {"a": 4, "c": 5}) == One(a=4)


def test_a_key_may_have_its_own_limit():
    check = keys_of(Other, "other").rules["a"].check
    with pytest.raises(Refusal) as caught:
        check(6)
    assert caught.value.faults[0].message == "must be a whole number from 1 to 5, not 6"
