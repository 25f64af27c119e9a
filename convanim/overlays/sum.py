"""The arithmetic of the current cell: what is read, with its weights, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.captioned import COLUMN
from convanim.combination import How
from convanim.decimals import exact_decimals, texts
from convanim.errors import Fault
from convanim.notes import Note, Over
from convanim.plane import MARGIN
from convanim.typesetting import SIZE, width
from convanim.working import workings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.scene import Beat, Layout
    from convanim.subject import Subject
    from convanim.sweep import Step, Sweep
    from convanim.values import Number
    from convanim.working import Term, Working

MOST_LINES = 6
"""Of a sum with more terms the middle is left out."""


@dataclass(frozen=True, slots=True)
class Arithmetic(Over):
    """Lines such as ``3 * 0 + 3 * 1 + 2 * 2 = 7``, for the first cell that a step writes."""

    name: ClassVar = "sum"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where there are no numbers."""
        if not layout.sweep.steps:
            yield Fault(("show",), "show: sum needs a view that goes through steps; drop it")
        elif not any(each.values for each in layout.sweep.maps_of("output")):
            yield Fault(("show",), "show: sum needs numbers; give values, or drop it")

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return the lines of each step; none at rest."""
        sweep = layout.sweep
        left, _, right, _ = layout.box
        room = (max(right - left, COLUMN) - 2 * MARGIN) / SIZE
        widest = width(f"$+ {_widest_term(sweep)}$")
        ending = width(f"$= {_widest(sweep, 'output')}$") + 2.0
        a_line = _in_rows(max(1, int((room - ending) / widest)), sweep)
        count = max(len(next(workings(sweep, step)).terms) for step in _some(sweep))
        lines = min(MOST_LINES, -(-count // a_line))

        def at(beat: Beat | None) -> Sequence[str]:
            if beat is None:
                return ()
            working = next(workings(sweep, sweep.steps[beat.step]))
            return _lines(working, a_line, lines)

        return Note(at, lines, min(count, a_line) * widest + ending)


def _in_rows(most: int, sweep: Sweep) -> int:
    """Return how many terms stand in a line: whole rows of the window, if one fits."""
    read = sweep.steps[0].read_of("input")
    row = len(read[0].along[-1]) if read else 1
    return most // row * row or most


def _some(sweep: Sweep) -> Sequence[Step]:
    """Return a few steps: each other has no more terms than one of them."""
    return sweep.steps[0], sweep.steps[len(sweep.steps) // 2], sweep.steps[len(sweep.steps) - 1]


def _widest_term(sweep: Sweep) -> str:
    read, weight = _widest(sweep, "input"), _widest(sweep, "kernel")
    return rf"{read} \cdot {weight}" if weight else read


def _widest(sweep: Sweep, role: str) -> str:
    numbers = {value for each in sweep.maps_of(role) for _, value in each.known()}
    return max((_number(each) for each in numbers), key=width, default="")


def _lines(working: Working, a_line: int, most: int) -> list[str]:
    known = [_term(term) for term in working.terms if term.value is not None]
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
    weights = [term.weight.value for term in working.terms if term.weight]
    numbers = (*(term.read.value for term in working.terms), *weights, working.written.value)
    is_exact = all(exact_decimals((each,)) is not None for each in numbers if each is not None)
    return "=" if is_exact else r"\approx"


def _term(term: Term) -> str:
    read = _number(term.read.value)
    if term.weight is None:
        return _bracketed(read)
    return rf"{_bracketed(read)} \cdot {_bracketed(_number(term.weight.value))}"


def _result(working: Working) -> str:
    held = _number(working.written.value)
    if not working.combination.relu:
        return held
    bare = sum(working.values)
    return rf"{_number(bare)} \to {held}" if bare < 0 else held


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _number(value: Number | None) -> str:
    return "" if value is None else texts((value,))[0].strip("$")
