"""The JSON Schema of a config: every key under every spelling, for editors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.config.figure.layers import LAYER
from convanim.config.keys import plugins
from convanim.config.keys.common import COMMON, OUTPUT_RULES, PANEL
from convanim.config.keys.rules import Section
from convanim.config.keys.themes import themes
from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.config.keys.rules import Schema


def figure_schema() -> Schema:
    """Return the JSON Schema of a config, made of the rules that check one."""
    rules = {
        **plugins.union(View).rules,
        **plugins.union(Operation).rules,
        **COMMON.rules,
        "operation": replace(COMMON.rules["operation"], schema=_operations()),
        "view": replace(COMMON.rules["view"], schema=_one_of(registry.scan(View))),
        "theme": replace(COMMON.rules["theme"], schema=_one_of(themes())),
        "outputs": replace(COMMON.rules["outputs"], schema=_outputs()),
    }
    made = _object(Section("figure", rules))
    made["properties"]["layers"] |= _list_of(_entry("layer", LAYER))
    made["properties"]["panels"] |= _list_of(_entry("panel", PANEL, plugins.union(View)))
    return {
        **made,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A figure of convanim",
    }


def _entry(name: str, *sections: Section) -> Schema:
    """Return the schema of a layer or a panel, whose keys are those of the figure."""
    every = (plugins.union(Operation), *sections)
    own = Section(name, {key: rule for each in every for key, rule in each.rules.items()})
    keys = {word: {"$ref": f"#/properties/{word}"} for word in own.spellings}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": sorted(names)}


def _operations() -> Schema:
    """Return the schema of an operation's name: frameworks' are understood in any case."""
    names: set[str] = set()
    for plugin in registry.scan(Operation).values():
        names |= {plugin.name, *getattr(plugin, "also", ()), *getattr(plugin, "frameworks", ())}
    return {"anyOf": [_one_of(names), {"type": "string", "pattern": "[123][dD]"}]}


def _outputs() -> Schema:
    formats = _one_of(registry.scan(Writer))
    rules = {
        **plugins.union(Writer).rules,
        **OUTPUT_RULES,
        "format": replace(OUTPUT_RULES["format"], schema=formats),
        "theme": replace(OUTPUT_RULES["theme"], schema=_one_of(themes())),
    }
    entry = {**_object(Section("output", rules)), "required": ["format"]}
    return _list_of({"anyOf": [formats, entry]})


def _list_of(entry: Schema) -> Schema:
    return {"type": "array", "items": entry, "minItems": 1}


def _object(section: Section) -> Schema:
    """Return the schema of a section and of those inside it, each key under every spelling.

    No key is required: which ones are depends on the operation, the view or the format.
    """
    properties: Schema = {}
    for key, rule in section.rules.items():
        inner = rule.section if not rule.is_whole else None
        value = _object(inner) if inner else rule.schema
        properties[key] = {**value, "description": rule.help}
        for other in rule.also:
            properties[other] = {**value, "description": f"{rule.help} (as {key})"}
    return {"type": "object", "properties": properties, "additionalProperties": False}
