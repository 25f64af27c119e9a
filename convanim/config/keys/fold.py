"""Brings every key to its canonical spelling, before any value is looked at."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convanim.config.text.scalars import shown
from convanim.errors import Report, listed

if TYPE_CHECKING:
    from convanim.config.keys.rules import Section
    from convanim.config.text.tree import Item, Node

Stranger = Callable[[str], str | None]
"""Makes the sentence for a key that no section has, or None where there is nothing special."""

DERIVED = ("o", "output_size", "output_shape")
"""What frameworks and the guide call the size that follows from the others."""

_LONGEST_KEY = 40


@dataclass(slots=True)
class Folded:
    """A mapping with canonical keys.

    Attributes
    ----------
    node : Node
        Without unknown keys and second spellings, so that those are reported only once.
    reports : list of Report
        What is wrong with the keys as written.
    doubts : set of str
        Keys whose values are in doubt: one of two spellings, or meant by an unknown word.
    """

    node: Node
    reports: list[Report] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)


def fold(node: Node, sections: Sequence[Section], stranger: Stranger = lambda _: None) -> Folded:
    """Fold the keys of a mapping, and of the mappings in it that have sections of their own."""
    items: dict[str, Item] = {}
    folded = Folded(node)
    written = {word: key for section in sections for word, key in section.spellings.items()}
    inner = {key: rule.section for section in sections for key, rule in section.rules.items()}
    for item in node.items.values():
        key = written.get(item.written)
        if key is None:
            message = (
                _derived(item.written)
                or stranger(item.written)
                or _unknown(item.written, sections, folded)
            )
            folded.reports.append(Report(message, item.mark))
        elif key in items:
            both = f"'{items[key].written}' and '{item.written}'"
            folded.reports.append(Report(f"{both} are the same key; keep one", item.mark))
            folded.doubts.add(key)
        else:
            inside, reports = _fold_inside(item, inner[key])
            if inside.node.items or not reports:
                items[key] = inside
            folded.reports += reports
            folded.doubts |= {key} if reports else set()
    folded.node = replace(node, value=items)
    return folded


def _fold_inside(item: Item, section: Section | None) -> tuple[Item, list[Report]]:
    if section is None or not isinstance(item.node.value, dict):
        return item, []
    folded = fold(item.node, (section,))
    return replace(item, node=folded.node), folded.reports


def _derived(word: str) -> str:
    """Return the sentence for a size that follows, though another operation takes it as a key."""
    is_derived = word in DERIVED
    return f"{word} is derived, never given; use expect: {{o: ...}} to assert it" * is_derived


def _unknown(word: str, sections: Sequence[Section], folded: Folded) -> str:
    """Return the sentence for an unknown key: the nearest, or all there are."""
    written = {word: key for section in sections for word, key in section.spellings.items()}
    lower = {spelling.lower(): spelling for spelling in written}
    inside = f" in {sections[0].name}" if len(sections) == 1 else ""
    near = difflib.get_close_matches(word[:_LONGEST_KEY].lower(), lower, n=1)
    if near:
        folded.doubts.add(written[lower[near[0]]])
        return f"unknown key {shown(word)}{inside}; did you mean '{lower[near[0]]}'?"
    return f"unknown key {shown(word)}{inside}; choose one of {listed(set(written.values()))}"
