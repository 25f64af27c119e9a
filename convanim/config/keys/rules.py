"""What the reader knows of config keys: their spellings, how to check them, their JSON Schema."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from convanim.config.text.scalars import shown
from convanim.errors import Fault

Schema = dict[str, Any]
Check = Callable[[Any], Any]
"""Takes a plain value, returns it checked and frozen, or raises :class:`Refused`."""


class Refused(Exception):  # noqa: N818 - it is an answer, which never leaves this package
    """What a check finds wrong with a value.

    Each message goes on from the key's name, as in "must be a whole number"; each ``where`` is
    relative to the value.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


def refuse(message: str, *where: str | int) -> Refused:
    """Return the answer that one thing is wrong."""
    return Refused([Fault(where, message)])


@dataclass(frozen=True, slots=True)
class Rule:
    """One config key.

    Attributes
    ----------
    help : str
        One line for the schema.
    check : callable
        See :data:`Check`; where the key holds a section it runs before the section's own.
    schema : dict
        JSON Schema of its value, without the description; a section brings its own.
    also : tuple of str
        Other spellings.
    section : Section or None
        The keys of the mapping it holds.
    is_whole : bool
        Whether ``check`` and ``schema`` are of that mapping as a whole, because its keys depend
        on each other; then the section only names them.
    required : bool
        Whether it must be given.
    kind : str
        As the plug-in declares it.
    """

    help: str
    check: Check
    schema: Schema = field(default_factory=dict)
    also: tuple[str, ...] = ()
    section: Section | None = None
    is_whole: bool = False
    required: bool = False
    kind: str = ""


@dataclass(frozen=True, eq=False)
class Section:
    """The keys of one mapping; compared by identity, so that what is made of it can be kept."""

    name: str
    rules: Mapping[str, Rule]

    @functools.cached_property
    def spellings(self) -> Mapping[str, str]:
        """The canonical key of each spelling."""
        others = {other: key for key, rule in self.rules.items() for other in rule.also}
        return others | {key: key for key in self.rules}


def mapping_like(example: str) -> Check:
    """Return a check that passes a mapping on and refuses anything else, with an example."""

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse(f"must be a mapping such as {example}, not {shown(value)}")
        return value

    return check


@dataclass(slots=True)
class Gathered:
    """Everything that was refused while several places were checked."""

    faults: list[Fault] = field(default_factory=list)

    def each(self, check: Check, value: Any, *where: str | int) -> Any:
        """Return the checked value; when it is refused, note that and return None."""
        try:
            return check(value)
        except Refused as refused:
            self.faults += [Fault((*where, *f.where), f.message) for f in refused.faults]
            return None

    def settle(self) -> None:
        """Raise what was refused, if anything was."""
        if self.faults:
            raise Refused(self.faults)
