"""The timeline of a film: its drawings, their durations and the frames between them."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORTEST = 2
"""The shortest frame, in hundredths of a second; viewers slow down GIF frames that are shorter."""

MOST_BETWEEN = 60
"""The most frames between two drawings."""

MOST_OF_A_FADE = 3
"""The most frames of a fade: each has colours of its own, and nothing moves in them."""

_BETWEEN = (
    "frames between one position of the window and the next, 0 by default; where it jumps, as to "
    "the next row, up to three frames fade"
)


def _held(frame: str, unless: str) -> Key:
    return Key("seconds", f"seconds {frame} is shown, {unless} by default")


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations of frames, in hundredths of a second as in GIF.

    The end of a row and the end of the film are held for longer unless they are given: a reader
    needs the time to look back at what has filled up.

    Attributes
    ----------
    step : int
        Duration of a drawing.
    first : int or None
        Duration of the first drawing; None for ``step``.
    last : int or None
        Duration of the last drawing; None for four times ``step``.
    row : int or None
        Duration of the last drawing of each row; None for 1.6 times ``step``.
    tween : int
        Number of frames between two drawings.
    move : int
        Duration of each frame between two drawings.
    """

    step: Annotated[int, Key("seconds", "seconds each frame is shown, 0.5 by default")] = 50
    first: Annotated[int | None, _held("the first frame", "as step")] = None
    last: Annotated[int | None, _held("the last frame", "4 steps")] = None
    row: Annotated[int | None, _held("the last frame of each row", "1.6 steps")] = None
    tween: Annotated[int, Key("count", _BETWEEN, (), 0, (), MOST_BETWEEN)] = 0
    move: Annotated[int, Key("seconds", "seconds each of these is shown, 0.04 by default")] = 4

    @property
    def row_end(self) -> int:
        """Duration of the last drawing of each row."""
        return round(1.6 * self.step) if self.row is None else self.row

    @property
    def film_end(self) -> int:
        """Duration of the last drawing."""
        return 4 * self.step if self.last is None else self.last

    def between(self, fades: bool) -> tuple[int, ...]:
        """Return the duration of each frame between two drawings.

        The few frames of a fade take as long together as those of a motion.
        """
        if not fades or not self.tween:
            return (self.move,) * self.tween
        count = min(self.tween, MOST_OF_A_FADE)
        each, longer = divmod(self.tween * self.move, count)
        return tuple(each + (n < longer) for n in range(count))


class Moment(NamedTuple):
    """What a frame shows: a drawing, or an interpolation between it and another one.

    Attributes
    ----------
    drawing, towards : int
        Numbers of the two drawings.
    part : float
        Position between them, from 0 (only ``drawing``) to 1.
    fades : bool
        Whether one fades into the other; what they have in common moves otherwise.
    """

    drawing: int
    towards: int = 0
    part: float = 0.0
    fades: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The frames of a film: ``moments[t]`` is shown for ``centiseconds[t]``.

    A pause is a long duration, never a repeated frame.

    Attributes
    ----------
    moments : tuple of Moment
        What each frame shows.
    centiseconds : tuple of int
        How long each frame is shown.
    poster : int
        The frame that stands for the film where only one can be shown.
    """

    moments: tuple[Moment, ...]
    centiseconds: tuple[int, ...]
    poster: int = 0

    def __len__(self) -> int:
        return len(self.moments)

    @property
    def drawings(self) -> tuple[int, ...]:
        """The numbers of the drawings shown, without the frames between them."""
        return tuple(moment.drawing for moment in self.moments if not moment.part)

    def without_motion(self) -> Timeline:
        """Return the timeline without frames between drawings.

        Their durations are added to that of the drawing before them.
        """
        starts = [t for t, moment in enumerate(self.moments) if not moment.part]
        ends = [*starts[1:], len(self)]
        lasting = (sum(self.centiseconds[a:b]) for a, b in zip(starts, ends, strict=True))
        moments = tuple(self.moments[t] for t in starts)
        return Timeline(moments, tuple(lasting), bisect_right(starts, self.poster) - 1)


def timeline(
    drawings: Sequence[int],
    timing: Timing,
    ends_row: Callable[[int, int], bool] | None = None,
    cuts: Callable[[int, int], bool] | None = None,
    poster: int = 0,
) -> Timeline:
    """Return a timeline that shows drawings in a given order.

    Parameters
    ----------
    drawings : sequence of int
        Numbers of the drawings, at least one.
    timing : Timing
        The durations; that of the last takes precedence if there is only one drawing.
    ends_row : callable, or None
        Returns whether a row ends between two drawings; only called if such an end is held for
        longer or shorter than a step.
    cuts : callable, or None
        Returns whether nothing can move from one drawing to another; one fades into the other
        then, in the time that a motion would take.
    poster : int
        The drawing that stands for the film; if it is not shown, the one nearest to it.
    """
    lasting = [timing.step] * len(drawings)
    if timing.row_end != timing.step and ends_row is not None:
        for n, (one, other) in enumerate(itertools.pairwise(drawings)):
            lasting[n] = timing.row_end if ends_row(one, other) else timing.step
    if timing.first is not None:
        lasting[0] = timing.first
    lasting[-1] = timing.film_end
    telling = min(range(len(drawings)), key=lambda n: abs(drawings[n] - poster))
    moments: list[Moment] = []
    centiseconds: list[int] = []
    shown_at: list[int] = []
    for n, drawing in enumerate(drawings):
        shown_at.append(len(moments))
        moments.append(Moment(drawing))
        centiseconds.append(lasting[n])
        if not timing.tween or n + 1 == len(drawings):
            continue
        following = drawings[n + 1]
        fades = cuts is not None and cuts(drawing, following)
        lengths = timing.between(fades)
        for frame, length in enumerate(lengths, 1):
            part = frame / (len(lengths) + 1)
            moments.append(Moment(drawing, following, part, fades))
            centiseconds.append(length)
    return Timeline(tuple(moments), tuple(centiseconds), shown_at[telling])
