"""The terms from which the value of an output cell is computed."""

from __future__ import annotations

import itertools
import math
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
        The role of the map.
    index : tuple of int
        The index of the map.
    cell : tuple of int
        The position of the cell.
    value : Number or None
        The number in it; None if the cell does not count or the map has no numbers.
    """

    role: str
    index: Index
    cell: tuple[int, ...]
    value: Number | None


@dataclass(frozen=True, slots=True)
class Term:
    """A cell that is read, and the kernel cell with its weight, if any."""

    read: Spot
    weight: Spot | None = None

    @property
    def value(self) -> Number | None:
        """The value read, multiplied by its weight if there is one."""
        value = self.read.value
        if self.weight is None or value is None:
            return value
        return None if self.weight.value is None else value * self.weight.value


@dataclass(frozen=True, slots=True)
class CellTerms:
    """The terms of one output cell.

    Attributes
    ----------
    target : Spot
        The output cell; if steps accumulate, with its value after the step.
    terms : tuple of Term
        Its terms in the order in which they are read, with the bias last.
    reduction : Reduction
        Computes the result from the values of the terms.
    """

    target: Spot
    terms: tuple[Term, ...]
    reduction: Reduction

    @property
    def values(self) -> tuple[Number, ...]:
        """The values of the terms that count."""
        return tuple(value for term in self.terms if (value := term.value) is not None)

    @property
    def winner(self) -> Spot | None:
        """The cell that the result is taken from, the first of equal ones.

        None where the reduction does not take one of its terms, or no term is larger than the
        minus infinity of padding.
        """
        if not (self.reduction.selects and self.values):
            return None
        taken = self.reduction.reduce(self.values)
        if taken == -math.inf:
            return None
        return next(term.read for term in self.terms if _is_same(term.value, taken))

    @property
    def result(self) -> Number | None:
        """The value computed from the terms, or that of an empty reduction if none counts."""
        values = self.values
        return self.reduction.of(values) if values else self.reduction.empty


def cell_terms(sweep: Sweep, step: Step) -> Iterator[CellTerms]:
    """Yield the terms of each cell that a step writes.

    If steps accumulate, the terms of earlier steps are included.

    Parameters
    ----------
    sweep : Sweep
        A sweep with numbers.
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
    """Return the terms that the steps up to a step have added to each cell of the output.

    Parameters
    ----------
    sweep : Sweep
        A sweep whose steps accumulate in a single map.
    last : int
        Index of the last step to include.
    """
    maps = {(each.role, each.index): each for each in sweep.maps}
    found: dict[tuple[int, ...], list[Term]] = {}
    for step in sweep.steps[: last + 1]:
        (read,) = _spots(step.read_of("input"), maps)
        weights = _spots(step.read_of("kernel"), maps)
        for cell, weight in itertools.zip_longest(step.writes, weights):
            found.setdefault(cell, []).append(Term(read, weight))
    return found


def _is_same(one: Number | None, other: Number) -> bool:
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


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
