"""How the value of a written cell is worked out: the cells it comes of, with their numbers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.reduction import Reduction
    from convanim.arithmetic.values import Number
    from convanim.sweep.sweep import Cells, FeatureMap, Step, Sweep


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of one map.

    Attributes
    ----------
    role : str
        Of the map.
    index : tuple of int
        Which map of that role.
    cell : tuple of int
        Its position.
    value : Number or None
        What it holds; None where it counts for nothing, or no numbers are known.
    """

    role: str
    index: Index
    cell: tuple[int, ...]
    value: Number | None


@dataclass(frozen=True, slots=True)
class Term:
    """A cell that is read, and the cell of a kernel that weighs it, where one does."""

    read: Spot
    weight: Spot | None = None

    @property
    def value(self) -> Number | None:
        """What it adds: the value read, times its weight."""
        value = self.read.value
        if self.weight is None or value is None:
            return value
        return None if self.weight.value is None else value * self.weight.value


@dataclass(frozen=True, slots=True)
class CellTerms:
    """How one written cell comes about.

    Attributes
    ----------
    written : Spot
        The cell, and what its map holds there.
    terms : tuple of Term
        In the order they are read, the bias last.
    reduction : Reduction
        What is made of their values.
    """

    written: Spot
    terms: tuple[Term, ...]
    reduction: Reduction

    @property
    def values(self) -> tuple[Number, ...]:
        """What the terms add, those left out that count for nothing."""
        return tuple(value for term in self.terms if (value := term.value) is not None)

    @property
    def result(self) -> Number | None:
        """The value, worked out from the terms alone; None where nothing that counts is read."""
        values = self.values
        return self.reduction.of(values) if values else self.reduction.empty


def cell_terms(sweep: Sweep, step: Step) -> Iterator[CellTerms]:
    """Yield how each cell that a step writes comes about; where steps add, how it has by then.

    Parameters
    ----------
    sweep : Sweep
        With numbers.
    step : Step
        One of its steps.
    """
    maps = {(each.role, each.index): each for each in sweep.maps}
    if step.reduction.accumulates:
        yield from _so_far(sweep, step)
        return
    terms = tuple(_terms(step, maps))
    written = tuple(_spots((step.writes,), maps))
    if step.reduction.is_cell_by_cell:
        for spot, term in zip(written, terms, strict=True):
            yield CellTerms(spot, (term,), step.reduction)
    else:
        for spot in written:
            yield CellTerms(spot, terms, step.reduction)


def _so_far(sweep: Sweep, step: Step) -> Iterator[CellTerms]:
    gained = gains(sweep, step.index)
    for cell in step.writes:
        terms = tuple(gained[cell])
        values = [value for term in terms if (value := term.value) is not None]
        spot = Spot(step.writes.role, step.writes.index, cell, sum(values))
        yield CellTerms(spot, terms, step.reduction)


def gains(sweep: Sweep, last: int) -> dict[tuple[int, ...], list[Term]]:
    """Return what the steps up to one have added to each cell of the output.

    Parameters
    ----------
    sweep : Sweep
        Whose steps add to one map.
    last : int
        Number of a step.
    """
    maps = {(each.role, each.index): each for each in sweep.maps}
    found: dict[tuple[int, ...], list[Term]] = {}
    for step in sweep.steps[: last + 1]:
        (read,) = _spots(step.read_of("input"), maps)
        weights = _spots(step.read_of("kernel"), maps)
        for cell, weight in itertools.zip_longest(step.writes, weights):
            found.setdefault(cell, []).append(Term(read, weight))
    return found


Maps = dict[tuple[str, "Index"], "FeatureMap"]


def _terms(step: Step, maps: Maps) -> Iterator[Term]:
    read = _spots(step.read_of("input"), maps)
    kernels = step.read_of("kernel")
    if kernels:
        for spot, weight in zip(read, _spots(kernels, maps), strict=True):
            yield Term(spot, weight)
    else:
        yield from map(Term, read)
    yield from map(Term, _spots(step.read_of("bias"), maps))


def _spots(read: Iterable[Cells], maps: Maps) -> Iterator[Spot]:
    for cells in read:
        of = maps[cells.role, cells.index]
        for cell in itertools.product(*cells.along):
            yield Spot(cells.role, cells.index, cell, of.value(cell))
