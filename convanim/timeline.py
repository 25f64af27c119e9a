"""Which step is seen when, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST = 2
"""In hundredths of a second: viewers play a GIF frame shorter than that slowly."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long frames last, in hundredths of a second, the unit of GIF.

    Attributes
    ----------
    step : int
        Every frame between the first and the last.
    first, last : int or None
        As ``step`` when None.
    """

    step: int = 100
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The frames of a film: ``steps[t]`` is seen for ``centiseconds[t]``.

    A hold is a long duration, never a repeated frame.
    """

    steps: tuple[int, ...]
    centiseconds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.steps)


def timeline(steps: Sequence[int], timing: Timing) -> Timeline:
    """Return the timeline that shows these steps in this order.

    Parameters
    ----------
    steps : sequence of int
        Step indices, at least one.
    timing : Timing
        ``last`` outweighs ``first`` on a film of one frame: it is what is left standing.
    """
    lasting = [timing.step] * len(steps)
    if timing.first is not None:
        lasting[0] = timing.first
    if timing.last is not None:
        lasting[-1] = timing.last
    return Timeline(tuple(steps), tuple(lasting))
