"""What is going to be built: keys brought to one spelling, those of the figure around added."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convanim.config.keys.checking import check
from convanim.config.keys.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convanim.config.figure.chosen import Chosen
    from convanim.config.keys.rules import Section
    from convanim.config.text.tree import Item, Node
    from convanim.errors import Report


@dataclass(frozen=True, slots=True)
class Plan:
    """A layer, or a panel.

    Attributes
    ----------
    chosen : Chosen
        Its plug-ins.
    node : Node
        Its keys in one spelling.
    is_doubtful : bool
        Whether some are in doubt.
    named : mapping
        Those checked that are of no plug-in.
    label : str
        What comes before a key's name in messages.
    """

    chosen: Chosen
    node: Node
    is_doubtful: bool = False
    named: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


def planned(
    entry: Node,
    outer: Plan,
    chosen: Chosen,
    sections: tuple[Section, ...],
    inherited: Mapping[str, Item],
    label: str,
) -> tuple[Plan, list[Report]]:
    """Return what an entry of a list asks for, and what is wrong with its keys.

    Parameters
    ----------
    entry : Node
        A mapping as written.
    outer : Plan
        What it stands in.
    chosen : Chosen
        Its plug-ins.
    sections : tuple of Section
        The keys it may have; the last are of no plug-in, and checked here.
    inherited : mapping
        Items of ``outer`` that hold where the entry says nothing.
    label : str
        Of the entry, for messages.
    """
    folded = fold(entry, sections, chosen.stranger)
    own, wrong = check(sections[-1], folded.node, label)
    node = replace(folded.node, value={**inherited, **folded.node.items})
    named, _ = check(sections[-1], node)
    doubtful = bool(folded.doubts & set(chosen.operation_section.rules))
    reports = [*folded.reports, *wrong, *chosen.reports(own, folded.node)]
    return Plan(chosen, node, doubtful or outer.is_doubtful, named, label), reports
