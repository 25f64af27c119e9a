"""The JSON Schema that editors use."""

from __future__ import annotations

from convanim.config import schema
from convanim.config.figure.plan import Choice
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
    assert known["stride"]["description"] == "stride, 1 unless given (as s)"


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
