"""The JSON Schema that editors use."""

from __future__ import annotations

import pytest

from convanim.config import schema
from convanim.config.figure.plan import Choice
from convanim.config.keys.common import COMMON, FILE, OUTPUT
from convanim.config.keys.examples import example
from convanim.config.keys.plugins import merge, union
from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry


def test_every_spelling_of_every_key_is_known_and_explained():
    known = schema()["properties"]
    for operation in registry.scan(Operation).values():
        for view in registry.scan(View).values():
            for section in Choice(operation, view).sections:
                assert set(section.spellings) <= set(known)
    assert all(value["description"] for value in known.values())
    assert known["stride"]["description"] == "stride, 1 by default (as s)"


def test_unknown_keys_are_errors_everywhere():
    whole = schema()
    mappings = ("expect", "transpose_of", "values")
    timing = whole["properties"]["timing"]["anyOf"][1]
    for part in (whole, timing, *(whole["properties"][key] for key in mappings)):
        assert part["additionalProperties"] is False
    direct = whole["properties"]["transpose_of"]["properties"]
    assert set(direct) >= {"i", "stride", "kernel_size"}


def test_names_are_offered():
    known = schema()["properties"]
    assert "conv" in known["operation"]["anyOf"][0]["enum"]
    assert known["view"]["enum"] == sorted(registry.scan(View))
    name, several = known["show"]["anyOf"]
    assert name["enum"] == sorted(registry.scan(Overlay))
    assert several["items"] == name
    names, entry, several = known["outputs"]["anyOf"]
    assert several["items"]["anyOf"] == [names, entry]
    assert names["enum"] == sorted(registry.scan(Writer))
    assert {"format", "path", "theme", "dpi", "fps"} <= set(entry["properties"])


def test_keys_of_a_file_are_offered_where_they_may_stand():
    known = schema()["properties"]
    line, entry = known["figures"]["items"]["anyOf"]
    assert line == {"type": "string"}
    assert {"k", "matrix", "exclude", "name", "panels"} <= set(entry["properties"])
    assert not {"extends", "figures", "defaults"} & set(entry["properties"])
    assert known["defaults"]["properties"] == entry["properties"]
    assert "matrix" not in known["panels"]["items"]["properties"]
    assert known["matrix"]["additionalProperties"] == {"type": "array", "minItems": 1}
    assert known["extends"]["pattern"] == r"\.ya?ml$"


def rules(section):
    for name, rule in section.rules.items():
        yield name, rule
        if rule.section:
            yield from rules(rule.section)


KEYS = {
    (name, rule.kind): rule
    for section in (
        merge("config", COMMON, union(Operation), union(View), FILE),
        merge("output", OUTPUT, union(Writer)),
    )
    for name, rule in rules(section)
}


@pytest.mark.parametrize("key", KEYS, ids=" ".join)
def test_the_example_of_a_key_is_a_value_that_it_takes(key):
    rule = KEYS[key]
    assert rule.help
    value = example(rule.key)
    assert value is not None
    rule.check(value)


def properties(part, path=()):
    for name, value in part.get("properties", {}).items():
        yield (*path, name), value
        yield from properties(value, (*path, name))
    for key in ("anyOf", "items"):
        parts = part.get(key, [])
        for each in parts if isinstance(parts, list) else [parts]:
            yield from properties(each, path)


def test_every_property_has_a_description_and_an_example_that_is_valid():
    jsonschema = pytest.importorskip("jsonschema", reason="comes with check-jsonschema, of dev")
    whole = schema()
    found = [(path, value) for path, value in properties(whole) if "$ref" not in value]
    assert len(found) > 100
    for path, value in found:
        assert value["description"], path
        (each,) = value["examples"]
        known = {**whole["properties"], path[-1]: value}
        validator = jsonschema.Draft202012Validator({**whole, "properties": known})
        assert validator.is_valid({path[-1]: each}), path
