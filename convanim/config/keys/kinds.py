"""The kinds of values that config keys have: the check and the JSON Schema of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim.config.keys import cells, inks, lengths, numbers, selection, strips, texts
from convanim.config.keys.languages import languages
from convanim.config.keys.names import themes
from convanim.config.keys.paths import (
    CONFIG_SCHEMA,
    NAME_SCHEMA,
    PATH_SCHEMA,
    config_path,
    figure_name,
    relative_path,
)
from convanim.config.keys.rules import excerpt_like, mapping_like, timing_like
from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convanim.config.keys.rules import Check, Schema
    from convanim.plugins.key import Key

LARGEST_SIZE = 1_000_000
LARGEST_COUNT = 65_535
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of one kind are checked and described.

    Attributes
    ----------
    check : callable
        Returns the check of a key.
    schema : callable
        Returns the JSON Schema of a key's value; called only for the schema of a whole config.
    """

    check: Callable[[Key], Check]
    schema: Callable[[Key], Schema]


def _bounds(key: Key, largest: int) -> tuple[int, int]:
    return key.minimum, largest if key.maximum is None else key.maximum


def _same(check: Check, schema: Schema) -> Kind:
    """Return a kind whose keys are all checked in the same way."""
    return Kind(lambda _: check, lambda _: schema)


def _list(check: Callable[..., object]) -> Kind:
    return Kind(lambda key: partial(check, key.example, _bounds(key, MOST_ENTRIES)[1]), _anything)


def _anything(_: Key) -> Schema:
    return {}


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": sorted(names)}


def _operations(_: Key) -> Schema:
    """Return the schema of an operation's name: framework names are accepted in any case."""
    names = set(registry.scan(Operation))
    for plugin in registry.scan(Operation).values():
        names |= {*getattr(plugin, "also", ()), *getattr(plugin, "frameworks", ())}
    return {"anyOf": [_one_of(names), {"type": "string", "pattern": "[123][dD]"}]}


def _overlays(_: Key) -> Check:
    return lambda value: texts.words(tuple(registry.scan(Overlay)), value)


def _overlays_schema(_: Key) -> Schema:
    name = _one_of(registry.scan(Overlay))
    return {"anyOf": [name, {"type": "array", "items": name}]}


def _font_schema(key: Key) -> Schema:
    family = {
        "type": "string",
        "description": "an installed family of fonts",
        "examples": ["Noto Serif"],
    }
    named = {"type": "object", "properties": {"family": family}, "additionalProperties": False}
    return {"anyOf": [_one_of(key.words), named]}


def _themes_schema(_: Key) -> Schema:
    """Return the schema of a theme: a name, that of the user's among them, a file or its inks."""
    return {"anyOf": [_one_of(themes()), {"type": "string"}, {"type": "object"}]}


def _languages_schema(_: Key) -> Schema:
    return {"anyOf": [_one_of(languages()), {"type": "string", "pattern": r"\.ya?ml$"}]}


KINDS = {
    "per_axis": Kind(
        lambda key: partial(numbers.sizes, *_bounds(key, LARGEST_SIZE)),
        lambda key: numbers.axes_schema(numbers.whole_schema(*_bounds(key, LARGEST_SIZE))),
    ),
    "padding": Kind(
        lambda key: partial(numbers.paddings, *_bounds(key, LARGEST_SIZE)),
        lambda key: numbers.paddings_schema(*_bounds(key, LARGEST_SIZE)),
    ),
    "count": Kind(
        lambda key: partial(numbers.count, *_bounds(key, LARGEST_COUNT), key.words),
        lambda key: numbers.count_schema(*_bounds(key, LARGEST_COUNT), key.words),
    ),
    "number": Kind(
        lambda key: partial(numbers.real, *_bounds(key, numbers.LARGEST_NUMBER)),
        lambda key: numbers.real_schema(*_bounds(key, numbers.LARGEST_NUMBER)),
    ),
    "word": Kind(lambda key: partial(texts.word, key.words), lambda key: {"enum": list(key.words)}),
    "seconds": _same(numbers.centiseconds, numbers.seconds_schema()),
    "frames": _same(selection.frames, selection.FRAMES_SCHEMA),
    "flag": _same(texts.flag, {"type": "boolean"}),
    "caption": _same(texts.caption, {"type": "string"}),
    "file_name": _same(figure_name, NAME_SCHEMA),
    "path": _same(relative_path, PATH_SCHEMA),
    "operation": Kind(lambda _: texts.name, _operations),
    "view": Kind(lambda _: texts.name, lambda _: _one_of(registry.scan(View))),
    "format": Kind(lambda _: texts.name, lambda _: _one_of(registry.scan(Writer))),
    "theme": Kind(lambda _: texts.theme, _themes_schema),
    "font": Kind(lambda key: partial(texts.font, key.words), _font_schema),
    "language": Kind(lambda _: partial(texts.language, languages()), _languages_schema),
    "overlays": Kind(_overlays, _overlays_schema),
    "config": _same(config_path, CONFIG_SCHEMA),
    "keys": Kind(lambda key: mapping_like(key.example), _anything),
    "figures": _list(texts.figures),
    "matrix": Kind(lambda key: partial(texts.matrix, key.example), lambda _: texts.MATRIX_SCHEMA),
    "list": _list(texts.entries),
    "mappings": _list(texts.mappings),
    "combinations": _list(texts.combinations),
    # The keys of these mappings are declared by a class.
    "mapping": Kind(lambda key: mapping_like(key.example), _anything),
    "timing": Kind(lambda key: timing_like(key.example), _anything),
    "excerpt": Kind(lambda key: excerpt_like(key.example), _anything),
    "convolution": Kind(lambda key: mapping_like(key.example), _anything),
    "values": _same(cells.cells, {"minProperties": 1}),
    "filmstrip": _same(strips.strip, {}),
    "length": _same(lengths.length, lengths.LENGTH_SCHEMA),
    "proportions": _same(lengths.proportions, lengths.PROPORTIONS_SCHEMA),
    "cells": _same(cells.literal, cells.CELLS_SCHEMA),
    "row": _same(cells.row, cells.ROW_SCHEMA),
    "colour": _same(inks.colour, {}),
    "dash": _same(inks.dash, {}),
    "hatch": _same(inks.hatch, {}),
}
"""Each kind by the name that keys give; a kind with a check of its own is added here."""
