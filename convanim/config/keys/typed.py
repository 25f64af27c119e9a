"""The Python type of each config key, for editors and type checkers, from the declarations."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from convanim.config.keys.cells import ValueKeys
from convanim.config.keys.common import LAYER, OUTPUT, PANEL, SETUP, Expect, FigureKeys
from convanim.config.keys.languages import languages
from convanim.config.keys.names import themes
from convanim.config.keys.plugins import direct, keys_of, merge, union
from convanim.config.keys.rules import Section
from convanim.film.writer import Writer
from convanim.layers.excerpt import Amount
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.page.filmstrip import Strip
from convanim.layout.panel import Page
from convanim.layout.view import View
from convanim.plugins import registry
from convanim.scene.theme import FONTS
from convanim.scene.timeline import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.plugins.key import Key

WIDTH = 100

NAMES_HEAD = '''\
"""The names of plug-ins and themes as types; written by ``python -m tests.reference``."""

from __future__ import annotations

from typing import Literal
'''

KEYS_HEAD = '''\
"""The keys of a figure as types; written by ``python -m tests.reference``.

Each key has the spellings that YAML has. Operations and themes may have other names, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.api.names import (
        FontName,
        FormatName,
        LanguageName,
        OperationName,
        OverlayName,
        ThemeName,
        ViewName,
    )


'''

LISTS = {"layers": "LayerKeys", "panels": "PanelKeys"}
"""The class of an entry of each list of mappings."""

MAPPINGS = {
    "expect": "ExpectKeys",
    "filmstrip": "StripKeys",
    "excerpt": "ExcerptKeys",
    "timing": "TimingKeys",
    "transpose_of": "DirectKeys",
    "values": "ValueKeys",
}
"""The class of each mapping."""

TYPES = {
    "per_axis": "int | Sequence[int]",
    "padding": "int | str | Sequence[int | str | Sequence[int]]",
    "count": "int",
    "number": "float",
    "filmstrip": "int | Sequence[int] | {mapping}",
    "seconds": "float",
    "frames": "int | str | Sequence[int]",
    "flag": "bool",
    "caption": "str",
    "file_name": "str",
    "path": "str",
    "operation": "OperationName | str",
    "view": "ViewName",
    "format": "FormatName",
    "theme": "ThemeName | str | dict[str, Any]",
    "colour": "str",
    "font": "FontName | dict[str, str]",
    "language": "LanguageName | str",
    "overlays": "OverlayName | Sequence[OverlayName]",
    "list": "FormatName | OutputKeys | Sequence[FormatName | OutputKeys]",
    "combinations": "dict[str, Any] | Sequence[dict[str, Any]]",
    "mappings": "Sequence[{entry}]",
    "mapping": "{mapping}",
    "timing": "float | {mapping}",
    "excerpt": "bool | int | {mapping}",
    "convolution": "{mapping}",
    "values": "{mapping}",
    "length": "int | str",
    "proportions": "str",
    "cells": "Any",
    "row": "Any",
}
"""The type of each kind, but that of words; cells may be arrays, which have no common type."""


def names_module() -> str:
    """Return the text of the module that types the names."""
    names: dict[str, Iterable[str]] = {
        "OperationName": registry.scan(Operation),
        "ViewName": registry.scan(View),
        "OverlayName": registry.scan(Overlay),
        "FormatName": registry.scan(Writer),
        "ThemeName": themes(),
        "FontName": FONTS,
        "LanguageName": languages(),
    }
    return "\n".join((NAMES_HEAD, *(f"{n} = {_literal(words)}" for n, words in names.items()), ""))


def keys_module() -> str:
    """Return the text of the module that types the keys."""
    layer = merge("layer", LAYER, union(Operation))
    panel = merge("panel", PANEL, union(View))
    figure = merge("figure", keys_of(FigureKeys, "a figure"), keys_of(Page, "a page"), SETUP)
    classes = (
        _class("ExpectKeys", "What the arithmetic must give.", keys_of(Expect, "expect")),
        _class("StripKeys", "The steps in a still picture.", keys_of(Strip, "filmstrip")),
        _class("TimingKeys", "How long frames are shown.", keys_of(Timing, "timing")),
        _class("ExcerptKeys", "How much is drawn of a large layer.", keys_of(Amount, "excerpt")),
        _class("ValueKeys", "The numbers in the cells.", keys_of(ValueKeys, "values")),
        _class("DirectKeys", "A convolution that another one transposes.", direct()),
        _class("OutputKeys", "A file to write.", merge("output", OUTPUT, union(Writer))),
        _class("LayerKeys", "A layer.", layer),
        _class("PanelKeys", "A drawing beside others.", _without(panel, layer), "LayerKeys"),
        _class("Keys", "A figure.", _without(figure, layer, panel), "PanelKeys"),
    )
    return KEYS_HEAD + "\n\n".join(classes)


def listing() -> str:
    """Return all keys of a figure with their types, as a part of a docstring in numpy style."""
    sections = LAYER, union(Operation), PANEL, keys_of(FigureKeys, "a figure")
    figure = merge("figure", *sections, keys_of(Page, "a page"), SETUP, union(View))
    lines = []
    for name, rule in figure.rules.items():
        lines.append(f"    {', '.join((name, *rule.also))}")
        indent = " " * 8
        lines += textwrap.wrap(
            _sentence(rule.help), WIDTH, initial_indent=indent, subsequent_indent=indent
        )
    return "\n".join(lines)


def _without(section: Section, *others: Section) -> Section:
    known = {key for other in others for key in other.rules}
    return Section(section.name, {k: rule for k, rule in section.rules.items() if k not in known})


def _class(name: str, summary: str, section: Section, base: str = "TypedDict") -> str:
    total = ", total=False"
    lines = [f"class {name}({base}{total}):", f'    """{summary}"""', ""]
    for key, rule in section.rules.items():
        kind = _type(key, rule.key).replace("\n", "\n    ")
        lines.append(f"    {key}: {kind}")
        lines += _documented(_sentence(rule.help))
        lines += [f"    {word}: {kind}" for word in rule.also]
    return "\n".join((*lines, ""))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."


def _documented(text: str) -> Iterator[str]:
    if len(text) + len('    """"""') <= WIDTH:
        yield f'    """{text}"""'
        return
    first, *rest = textwrap.wrap(text, WIDTH - 8)
    yield f'    """{first}'
    yield from (f"    {each}" for each in rest)
    yield '    """'


def _type(name: str, key: Key) -> str:
    if key.kind == "word":
        return _literal(key.words)
    found = TYPES[key.kind].format(entry=LISTS.get(name, ""), mapping=MAPPINGS.get(name, ""))
    return f"{found} | {_literal(key.words)}" if key.words else found


def _literal(words: Iterable[str]) -> str:
    each = [f'"{word}"' for word in words]
    short = f"Literal[{', '.join(each)}]"
    return short if len(short) < WIDTH // 2 else "Literal[\n    " + ",\n    ".join(each) + ",\n]"
