"""The ``values`` of a figure: literal nested lists, or ranges of random numbers with a seed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from convanim.arithmetic.values import Array, Number, Range, Values
from convanim.config.keys.numbers import whole
from convanim.config.keys.rules import Findings, refuse
from convanim.config.text.scalars import shown
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 1_000_000_000
"""Largest magnitude of a number in a cell, and largest seed."""

LARGEST_AXIS = 4096

SEEDED_INPUT = Range(0, 3)
SEEDED_KERNEL = Range(0, 2)
"""The ranges of random numbers where none is given."""

CELLS_SCHEMA = {"type": "array", "items": {"type": ["number", "array"]}, "minItems": 1}
ROW_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 1}

Cells = Array | Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueKeys:
    """The keys under ``values``, checked together because with a seed a pair is a range."""

    seed: Annotated[
        int | None, Key("count", "seed of the random numbers", minimum=0, maximum=LARGEST)
    ] = None
    input: Annotated[Cells, Key("cells", "numbers of the input")] = None
    kernel: Annotated[Cells, Key("cells", "numbers of the kernel")] = None
    bias: Annotated[Cells, Key("row", "numbers added to each output channel")] = None


def cells(value: Any) -> Values:
    """Return the numbers of a figure from a mapping of ``seed input kernel bias``."""
    if not isinstance(value, dict) or not value:
        raise refuse(
            "must be a mapping such as {seed: 7} or {input: [[1, 2], [3, 4]]}, not "
            + (shown(value) if value else "empty")
        )
    found = Findings()
    is_seeded = "seed" in value
    seed = found.each(partial(whole, 0, LARGEST), value["seed"], "seed") if is_seeded else None
    checks = {"input": literal, "kernel": literal, "bias": row}
    maps = {
        role: found.each(partial(_ranged, check) if is_seeded else check, value[role], role)
        for role, check in checks.items()
        if role in value
    }
    found.settle()
    if is_seeded:
        maps.setdefault("input", SEEDED_INPUT)
    return Values(**maps, seed=seed)


def _ranged(check: Callable[[Any], Array], value: Any) -> Array | Range:
    """Return a range if the value is a pair of numbers, else a checked literal array."""
    is_pair = isinstance(value, list) and len(value) == 2
    if not is_pair or any(isinstance(end, list | dict) for end in value):
        return check(value)
    ends = [end for end in value if isinstance(end, int) and not isinstance(end, bool)]
    if len(ends) != 2 or max(map(abs, ends)) > LARGEST:
        raise refuse(f"must be a range of two whole numbers, [low, high], not {shown(value)}")
    if ends[0] > ends[1]:
        raise refuse(f"must be a range [low, high]; write [{ends[1]}, {ends[0]}]")
    return Range(*ends)


def literal(value: Any) -> Array:
    """Return the array that nested lists spell out.

    Raises
    ------
    Refusal
        A cell is not a number, a list is empty, or lists of one level differ in length.
    """
    if not isinstance(value, list):
        raise refuse(
            "must be numbers in lists, one list for each row, or a seed and a range such as "
            f"[0, 9], not {shown(value)}"
        )
    found = Findings()
    shape = _shape(value)
    numbers = tuple(_numbers(value, shape, (), found))
    found.settle()
    return Array(shape, numbers)


def row(value: Any) -> Array:
    """Return the array that a flat list of numbers spells out."""
    if not isinstance(value, list) or any(isinstance(entry, list) for entry in value):
        raise refuse(f"must be a list with a number for each output channel, not {shown(value)}")
    return literal(value)


def _shape(value: Any) -> tuple[int, ...]:
    """Return the length of the first list at each level; the others must equal it."""
    shape = []
    while isinstance(value, list):
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


def _numbers(
    value: Any, shape: tuple[int, ...], where: tuple[int, ...], found: Findings
) -> Iterator[Any]:
    if not shape:
        yield found.each(_number, value, *where)
        return
    for n, part in enumerate(found.each(partial(_level, shape[0]), value, *where) or ()):
        yield from _numbers(part, shape[1:], (*where, n), found)


def _level(length: int, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise refuse(f"must be a list of {length} like the first, not {shown(value)}")
    if not 1 <= len(value) <= LARGEST_AXIS:
        raise refuse(f"has {len(value)} entries; a row has 1 to {LARGEST_AXIS}")
    if len(value) != length:
        entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
        raise refuse(f"has {entries} but the first row has {length}; make them equal")
    return value


def _number(value: Any) -> Number:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or abs(value) > LARGEST:
        raise refuse(f"must be a number of at most {LARGEST}, not {shown(value)}")
    return value  # type: ignore[no-any-return]
