"""Tables of all config keys and plug-ins in Markdown, made from their own declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.config.keys.common import COMMON, FILE, LAYER, OUTPUT, output_section
from convanim.config.keys.names import themes
from convanim.config.keys.plugins import merge, sections, union
from convanim.config.keys.rules import Section
from convanim.film.writer import Writer
from convanim.layers.operation import Operation
from convanim.layout.overlay import Overlay
from convanim.layout.view import View
from convanim.plugins import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convanim.config.keys.rules import Rule
    from convanim.plugins.registry import Plugin

FEW = 4
"""A key that more plug-ins have than this is not labelled with their names."""

PER_AXIS = ("per_axis", "padding")
"""The kinds of the keys of sizes, which come first."""


def tables() -> Mapping[str, str]:
    """Return each table by its name."""
    return {
        "keys": _table(("key", "also", "value"), _keys()),
        "operations": _plugins("operation", Operation),
        "views": _plugins("view", View),
        "overlays": _plugins("overlay", Overlay),
        "formats": _plugins("format", Writer),
        "outputs": _table(("key", "value"), _output_keys()),
    }


def own_keys(base: type[Plugin], name: str) -> str:
    """Return the table of the keys that a plug-in has and not all of its kind; empty if none."""
    every = sections(base)
    shared = set.intersection(*(set(keys.rules) for keys in every.values()))
    rules = {key: rule for key, rule in every[name].rules.items() if key not in shared}
    rows = ((_code(key), _code(*rule.also), _value(rule)) for key, rule in rules.items())
    return _table(("key", "also", "value"), rows) if rules else ""


def summary(plugin: type[Plugin]) -> str:
    """Return the first line of a plug-in's docstring, without its full stop."""
    return (plugin.__doc__ or "").partition("\n")[0].replace("``", "`").removesuffix(".")


def _keys() -> Iterator[tuple[str, ...]]:
    operations, views = union(Operation), union(View)
    for name, rule in merge(
        "figure", LAYER, _sizes_first(operations), COMMON, views, FILE
    ).rules.items():
        of = _owners(Operation, name) if name in operations.rules else _owners(View, name, "view ")
        yield _code(name), _code(*rule.also), _value(rule, of)
        if rule.section and rule.kind != "convolution":
            yield from _inner_keys(name, rule.section)


def _sizes_first(section: Section) -> Section:
    rules = sorted(section.rules.items(), key=lambda item: item[1].kind not in PER_AXIS)
    return Section(section.name, dict(rules))


def _inner_keys(outer: str, section: Section) -> Iterator[tuple[str, ...]]:
    for name, rule in section.rules.items():
        yield _code(f"{outer}.{name}"), _code(*rule.also), _value(rule)


def _output_keys() -> Iterator[tuple[str, ...]]:
    formats = registry.scan(Writer)
    for name, rule in merge("output", OUTPUT, union(Writer)).rules.items():
        owners = [each for each, writer in formats.items() if name in output_section(writer).rules]
        are_few = 2 * len(owners) < len(formats)
        yield _code(name), _value(rule, f" ({_code(*owners)})" if are_few else "")


def _value(rule: Rule, owners: str = "") -> str:
    """Return the explanation of a key's value: its help, example, words and owners."""
    example = f", as in {_code(rule.key.example)}" if rule.key.example else ""
    words = themes() if rule.kind == "theme" else rule.key.words
    is_complete = all(word in rule.help for word in words)
    return f"{rule.help}{example}{'' if is_complete else f': {_code(*words)}'}{owners}"


def _owners(base: type[Plugin], name: str, kind: str = "") -> str:
    """Return the plug-ins that have a key, in parentheses; nothing where they are many."""
    return _few([each for each, keys in sections(base).items() if name in keys.rules], kind)


def _few(owners: Sequence[str], kind: str = "") -> str:
    return f" ({kind}{_code(*owners)})" if 0 < len(owners) <= FEW else ""


def _plugins(kind: str, base: type[Plugin]) -> str:
    rows = ((_code(name), summary(plugin)) for name, plugin in registry.scan(base).items())
    return _table((kind, "what"), rows)


def _code(*words: str) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
