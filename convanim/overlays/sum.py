"""The arithmetic of the current cell: what is read, with its weights, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import contains
from typing import TYPE_CHECKING, ClassVar

from convanim.arithmetic.decimals import exact_decimals, texts
from convanim.arithmetic.reduction import How
from convanim.errors import Fault
from convanim.layout.captions import COLUMN
from convanim.layout.overlay import Note, Overlay
from convanim.layout.plane import MARGIN
from convanim.scene.typesetting import SIZE, width
from convanim.sweep.terms import workings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.arithmetic.values import Number
    from convanim.layout.layout import Beat, Layout
    from convanim.layout.subject import Subject
    from convanim.sweep.sweep import Step, Sweep
    from convanim.sweep.terms import Working

MOST_LINES = 6
"""Of a sum with more terms the middle is left out."""

MOST_COUNTED = 200
"""Steps, about, whose terms are counted to know how much room the longest sum takes."""


@dataclass(frozen=True, slots=True)
class Arithmetic(Overlay):
    """Lines such as ``3 * 0 + 3 * 1 + 2 * 2 = 7``, for the first cell that a step writes."""

    name: ClassVar = "sum"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where there are no numbers."""
        if not layout.sweep.steps:
            yield Fault(("show",), "show: sum needs a view that goes through steps; drop it")
        elif not any(each.values for each in layout.sweep.maps_of("output")):
            yield Fault(("show",), "show: sum needs numbers; give values, or drop it")

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return the lines of each step; none at rest, or while units are copied to be weighed."""
        sweep = layout.sweep
        left, _, right, _ = layout.box
        room = (max(right - left, COLUMN) - 2 * MARGIN) / SIZE
        widest = width(f"$+ {_widest_term(sweep)}$")
        ending = width(f"$= {_widest(sweep, 'output')}$") + 2.0
        a_line = _in_rows(max(1, int((room - ending) / widest)), sweep)
        some = _some(sweep)
        count = max(_count(sweep, step) for step in some)
        is_worked_out = not all(step.combination.is_cell_by_cell for step in some)
        lines = min(MOST_LINES, -(-count // a_line))

        def at(beat: Beat | None) -> Sequence[str]:
            working = beat and next(workings(sweep, sweep.steps[beat.step]))
            if not working or (working.combination.is_cell_by_cell and is_worked_out):
                return ()
            return _lines(working, a_line, lines)

        return Note(at, lines, min(count, a_line) * widest + ending)


def _in_rows(most: int, sweep: Sweep) -> int:
    """Return how many terms stand in a line: whole rows of the window, if one fits."""
    read = sweep.steps[0].read_of("input")
    row = len(read[0].along[-1]) if read else 1
    return most // row * row or most


def _some(sweep: Sweep) -> Sequence[Step]:
    """Return steps spread over a sweep: few others, if any, have more terms than each of them."""
    count = len(sweep.steps)
    apart = max(1, count // MOST_COUNTED)
    return [sweep.steps[n] for n in sorted({*range(0, count, apart), count // 2, count - 1})]


def _count(sweep: Sweep, step: Step) -> int:
    """Return how many terms the first cell has that a step writes."""
    if step.combination.is_cell_by_cell:
        return 1
    if step.combination.how is How.ADD:
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


def _lines(working: Working, a_line: int, most: int) -> list[str]:
    known = list(_terms(working))
    if len(known) > a_line * most:
        known = [*known[: a_line * most - 2], r"\cdots", known[-1]]
    how, end = working.combination.how, f" {_relation(working)} {_result(working)}"
    opening, sign, closing = {
        How.MAX: (r"\max(", ",", ")"),
        How.MEAN: ("(", " +", rf")\,/\,{len(known)}"),
    }.get(how, ("", " +", ""))
    rows = [known[n : n + a_line] for n in range(0, len(known), a_line)]
    lines = [f"{sign} ".join(row) for row in rows]
    lines[0] = opening + lines[0]
    lines[-1] += closing + end
    return [f"${line}{sign if n + 1 < len(lines) else ''}$" for n, line in enumerate(lines)]


def _relation(working: Working) -> str:
    """Return an equals sign, unless some number is not written in full."""
    weights = [] if _has_fractions(_weights(working)) else _weights(working)
    numbers = (*(term.read.value for term in working.terms), *weights, working.written.value)
    is_exact = all(exact_decimals((each,)) is not None for each in numbers if each is not None)
    return "=" if is_exact else r"\approx"


def _terms(working: Working) -> Iterator[str]:
    in_full = _has_fractions(_weights(working))
    for term in working.terms:
        read = _number(term.read.value)
        if term.value is None:
            continue
        if term.weight is None:
            yield read if working.combination.how is How.MAX else _bracketed(read)
        else:
            weight = _number(term.weight.value, in_full)
            yield rf"{_bracketed(read)} \cdot {_bracketed(weight)}"


def _weights(working: Working) -> list[Number]:
    weights = (term.weight.value for term in working.terms if term.weight)
    return [value for value in weights if value is not None]


def _has_fractions(weights: Iterable[Number]) -> bool:
    """Return whether some weight is a fraction, to be written as one: 1/6 is not 0.2."""
    return any(isinstance(each, Fraction) and exact_decimals((each,)) is None for each in weights)


def _result(working: Working) -> str:
    held = _number(working.written.value)
    if not working.combination.relu:
        return held
    bare = sum(working.values)
    return rf"{_number(bare)} \to {held}" if bare < 0 else held


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _number(value: Number | None, in_full: bool = False) -> str:
    if value is None:
        return ""
    return str(value) if in_full else texts((value,))[0].strip("$")
