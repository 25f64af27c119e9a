"""The JSON Schema of a config: every key with every spelling, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.config.keys.common import COMMON, FILE, LAYER, OUTPUT, PANEL, VARYING
from convanim.config.keys.examples import example
from convanim.config.keys.numbers import grid_schema, seconds_schema, whole_schema
from convanim.config.keys.plugins import merge, union
from convanim.film.writer import Writer
from convanim.layers.excerpt import MOST_KEPT
from convanim.layers.operation import Operation
from convanim.layout.page.filmstrip import MOST
from convanim.layout.view import View

if TYPE_CHECKING:
    from convanim.config.keys.rules import Schema, Section


def figure_schema() -> Schema:
    """Return the JSON Schema of a config, derived from the declarations of its keys."""
    figure = merge("figure", COMMON, union(Operation), union(View))
    schema = _object(merge("config", figure, FILE))
    keys = schema["properties"]
    keys["layers"] |= _list_of(_references(merge("layer", LAYER, union(Operation))))
    keys["panels"] |= _list_of(_references(merge("panel", PANEL, union(Operation), union(View))))
    each = _references(merge("entry", figure, VARYING))
    keys["figures"] |= _list_of({"anyOf": [{"type": "string"}, each]})
    keys["defaults"] |= each
    combination = {"type": "object", "minProperties": 1}
    keys["exclude"] |= {"anyOf": [combination, _list_of(combination)]}
    output = _object(merge("output", OUTPUT, union(Writer)))
    formats = OUTPUT.rules["format"].schema()
    one = {"anyOf": [formats, {**output, "required": ["format"]}]}
    keys["outputs"] |= {"anyOf": [*one["anyOf"], _list_of(one)]}
    _or_else(keys["timing"], seconds_schema())
    _or_else(keys["filmstrip"], grid_schema(MOST))
    _or_else(keys["excerpt"], {"type": "boolean"}, whole_schema(1, MOST_KEPT))
    return {
        **schema,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A figure of convanim",
    }


def _or_else(mapping: Schema, *others: Schema) -> None:
    """Let the schema of a mapping accept other values, too."""
    words = ("type", "properties", "additionalProperties")
    mapping["anyOf"] = [*others, {word: mapping.pop(word) for word in words}]


def _references(section: Section) -> Schema:
    """Return the schema of a mapping whose keys are explained by those of the whole config."""
    keys = {word: {"$ref": f"#/properties/{word}"} for word in section.spellings}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _list_of(entry: Schema) -> Schema:
    return {"type": "array", "items": entry, "minItems": 1}


def _object(section: Section) -> Schema:
    """Return the schema of a section and of those inside it, with every spelling of each key.

    No key is required: which ones are depends on the operation, the view or the format.
    """
    properties: Schema = {}
    for key, rule in section.rules.items():
        value = {
            **(_object(rule.section) if rule.section else {}),
            **rule.schema(),
            "examples": [example(rule.key)],
        }
        properties[key] = {**value, "description": rule.help}
        for other in rule.also:
            properties[other] = {**value, "description": f"{rule.help} (as {key})"}
    return {"type": "object", "properties": properties, "additionalProperties": False}
