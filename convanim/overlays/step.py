"""The number of the step, and the position that it writes or stamps from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convanim.errors import Fault
from convanim.layout.note import Note
from convanim.layout.overlay import Overlay
from convanim.scene.typesetting import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.subject import Subject
    from convanim.layout.layout import Beat, Layout
    from convanim.sweep import sweep


@dataclass(frozen=True, slots=True)
class Step(Overlay):
    """A line such as ``step 3 of 9: output (0, 2)``; steps are counted from 1, units from 0."""

    name: ClassVar = "step"

    def faults(self, subject: Subject, layout: Layout) -> Iterator[Fault]:  # noqa: ARG002
        """Yield a fault where a view shows only sizes."""
        if not layout.sweep.steps:
            yield Fault(("show",), "show: step needs a view that goes through steps; remove it")

    def note(self, subject: Subject, layout: Layout) -> Note:  # noqa: ARG002
        """Return the line of each step that is drawn; none at rest."""
        steps = layout.sweep.steps
        shown = sorted({beat.step for beat in layout.beats})
        ranks = {step: n for n, step in enumerate(shown, 1)}

        def line(step: int, phase: str) -> str:
            return _line(steps[step], f"step {ranks[step]} of {len(shown)}", phase)

        def at(beat: Beat | None) -> Sequence[str]:
            return () if beat is None else (line(beat.step, beat.phase),)

        last = line(shown[-1], "")
        phases = {beat.phase for beat in layout.beats if beat.phase}
        longest = max((width(f", {phase}") for phase in phases), default=0.0)
        return Note(at, 1, width(last) + longest)


def _line(step: sweep.Step, number: str, phase: str) -> str:
    # Padding crops some of what is stamped: the position is that of the unit that stamps.
    at = step.read("input") if step.reduction.accumulates else step.writes
    cell = ", ".join(map(str, at.first))
    return f"{number}: {at.role} ({cell})" + (f", {phase}" if phase else "")
