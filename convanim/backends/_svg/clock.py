"""The timing of an animated SVG: keyframes in CSS, which elements share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene.geometry import Point

HUNDREDTHS = 100
"""The number of units of the drawing in a point."""


@dataclass
class Clock:
    """The durations of the frames of a film, and the style rules that elements need.

    Attributes
    ----------
    centiseconds : tuple of int
        The duration of each frame, in hundredths of a second.
    plays : int
        How often the film plays before it stays at its end; 0 for without end.
    rules : dict of str to str
        The class of each rule so far, by its keyframes and timing.
    """

    centiseconds: tuple[int, ...]
    plays: int = 0
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        """The duration of the film, in hundredths of a second."""
        return sum(self.centiseconds)

    def starts(self) -> list[int]:
        """Return the time at which each frame begins, and that at which the last one ends."""
        return [0, *itertools.accumulate(self.centiseconds)]

    def visibility(self, shown: Sequence[bool]) -> str:
        """Return the attributes of an element that is visible in some frames; empty if in all."""
        if all(shown):
            return ""
        first = "" if shown[0] else ' visibility="hidden"'
        spans = self._spans(shown)
        if len(spans) == 1 and not self.plays:
            # Elements that are visible equally long share a rule, and begin it at different times.
            ((start, end),) = spans
            name = self._rule("v", self._blink(((0, end - start),)))
            delay = f' style="animation-delay:{_seconds(start - self.duration)}"' if start else ""
            return f' class="{name}"{delay}{first}'
        return f' class="{self._rule("v", self._blink(spans))}"{first}'

    def motion(self, offsets: Sequence[Point]) -> tuple[str, ...]:
        """Return the classes of nested groups that move their content, the outermost first."""
        moves = [(x * HUNDREDTHS, -y * HUNDREDTHS) for x, y in offsets]
        # An element that moves evenly would end where its next position would be.
        columns = None if self.plays else self._columns(moves)
        if columns is None:
            return (self._rule("m", self._jumps([_round(each) for each in moves])),)
        down, across = self._glide(moves[::columns], self.duration), ""
        if columns > 1:
            across = self._glide(moves[:columns], self.centiseconds[0] * columns)
        return tuple(self._rule("m", each) for each in (down, across) if each)

    def morph(self, values: Sequence[str]) -> str:
        """Return an element inside a path that gives the path one outline after the other."""
        kept = [0, *(n for n in range(1, len(values)) if values[n] != values[n - 1])]
        starts = self.starts()
        times = ";".join(_fraction(starts[n] / self.duration) for n in kept)
        even = len(kept) == len(values) and len({*self.centiseconds}) == 1
        return (
            f'<animate attributeName="d" dur="{_seconds(self.duration)}" {self._repeat()} '
            f'calcMode="discrete"{"" if even else f""" keyTimes="{times}" """.rstrip()} '
            f'values="{";".join(values[n] for n in kept)}"/>'
        )

    def _spans(self, shown: Sequence[bool]) -> tuple[tuple[int, int], ...]:
        starts, found = self.starts(), []
        for is_seen, group in itertools.groupby(range(len(shown)), lambda n: shown[n]):
            numbers = list(group)
            if is_seen:
                found.append((starts[numbers[0]], starts[numbers[-1] + 1]))
        return tuple(found)

    def _blink(self, spans: Sequence[tuple[int, int]]) -> str:
        """Return the keyframes and timing of an element that is visible in these spans of time."""
        hidden, visible = "{visibility:hidden}", "{visibility:visible}"
        steps = {0: hidden}
        for start, end in spans:
            steps |= {start: visible, end: hidden}
        frames = (
            f"{_percent(at / self.duration)}{what}"
            for at, what in steps.items()
            if at < self.duration
        )
        at_end = visible if spans[-1][1] == self.duration else hidden
        return "".join(frames) + self._last(at_end) + "\n" + self._timing()

    def _timing(self) -> str:
        """Return the timing of an element that jumps from one state to another."""
        how_often = f"{self.plays} forwards" if self.plays else "infinite"
        return f"{_seconds(self.duration)} step-end {how_often}"

    def _repeat(self) -> str:
        """Return the attributes that say how often an outline changes."""
        if self.plays:
            return f'repeatCount="{self.plays}" fill="freeze"'
        return 'repeatCount="indefinite"'

    def _last(self, state: str) -> str:
        """Return the keyframe of the state in which a film stays that ends."""
        return f"100%{state}" if self.plays else ""

    def _jumps(self, offsets: Sequence[tuple[int, int]]) -> str:
        """Return the keyframes and timing of an element that jumps from frame to frame."""
        starts = self.starts()
        frames = (
            f"{_percent(starts[n] / self.duration)}{{transform:{_translation(at)}}}"
            for n, at in enumerate(offsets)
            if n == 0 or at != offsets[n - 1]
        )
        end = f"{{transform:{_translation(offsets[-1])}}}"
        return "".join(frames) + self._last(end) + "\n" + self._timing()

    def _glide(self, moves: Sequence[Point], duration: int) -> str:
        """Return the keyframes and timing of an element that moves evenly; empty if it is still."""
        count = len(moves)
        x, y = moves[-1]
        end = _round((x * count / (count - 1), y * count / (count - 1))) if count > 1 else (0, 0)
        if end == (0, 0):
            return ""
        to = f"to{{transform:{_translation(end)}}}"
        return f"{to}\n{_seconds(duration)} steps({count}) infinite"

    def _columns(self, moves: Sequence[Point]) -> int | None:
        """Return the number of frames in a row if the motion is even; None if it is not."""
        count = len(moves)
        if len({*self.centiseconds}) > 1 or moves[0] != (0, 0):
            return None
        fitting = (n for n in range(1, count + 1) if count % n == 0 and _is_even(moves, n))
        return next(fitting, None)

    def _rule(self, letter: str, rule: str) -> str:
        """Return the class of a rule, which consists of keyframes and their timing."""
        if rule not in self.rules:
            self.rules[rule] = f"{letter}{len(self.rules)}"
        return self.rules[rule]

    def style(self) -> str:
        """Return the style sheet with all rules."""
        found = []
        for rule, name in self.rules.items():
            frames, timing = rule.split("\n")
            found.append(f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {timing}}}")
        return "".join(found)


def _is_even(moves: Sequence[Point], columns: int) -> bool:
    """Return whether rows and columns explain every move, to within one unit."""
    rows = len(moves) // columns
    across = _part(moves[columns - 1], columns - 1)
    down = _part(moves[-columns], rows - 1)
    places = (divmod(n, columns) for n in range(len(moves)))
    return all(
        abs(at[axis] - row * down[axis] - column * across[axis]) <= 1
        for at, (row, column) in zip(moves, places, strict=True)
        for axis in (0, 1)
    )


def _part(move: Point, count: int) -> Point:
    return (move[0] / count, move[1] / count) if count else (0.0, 0.0)


def _round(move: Point) -> tuple[int, int]:
    return round(move[0]), round(move[1])


def _translation(at: tuple[int, int]) -> str:
    return f"translate({at[0]}px,{at[1]}px)"


def _percent(part: float) -> str:
    return f"{100 * part:.3f}".rstrip("0").rstrip(".") + "%"


def _fraction(part: float) -> str:
    return f"{part:.5f}".rstrip("0").rstrip(".")


def _seconds(centiseconds: int) -> str:
    return f"{centiseconds / 100:g}s"
