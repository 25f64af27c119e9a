"""Which drawing is seen when, for how long, and what is seen on the way to the next."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORTEST = 2
"""In hundredths of a second: viewers play a GIF frame shorter than that slowly."""

MOST_BETWEEN = 60
"""Frames between two drawings."""

_BETWEEN = "frames between one position of the window and the next, 0 unless given"


def _held(frame: str) -> Key:
    return Key("seconds", f"seconds {frame} is shown, as step unless given")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long frames last, in hundredths of a second, the unit of GIF.

    Attributes
    ----------
    step : int
        Every drawing between the first and the last.
    first, last : int or None
        As ``step`` when None.
    row : int or None
        The last drawing of each row; as ``step`` when None.
    tween : int
        Frames on the way from one drawing to the next.
    move : int
        Each of these.
    """

    step: Annotated[int, Key("seconds", "seconds each frame is shown, 1 unless given")] = 100
    first: Annotated[int | None, _held("the first frame")] = None
    last: Annotated[int | None, _held("the last frame")] = None
    row: Annotated[int | None, _held("the last frame of each row")] = None
    tween: Annotated[int, Key("count", _BETWEEN, (), 0, (), MOST_BETWEEN)] = 0
    move: Annotated[int, Key("seconds", "seconds each of these is shown, 0.04 unless given")] = 4


class Moment(NamedTuple):
    """What a frame shows: a drawing, or a part of the way from it towards another."""

    drawing: int
    towards: int = 0
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The frames of a film: ``moments[t]`` is seen for ``centiseconds[t]``.

    A hold is a long duration, never a repeated frame.
    """

    moments: tuple[Moment, ...]
    centiseconds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.moments)

    @property
    def drawings(self) -> tuple[int, ...]:
        """The drawings shown, without what is on the way between them."""
        return tuple(moment.drawing for moment in self.moments if not moment.part)

    def without_motion(self) -> Timeline:
        """Return the drawings alone, each as long as the way to the next is seen, too."""
        starts = [t for t, moment in enumerate(self.moments) if not moment.part]
        ends = [*starts[1:], len(self)]
        lasting = (sum(self.centiseconds[a:b]) for a, b in zip(starts, ends, strict=True))
        return Timeline(tuple(self.moments[t] for t in starts), tuple(lasting))


def timeline(
    drawings: Sequence[int],
    timing: Timing,
    ends_row: Callable[[int, int], bool] | None = None,
    cuts: Callable[[int, int], bool] | None = None,
) -> Timeline:
    """Return the timeline that shows these drawings in this order.

    Parameters
    ----------
    drawings : sequence of int
        At least one.
    timing : Timing
        ``last`` outweighs ``first`` on a film of one frame: it is what is left standing.
    ends_row : callable, or None
        Whether a row ends between two drawings; asked only where ``timing`` has a pause there.
    cuts : callable, or None
        Whether nothing moves from one drawing to another: the first is seen until the second is.
    """
    lasting = [timing.step] * len(drawings)
    if timing.row is not None and ends_row is not None:
        for n, (one, other) in enumerate(itertools.pairwise(drawings)):
            lasting[n] = timing.row if ends_row(one, other) else timing.step
    if timing.first is not None:
        lasting[0] = timing.first
    if timing.last is not None:
        lasting[-1] = timing.last
    moments: list[Moment] = []
    centiseconds: list[int] = []
    for n, drawing in enumerate(drawings):
        moments.append(Moment(drawing))
        centiseconds.append(lasting[n])
        if not timing.tween or n + 1 == len(drawings):
            continue
        following = drawings[n + 1]
        towards = drawing if cuts and cuts(drawing, following) else following
        for part in range(1, timing.tween + 1):
            moments.append(Moment(drawing, towards, part / (timing.tween + 1)))
            centiseconds.append(timing.move)
    return Timeline(tuple(moments), tuple(centiseconds))
