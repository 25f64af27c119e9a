"""The key of a figure: it contains every field of the figure, and nothing else."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, fields, is_dataclass, replace
from fractions import Fraction
from operator import attrgetter
from pathlib import Path

import pytest

import convanim
from convanim import config
from convanim.batch.records import facts as module
from convanim.batch.records.facts import differences, digest, facts
from convanim.batch.records.manifest import key
from convanim.film.writer import Writer
from convanim.plugins import registry
from tests.support.drafts import read_text
from tests.support.plugins import KINDS

CONFIGS = sorted((Path(__file__).parents[2] / "configs").rglob("*.yaml"))


def other(value):
    """Values that differ from this one in one field each; they need not be valid figures."""
    if is_dataclass(value):
        for each in filter(attrgetter("compare"), fields(value)):
            for changed in other(getattr(value, each.name)):
                yield unsafe(value, each.name, changed)
    elif isinstance(value, tuple) and value:
        yield value[:-1]
        for n, inner in enumerate(value):
            for changed in other(inner):
                yield (*value[:n], changed, *value[n + 1 :])
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str):
        yield value + "x"
    else:
        yield 7 if value is None else "another"


def unsafe(value, name, changed):
    """A copy with one field changed, without the checks of its class."""
    copy = object.__new__(type(value))
    for each in fields(value):
        object.__setattr__(copy, each.name, getattr(value, each.name))
    object.__setattr__(copy, name, changed)
    return copy


# One in four, and so some of every topic: what differs between figures are the types in them, of
# which the next test sees every field.
@pytest.mark.parametrize("path", CONFIGS[::4], ids=lambda path: path.stem)
def test_any_change_of_a_figure_changes_its_key(path):
    figure = convanim.load(path).spec
    writers = (config.output(name) for name in registry.scan(Writer))
    # A theme has thousands of fields, and a test of its own.
    figure = replace(figure, outputs=tuple(writers), theme=None)
    mine = digest(facts(figure))
    changed = list(other(figure))
    assert len(changed) > 50
    keys = {digest(facts(each)) for each in changed}
    assert mine not in keys
    assert len(keys) > 0.95 * len(changed)  # a shorter tuple may also be an entry changed


def test_any_change_of_a_theme_changes_its_key():
    theme = convanim.figure(i=3, k=2).spec.theme
    mine = digest(facts(theme))
    changed = list(other(theme))[::5]  # so some of every kind of ink
    assert len(changed) > 200
    assert mine not in {digest(facts(each)) for each in changed}


def test_every_field_of_every_plug_in_counts():
    """Also those that no config uses, and those that do not exist yet."""
    for kind in KINDS:
        for plugin in registry.scan(kind).values():
            made = object.__new__(plugin)
            for each in fields(plugin):
                object.__setattr__(made, each.name, None)
            for each in fields(plugin):
                assert facts(unsafe(made, each.name, "another")) != facts(made), (plugin, each)


def test_where_an_output_stands_in_its_config_is_no_fact():
    text = "{i: 4, k: 3, outputs: [gif]}"
    first, second = (read_text(each, "-").figure for each in (text, f"\n{text}"))
    assert first.outputs[0].mark != second.outputs[0].mark
    assert facts(first) == facts(second)


@dataclass(frozen=True)
class Inner:
    n: int = 1


class Colour(enum.Enum):
    RED = 1


@dataclass(frozen=True)
class Outer:
    size: tuple[int, ...]
    inner: Inner | None = None
    many: tuple[Inner, ...] = field(default_factory=tuple)


def test_facts_are_flat_and_leave_defaults_out():
    assert facts(Outer((1, 2))) == {"": "Outer", "size": "[1, 2]"}
    assert facts(Outer((1,), Inner(2), (Inner(), Inner(3)))) == {
        "": "Outer",
        "size": "[1]",
        "inner": "Inner",
        "inner.n": "2",
        "many[0]": "Inner",
        "many[1]": "Inner",
        "many[1].n": "3",
    }


def test_a_field_added_with_a_default_leaves_the_facts_alone():
    @dataclass(frozen=True)
    class Grown(Outer):
        title: str | None = None

    older, newer = facts(Outer((3,))), facts(Grown((3,)))
    assert {**older, "": ""} == {**newer, "": ""}
    assert "title" in facts(Grown((3,), title="x"))


def test_kinds_are_told_apart():
    values = [1, True, 1.5, "1", None, "null", (1,), ("1",), (), Fraction(1, 3), Colour.RED]
    values += [Inner(), (Inner(),), ((1, Inner()),), {"a": 1}, {"a": 2}, frozenset({4})]
    assert len({digest(facts(value)) for value in values}) == len(values)
    assert facts(frozenset({3, 1, 2})) == facts(frozenset({2, 1, 3}))
    assert facts({"a": 1, "b": 2}) == facts({"b": 2, "a": 1})


def test_what_is_not_known_is_refused():
    with pytest.raises(TypeError, match="object is not known"):
        facts(Outer((object(),)))


def test_long_values_are_kept_as_their_hash():
    long, longer = (facts(tuple(range(n)))[""] for n in (100, 101))
    assert long.startswith("sha256:") and longer.startswith("sha256:") and long != longer
    many = facts(tuple(Inner(n) for n in range(50)))
    assert list(many) == [""]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"s": 1}, {"s": 2}, ["s [1, 1] -> [2, 2]"]),
        ({}, {"theme": "grey"}, ["theme.inks", 'theme.name "clear" -> "grey"']),
        ({}, {"view": "flat"}, ["view Isometric -> Flat"]),
        ({}, {"operation": "max_pool"}, ["layers Conv -> MaxPool"]),
        ({}, {"frames": "0"}, ["frames null -> [0]"]),
        ({}, {"timing": {"step": 2}}, ["timing.step not given -> 200"]),
        (
            {"values": {"seed": 1}},
            {"values": {"seed": 2}},
            ["values.seed 1 -> 2"],
        ),
        (
            {"layers": [{"k": 3}, {"k": 2}]},
            {"layers": [{"k": 3}, {"k": 1}]},
            ["layers[1].k [2, 2] -> [1, 1]"],
        ),
    ],
)
def test_what_differs_is_named_as_users_know_it(before, now, told):
    old, new = (convanim.figure(**{"i": 6, "k": 3, **keys}).spec for keys in (before, now))
    found = differences(facts(old), facts(new))
    assert found == told


def test_the_key_depends_on_the_figure_and_on_the_tools():
    keys = {key({"a": "1"}, {"b": "2"}), key({"a": "2"}, {"b": "2"}), key({"a": "1"}, {"b": "3"})}
    assert len(keys) == 3
    assert key({"a": "1", "c": "2"}, {}) == key({"c": "2", "a": "1"}, {})


def test_what_figures_share_is_worked_out_once_and_told_apart_by_its_kinds(monkeypatch):
    """Long tuples that are equal but of other kinds have facts of their own."""
    whole, broken = tuple(range(40)), tuple(map(float, range(40)))
    assert whole == broken
    assert module.facts(whole) != module.facts(broken)
    before = module.facts(whole)
    monkeypatch.setattr(module, "_worked_out", None)
    assert module.facts(whole) == before
    with pytest.raises(TypeError):
        module.facts(tuple(range(1, 41)))


def test_few_shared_values_are_kept():
    for n in range(2 * module.MOST_KNOWN):
        module.facts(tuple(range(n, n + 20)))
    assert len(module._facts) <= module.MOST_KNOWN
