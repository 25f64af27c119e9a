"""The number of the step, and the position it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.notes import Note, Over
from convanim.typesetting import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene import Beat, Layout
    from convanim.subject import Subject
    from convanim.sweep import Sweep


@dataclass(frozen=True, slots=True)
class Counter(Over):
    """A line such as ``step 3 of 9: output (0, 2)``; steps are counted from 1, units from 0."""

    name: ClassVar = "step"

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return the line of each step; none at rest."""
        sweep = layout.sweep
        count = len(sweep.steps)
        last = _line(sweep, count - 1, "") if count else ""

        def at(beat: Beat | None) -> Sequence[str]:
            return () if beat is None or not count else (_line(sweep, beat.step, beat.phase),)

        longest = max((width(f", {phase}") for phase in _phases(layout)), default=0.0)
        return Note(at, 1, width(last) + longest)


def _phases(layout: Layout) -> set[str]:
    """Return the phases of the first step; every other one has the same."""
    few = layout.beats[: 2 * len(layout.beats) // max(1, len(layout.sweep.steps)) + 1]
    return {beat.phase for beat in few if beat.phase}


def _line(sweep: Sweep, n: int, phase: str) -> str:
    count = len(sweep.steps)
    cell = ", ".join(map(str, sweep.steps[n].writes.first))
    role = sweep.steps[n].writes.role
    return f"step {n + 1} of {count}: {role} ({cell})" + (f", {phase}" if phase else "")
