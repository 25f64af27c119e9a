"""The sections of config keys, derived from the classes that declare them."""

from __future__ import annotations

import functools
import inspect
from dataclasses import MISSING, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from convanim.config.keys.cells import ValueKeys
from convanim.config.keys.kinds import KINDS
from convanim.config.keys.rules import Rule, Section
from convanim.layers.excerpt import Amount
from convanim.layers.window import Window
from convanim.layout.page.filmstrip import Strip
from convanim.plugins import registry
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.plugins.registry import Plugin

DIRECT = ("i", "k", "s", "p", "d")
"""The keys of a direct convolution, as ``transpose_of`` takes them."""

AS_A_WHOLE = ("values", "filmstrip")
"""The kinds of mappings whose keys depend on each other."""

T = TypeVar("T")


def section(plugin: type[Plugin]) -> Section:
    """Return the keys of a plug-in: its fields that are annotated with a :class:`Key`."""
    return keys_of(plugin, plugin.name)


@functools.cache
def keys_of(owner: type[Any], name: str) -> Section:
    """Return the keys that a dataclass declares, as the section of that name."""
    hints = {key: hint for base in reversed(owner.__mro__) for key, hint in _hints(base).items()}
    rules = {}
    for field in fields(owner):
        for key in getattr(hints[field.name], "__metadata__", ()):
            if isinstance(key, Key):
                required = field.default is MISSING and field.default_factory is MISSING
                inner = _inner(field.name, key, hints[field.name].__origin__)
                rules[field.name] = _rule(key, inner, required)
    return Section(name, rules, owner)


@functools.cache
def _hints(owner: type[Any]) -> dict[str, Any]:
    """Return a class's own annotations, evaluated once for all plug-ins that derive from it."""
    return inspect.get_annotations(owner, eval_str=True)


def _inner(name: str, key: Key, value: Any) -> Section | None:
    """Return the keys of the mapping that a key holds, if it holds one."""
    match key.kind:
        case "filmstrip":
            return keys_of(Strip, name)
        case "mapping" | "timing":
            return keys_of(value, name)
        case "values":
            return keys_of(ValueKeys, name)
        case "excerpt":
            return keys_of(Amount, name)
        case "convolution":
            return direct()
    return None


def _rule(key: Key, inner: Section | None, required: bool) -> Rule:
    kind = KINDS[key.kind]
    schema = functools.partial(kind.schema, key)
    return Rule(key, kind.check(key), schema, inner, key.kind in AS_A_WHOLE, required)


@functools.cache
def direct() -> Section:
    """Return the keys of a direct convolution: those of a window, without its values."""
    rules = keys_of(Window, "window").rules
    return Section("transpose_of", {key: rules[key] for key in DIRECT})


def merge(name: str, *parts: Section) -> Section:
    """Return the keys of several sections; the first that has a key explains it."""
    rules: dict[str, Rule] = {}
    for part in parts:
        rules = {**rules, **{key: rules.get(key, rule) for key, rule in part.rules.items()}}
    return Section(name, rules)


def instance(owner: type[T], values: Mapping[str, Any]) -> T:
    """Return the value of a class that declares keys, from checked values of more keys."""
    names = {field.name for field in fields(owner)}  # type: ignore[arg-type]
    return owner(**{key: value for key, value in values.items() if key in names})


def sections(base: type[Plugin]) -> Mapping[str, Section]:
    """Return the keys of every plug-in of a kind."""
    return {name: section(plugin) for name, plugin in registry.scan(base).items()}


@functools.cache
def union(base: type[Plugin]) -> Section:
    """Return all keys that plug-ins of a kind have, with every spelling.

    The first plug-in that has a key explains it. None is required, as no plug-in is chosen.
    """
    rules: dict[str, Rule] = {}
    for keys in sections(base).values():
        for name, rule in keys.rules.items():
            known = rules.get(name, rule)
            also = dict.fromkeys((*known.also, *rule.also))
            rules[name] = replace(known, key=replace(known.key, also=tuple(also)), required=False)
    return Section(base.folder, rules)
