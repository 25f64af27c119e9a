"""Shows the arithmetic of the current cell: its terms, and its value."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from operator import contains
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.decimals import exact_decimals, texts
from convanim.errors import Fault
from convanim.layout.maps.plane import MARGIN
from convanim.layout.note import Note
from convanim.layout.overlay import Overlay
from convanim.scene.typesetting import COLUMN, SIZE, width
from convanim.sweep.terms import cell_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.values import Number
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Beat, Layout
    from convanim.sweep.sweep import Step, Sweep
    from convanim.sweep.terms import CellTerms

MOST_LINES = 6
"""The most lines of a sum; a longer one leaves out terms in the middle."""

SPARE = 2.0
"""Room at the end of a line, in ems, for what a reduction writes around its terms."""

MOST_COUNTED = 200
"""Approximate number of steps whose terms are counted to find the longest sum."""


@dataclass(frozen=True, slots=True)
class Sum(Overlay):
    """Shows ``3 * 0 + 3 * 1 + 2 * 2 = 7`` for the first cell that each step writes."""

    name: ClassVar = "sum"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where there are no numbers."""
        if not layout.sweep.steps:
            yield Fault(("show",), "show: sum needs a view that goes through steps; remove it")
        elif not any(each.values for each in layout.sweep.maps_of("output")):
            yield Fault(("show",), "show: sum needs numbers; give values, or remove it")

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return the lines of each step; none at rest, or for copies before a product."""
        sweep = layout.sweep
        left, _, right, _ = layout.box
        room = (max(right - left, COLUMN) - 2 * MARGIN) / SIZE
        some = _some(sweep)
        count = max(_count(sweep, step) for step in some)
        opening, _, closing, _, before, after = some[0].reduction.notation(count)
        widest = width(f"$+ {before}{_widest_term(sweep)}{after}$")
        around = max(SPARE, width(f"${opening}{closing}$"))
        ending = width(f"$= {_widest(sweep, 'output')}$") + around
        a_line = _in_rows(max(1, int((room - ending) / widest)), sweep)
        is_worked_out = not all(step.reduction.is_cell_by_cell for step in some)
        lines = min(MOST_LINES, -(-count // a_line))

        def at(beat: Beat | None) -> Sequence[str]:
            terms = beat and next(cell_terms(sweep, sweep.steps[beat.step]))
            if not terms or (terms.reduction.is_cell_by_cell and is_worked_out):
                return ()
            return _lines(terms, a_line, lines)

        return Note(at, lines, min(count, a_line) * widest + ending, anchor="middle")


def _in_rows(most: int, sweep: Sweep) -> int:
    """Return the number of terms in a line: whole rows of the window, if one fits."""
    read = sweep.steps[0].read_of("input")
    row = len(read[0].along[-1]) if read else 1
    return most // row * row or most


def _some(sweep: Sweep) -> Sequence[Step]:
    """Return a sample of steps; few other steps, if any, have more terms."""
    count = len(sweep.steps)
    apart = max(1, count // MOST_COUNTED)
    return [sweep.steps[n] for n in sorted({*range(0, count, apart), count // 2, count - 1})]


def _count(sweep: Sweep, step: Step) -> int:
    """Return the number of terms of the first cell that a step writes."""
    if step.reduction.is_cell_by_cell:
        return 1
    if step.reduction.accumulates:
        first, so_far = step.writes.first, sweep.steps[: step.index + 1]
        return sum(all(map(contains, each.writes.along, first)) for each in so_far)
    return sum(map(len, (*step.read_of("input"), *step.read_of("bias"))))


def _widest_term(sweep: Sweep) -> str:
    read, weight = (_bracketed(_widest(sweep, role)) for role in ("input", "kernel"))
    return rf"{read} \cdot {weight}" if weight else read


def _widest(sweep: Sweep, role: str) -> str:
    numbers = {value for each in sweep.maps_of(role) for _, value in each.known()}
    in_full = _has_fractions(numbers) if role == "kernel" else False
    return max((_number(each, in_full) for each in numbers), key=width, default="")


def on_one_line(terms: CellTerms, most: int) -> str:
    """Return the arithmetic of a cell as mathtext, with at most so many terms.

    Empty where the cell has no terms that count.
    """
    known = bool(terms.values) and terms.target.value is not None
    return _lines(terms, most, 1)[0].strip("$") if known else ""


def _lines(terms: CellTerms, a_line: int, most: int) -> list[str]:
    known = list(_terms(terms))
    rows = _broken(known, a_line)
    if len(rows) > most:
        left = [text for _, text in known[: a_line * most - 2]]
        rows = _chunks([*left, r"\cdots", known[-1][1]], a_line)
    end = f" {_relation(terms)} {_result(terms)}"
    opening, sign, closing, *_ = terms.reduction.notation(len(known))
    # A comma ends a line and an operator begins one; {} before it keeps its space after it.
    broken = ",$\n$" if sign == "," else f"$\n${{}}{sign} "
    lines = broken.join(f"{sign} ".join(row) for row in rows)
    return f"${opening}{lines}{closing}{end}$".split("\n")


def _broken(known: Sequence[tuple[object, str]], a_line: int) -> list[list[str]]:
    """Return terms in lines of at most so many, which end where a row of the window does.

    Where a row does not fit into a line, lines are as long as they can be.
    """
    rows = [
        [text for _, text in each] for _, each in itertools.groupby(known, key=lambda pair: pair[0])
    ]
    if any(len(row) > a_line for row in rows):
        return _chunks([text for _, text in known], a_line)
    lines: list[list[str]] = [[]]
    for row in rows:
        if len(lines[-1]) + len(row) > a_line:
            lines.append([])
        lines[-1] += row
    return lines


def _chunks(texts: Sequence[str], size: int) -> list[list[str]]:
    return [list(texts[n : n + size]) for n in range(0, len(texts), size)]


def _relation(terms: CellTerms) -> str:
    """Return an equals sign, or an approximate one if any number is rounded."""
    weights = [] if _has_fractions(_weights(terms)) else _weights(terms)
    numbers = (*(term.read.value for term in terms.terms), *weights, terms.target.value)
    is_exact = all(exact_decimals((each,)) is not None for each in numbers if each is not None)
    return "=" if is_exact else r"\approx"


def _terms(terms: CellTerms) -> Iterator[tuple[object, str]]:
    """Yield the text of each term that counts, with the row of the window that it is in."""
    in_full = _has_fractions(_weights(terms))
    notation = terms.reduction.notation(len(terms.terms))
    for term in terms.terms:
        spot, read = term.read, _number(term.read.value)
        if term.value is None:
            continue
        row = spot.role, spot.index, spot.cell[:-1]
        if term.weight is None:
            bare = _bracketed(read) if notation.has_brackets else read
            yield row, f"{notation.before}{bare}{notation.after}"
        else:
            weight = _number(term.weight.value, in_full)
            yield row, rf"{_bracketed(read)} \cdot {_bracketed(weight)}"


def _weights(terms: CellTerms) -> list[Number]:
    weights = (term.weight.value for term in terms.terms if term.weight)
    return [value for value in weights if value is not None]


def _has_fractions(weights: Iterable[Number]) -> bool:
    """Return whether weights are written as fractions: 1/6 is not 0.2."""
    return any(isinstance(each, Fraction) and exact_decimals((each,)) is None for each in weights)


def _result(terms: CellTerms) -> str:
    held = _number(terms.target.value)
    if not terms.reduction.relu:
        return held
    bare = terms.reduction.reduce(terms.values)
    return rf"{_number(bare)} \to {held}" if bare < 0 else held


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _number(value: Number | None, in_full: bool = False) -> str:
    if value is None:
        return ""
    return str(value) if in_full else texts((value,))[0].strip("$")
