"""What the reader derives from config keys: their spellings, checks and JSON Schemas."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim.config.text.scalars import shown
from convanim.errors import Fault

if TYPE_CHECKING:
    from convanim.plugins.key import Key

Schema = dict[str, Any]
Check = Callable[[Any], Any]
"""Takes a plain value and returns it checked and frozen, or raises :class:`Refusal`."""


class Refusal(Exception):  # noqa: N818 - it never leaves this package
    """Everything that a check finds wrong with a value.

    Each message continues the key's name, as in "must be a whole number"; each ``where`` is
    relative to the value.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


def refuse(message: str, *where: str | int) -> Refusal:
    """Return the exception for a single fault."""
    return Refusal([Fault(where, message)])


@dataclass(frozen=True, slots=True)
class Rule:
    """How the value of a config key is checked; derived from its :class:`Key`.

    Attributes
    ----------
    key : Key
        The declaration.
    check : callable
        See :data:`Check`; where the key holds a section, it runs before the checks of its keys.
    schema : callable
        Returns the JSON Schema of the value, without a description; a section adds its own keys.
    section : Section or None
        The keys of the mapping it holds.
    is_whole : bool
        Whether ``check`` checks that mapping as a whole, because its keys depend on each other.
    required : bool
        Whether the key must be given.
    """

    key: Key
    check: Check
    schema: Callable[[], Schema]
    section: Section | None = None
    is_whole: bool = False
    required: bool = False

    @property
    def help(self) -> str:
        """One line that explains the key."""
        return self.key.help

    @property
    def also(self) -> tuple[str, ...]:
        """Other spellings."""
        return self.key.also

    @property
    def kind(self) -> str:
        """How the value is written."""
        return self.key.kind


@dataclass(frozen=True, eq=False)
class Section:
    """The keys of one mapping; compared by identity, so that what is derived from it is cached.

    Attributes
    ----------
    name : str
        What messages call the mapping.
    rules : mapping
        The rule of each key.
    make : callable
        Takes the checked values as keyword arguments and returns the value of the mapping.
    """

    name: str
    rules: Mapping[str, Rule]
    make: Callable[..., Any] = dict

    @functools.cached_property
    def spellings(self) -> Mapping[str, str]:
        """The canonical key of each spelling."""
        others = {other: key for key, rule in self.rules.items() for other in rule.also}
        return others | {key: key for key in self.rules}


def mapping_like(example: str) -> Check:
    """Return a check that accepts mappings; its message shows an example."""

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise refuse(f"must be a mapping such as {example}, not {shown(value)}")
        return value

    return check


def timing_like(example: str) -> Check:
    """Return a check that accepts mappings, and a number as the seconds of each step."""
    is_mapping = mapping_like(example)

    def check(value: Any) -> Any:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return {"step": value} if is_number else is_mapping(value)

    return check


def excerpt_like(example: str) -> Check:
    """Return a check that accepts false, true, a number of positions, and mappings."""

    def check(value: Any) -> Any:
        if isinstance(value, bool):
            return {} if value else False
        if isinstance(value, int):
            return {"positions": value}
        if not isinstance(value, dict):
            expected = f"false, a number of positions, or a mapping such as {example}"
            raise refuse(f"must be {expected}, not {shown(value)}")
        return value

    return check


@dataclass(slots=True)
class Findings:
    """Collects the faults found in several places."""

    faults: list[Fault] = field(default_factory=list)

    def each(self, check: Check, value: Any, *where: str | int) -> Any:
        """Return the checked value, or None when it is refused; the faults are kept."""
        try:
            return check(value)
        except Refusal as refused:
            self.faults += [Fault((*where, *f.where), f.message) for f in refused.faults]
            return None

    def settle(self) -> None:
        """Raise :class:`Refusal` with all faults found, if there are any."""
        if self.faults:
            raise Refusal(self.faults)


def entries_of(check: Check, values: list[Any]) -> tuple[Any, ...]:
    """Return the checked entries of a list.

    Raises
    ------
    Refusal
        With the faults of all entries.
    """
    found = Findings()
    checked = tuple(found.each(check, value, n) for n, value in enumerate(values))
    found.settle()
    return checked
