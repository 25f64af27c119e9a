"""Keys to one spelling, then every key checked by its rule, whatever is wrong with the others."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim.config.keys.other_words import key_hint
from convanim.config.keys.rules import Refusal
from convanim.config.text.scalars import colon_hint, shown
from convanim.config.text.tree import Item, Node
from convanim.errors import Fault, Report, listed, nearest

if TYPE_CHECKING:
    from convanim.config.keys.rules import Section

Stranger = Callable[[str], str | None]
"""Returns the message for a key that no section has, or None where the usual one will do."""

DERIVED = ("o", "output_size", "output_shape")
"""What frameworks and the guide call the size that follows from the others."""


@dataclass(slots=True)
class FoldedNode:
    """A mapping with canonical keys.

    Attributes
    ----------
    node : Node
        Without unknown keys and second spellings, so that those are reported only once.
    reports : list of Report
        What is wrong with the keys as written.
    doubts : set of str
        Keys whose values are in doubt: given in two spellings, or probably meant by an unknown
        word.
    """

    node: Node
    reports: list[Report] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)


def fold(
    node: Node, sections: Sequence[Section], stranger: Stranger = lambda _: None
) -> FoldedNode:
    """Return a mapping with canonical keys, also in the mappings inside it that have sections."""
    items: dict[str, Item] = {}
    folded = FoldedNode(node)
    spellings, inner = _spellings(tuple(sections)), _sections_inside(tuple(sections))
    for item in node.items.values():
        key = spellings.get(item.spelling)
        if key is None:
            message = (
                colon_hint(item.spelling)
                or _derived(item.spelling)
                or stranger(item.spelling)
                or _unknown(item.spelling, sections, folded)
            )
            folded.reports.append(Report(message, item.mark))
        elif key in items:
            both = f"'{items[key].spelling}' and '{item.spelling}'"
            folded.reports.append(Report(f"{both} are the same key; keep one", item.mark))
            folded.doubts.add(key)
        else:
            inside, reports = _fold_inside(item, inner[key])
            if inside.node.items or not reports:
                items[key] = inside
            folded.reports += reports
            folded.doubts |= {key} if reports else set()
    folded.node = Node(items, node.mark)
    return folded


@functools.lru_cache
def _spellings(sections: tuple[Section, ...]) -> Mapping[str, str]:
    """Return the canonical key of each spelling in some sections."""
    return {word: key for section in sections for word, key in section.spellings.items()}


@functools.lru_cache
def _sections_inside(sections: tuple[Section, ...]) -> Mapping[str, Section | None]:
    """Return what each key of some sections holds."""
    return {key: rule.section for section in sections for key, rule in section.rules.items()}


def _fold_inside(item: Item, section: Section | None) -> tuple[Item, list[Report]]:
    if section is None or not isinstance(item.node.value, dict):
        return item, []
    folded = fold(item.node, (section,))
    return Item(item.spelling, folded.node, item.mark), folded.reports


def _derived(word: str) -> str:
    """Return the message for a derived size, although another operation takes it as a key."""
    is_derived = word in DERIVED
    return (
        f"{word} is derived and cannot be given; to assert it, use expect: {{o: ...}}" * is_derived
    )


def _unknown(word: str, sections: Sequence[Section], folded: FoldedNode) -> str:
    """Return the message for an unknown key, with the nearest one or all there are."""
    spellings = _spellings(tuple(sections))
    inside = f" in {sections[0].name}" if len(sections) == 1 else ""
    if meant := key_hint(word, spellings):
        key, way = meant
        folded.doubts.add(key)
        return f"unknown key {shown(word)}{inside}; {way}"
    if near := nearest(word, spellings):
        folded.doubts.add(spellings[near])
        return f"unknown key {shown(word)}{inside}; did you mean '{near}'?"
    return f"unknown key {shown(word)}{inside}; choose one of {listed(set(spellings.values()))}"


def check(section: Section, node: Node, prefix: str = "") -> tuple[dict[str, Any], list[Report]]:
    """Check the keys of a section that a folded mapping has.

    Parameters
    ----------
    section : Section
        Keys of the mapping that belong to other sections are skipped.
    node : Node
        The folded mapping.
    prefix : str
        What comes before a key's name in messages.

    Returns
    -------
    values : dict
        The checked values of the keys that are given and valid, in the order of the section.
    reports : list of Report
        What is wrong with the others.
    """
    mine = [(key, item) for key, item in node.items.items() if key in section.rules]
    values, faults = _checked(section, {key: item.node.plain() for key, item in mine})
    return values, [_report(fault, node, prefix) for fault in faults]


def _checked(section: Section, plain: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, rule in section.rules.items():
        if key not in plain:
            faults += [Fault((key,), f"is missing: {rule.help}")] * rule.required
            continue
        try:
            values[key] = rule.check(plain[key])
        except Refusal as refused:
            faults += _within(key, refused.faults)
            continue
        if rule.section and not rule.is_whole and isinstance(values[key], dict):
            inner, more = _checked(rule.section, values.pop(key))
            faults += _within(key, more)
            if not more:
                values[key] = rule.section.make(**inner)
    return values, faults


def _within(key: str, faults: Iterable[Fault]) -> list[Fault]:
    return [Fault((key, *fault.where), fault.message) for fault in faults]


def _report(fault: Fault, node: Node, prefix: str) -> Report:
    message = f"{prefix}{node.label(fault.where)} {fault.message}"
    return Report(message, node.mark_of(fault.where))
