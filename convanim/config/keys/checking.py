"""Checks the keys of a section by its rules, all of them, whatever is wrong with some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convanim.config.keys.rules import Refused
from convanim.errors import Fault, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convanim.config.keys.rules import Section
    from convanim.config.text.tree import Node


def check(section: Section, node: Node, prefix: str = "") -> tuple[dict[str, Any], list[Report]]:
    """Check the keys of a section that a folded mapping has.

    Parameters
    ----------
    section : Section
        Keys of the mapping that belong to other sections are passed over.
    node : Node
        The folded mapping.
    prefix : str
        What comes before a key's name in messages.

    Returns
    -------
    values : dict
        The checked values of the keys that are given and sound, in the order of the section.
    reports : list of Report
        What is wrong with the others.
    """
    mine = [(key, item) for key, item in node.items.items() if key in section.rules]
    values, faults = _checked(section, {key: item.node.plain() for key, item in mine})
    return values, [_report(fault, node, prefix) for fault in faults]


def _checked(section: Section, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, rule in section.rules.items():
        if key not in given:
            faults += [Fault((key,), f"is missing: {rule.help}")] * rule.required
            continue
        try:
            values[key] = rule.check(given[key])
        except Refused as refused:
            faults += _within(key, refused.faults)
            continue
        if rule.section and not rule.is_whole:
            values[key], inner = _checked(rule.section, values[key])
            if inner:
                del values[key]
                faults += _within(key, inner)
    return values, faults


def _within(key: str, faults: Iterable[Fault]) -> list[Fault]:
    return [Fault((key, *fault.where), fault.message) for fault in faults]


def _report(fault: Fault, node: Node, prefix: str) -> Report:
    message = f"{prefix}{node.label(fault.where)} {fault.message}"
    return Report(message, node.mark_of(fault.where))
