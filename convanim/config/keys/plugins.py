"""The config keys of plug-ins, read off the fields of their classes."""

from __future__ import annotations

import functools
import re
import typing
from dataclasses import MISSING, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.config.keys import kinds
from convanim.config.keys.cells import VALUES
from convanim.config.keys.rules import Rule, Section, mapping_like
from convanim.config.text.scalars import shown
from convanim.errors import did_you_mean, listed
from convanim.layers.operation import Operation
from convanim.layers.window import Window
from convanim.plugins import registry
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convanim.plugins.registry import Plugin

DIRECT = ("i", "k", "s", "p", "d")
"""The keys of a direct convolution, as ``transpose_of`` takes them."""

_KNOWN: dict[type[Any], Section] = {}
_DIMENSIONS = re.compile(r"([123])d", re.IGNORECASE)


def section(plugin: type[Any]) -> Section:
    """Return the keys of a plug-in: its fields that are annotated with a :class:`Key`."""
    if plugin not in _KNOWN:
        _KNOWN[plugin] = Section(getattr(plugin, "name", "transpose_of"), _rules(plugin))
    return _KNOWN[plugin]


def _rules(plugin: type[Any]) -> dict[str, Rule]:
    hints = typing.get_type_hints(plugin, include_extras=True)
    rules = {}
    for field in fields(plugin):
        for key in getattr(hints[field.name], "__metadata__", ()):
            if isinstance(key, Key):
                required = field.default is MISSING and field.default_factory is MISSING
                rules[field.name] = _rule(key, required)
    return rules


def _rule(key: Key, required: bool) -> Rule:
    rule = partial(Rule, key.help, also=key.also, required=required, kind=key.kind)
    if key.kind == "convolution":
        return rule(mapping_like("{i: 5, k: 3}"), section=direct())
    check, schema = kinds.of(key)
    if key.kind == "values":
        return rule(check, schema, section=VALUES, is_whole=True)
    return rule(check, schema)


@functools.cache
def direct() -> Section:
    """Return the keys of a direct convolution: a window's, without its values."""
    rules = section(Window).rules
    return Section("transpose_of", {key: rules[key] for key in DIRECT})


def sections(base: type[Plugin]) -> Mapping[str, Section]:
    """Return the keys of every plug-in of a kind."""
    return {name: section(plugin) for name, plugin in registry.scan(base).items()}


@functools.cache
def union(base: type[Plugin]) -> Section:
    """Return all keys that plug-ins of a kind have, under the spellings of each.

    The first to have one explains it. None is required, as no plug-in is chosen.
    """
    rules: dict[str, Rule] = {}
    for keys in sections(base).values():
        for key, rule in keys.rules.items():
            known = rules.get(key, rule)
            also = dict.fromkeys((*known.also, *rule.also))
            rules[key] = replace(known, also=tuple(also), required=False)
    return Section(base.folder, rules)


def operation_names() -> Mapping[str, type[Any]]:
    """Return the operation each name stands for, framework spellings in lower case too."""
    operations = registry.scan(Operation).values()
    names: dict[str, type[Any]] = {}
    for plugin in operations:
        frameworks = getattr(plugin, "frameworks", ())
        every = (
            plugin.name,
            *getattr(plugin, "also", ()),
            *frameworks,
            *map(str.lower, frameworks),
        )
        names |= dict.fromkeys(every, plugin)
    return names


def operation(name: str) -> tuple[type[Any], int | None] | None:
    """Return the operation a name stands for, and the number of axes a framework's name says."""
    own = registry.scan(Operation)
    if name in own:
        return own[name], None
    names = operation_names()
    plugin = names.get(name) or names.get(name.lower() if _DIMENSIONS.search(name) else name)
    if plugin is None:
        return None
    is_own = name in getattr(plugin, "also", ())
    said = None if is_own else _DIMENSIONS.search(name)
    return plugin, int(said[1]) if said else None


def unknown(kind: str, name: str, known: Iterable[str], choices: Iterable[str]) -> str:
    """Return the sentence for a name that is not known: the nearest, or all there are."""
    hint = did_you_mean(name, known) if len(name) <= 100 else ""
    return f"no {kind} {shown(name)}{hint or f'; choose one of {listed(choices)}'}"
