"""When things happen in an animated SVG: keyframes in CSS, made once for all that share them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.scene.geometry import Point

HUNDREDTHS = 100
"""Units of the drawing in a point."""


@dataclass
class Clock:
    """The durations of a film's frames, and the style rules that things have asked for.

    Attributes
    ----------
    centiseconds : tuple of int
        How long each frame is seen.
    rules : dict of str to str
        The keyframes and classes so far, by what they do.
    """

    centiseconds: tuple[int, ...]
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """How long the film lasts."""
        return sum(self.centiseconds)

    def starts(self) -> list[int]:
        """Return when each frame begins, and when the last ends."""
        return [0, *itertools.accumulate(self.centiseconds)]

    def visible(self, shown: Sequence[bool]) -> str:
        """Return the attributes of what is seen in these frames alone; empty if in all."""
        if all(shown):
            return ""
        first = "" if shown[0] else ' visibility="hidden"'
        spans = self._spans(shown)
        if len(spans) == 1:
            # One rule for all that last as long: each begins it at a time of its own.
            ((start, end),) = spans
            name = self._rule("v", self._blink(((0, end - start),)))
            delay = f' style="animation-delay:{_seconds(start - self.whole)}"' if start else ""
            return f' class="{name}"{delay}{first}'
        return f' class="{self._rule("v", self._blink(spans))}"{first}'

    def moved(self, offsets: Sequence[Point]) -> tuple[str, ...]:
        """Return the classes of nested groups that move what is in them, the outermost first."""
        moves = [(x * HUNDREDTHS, -y * HUNDREDTHS) for x, y in offsets]
        columns = self._columns(moves)
        if columns is None:
            return (self._rule("m", self._jumps([_whole(each) for each in moves])),)
        down, across = self._glide(moves[::columns], self.whole), ""
        if columns > 1:
            across = self._glide(moves[:columns], self.centiseconds[0] * columns)
        return tuple(self._rule("m", each) for each in (down, across) if each)

    def reshaped(self, values: Sequence[str]) -> str:
        """Return the element that gives the path around it one outline after the other."""
        kept = [0, *(n for n in range(1, len(values)) if values[n] != values[n - 1])]
        starts = self.starts()
        times = ";".join(_fraction(starts[n] / self.whole) for n in kept)
        even = len(kept) == len(values) and len({*self.centiseconds}) == 1
        return (
            f'<animate attributeName="d" dur="{_seconds(self.whole)}" repeatCount="indefinite" '
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
        """Return the keyframes of what is seen in these spans of time, and the timing."""
        hidden, visible = "{visibility:hidden}", "{visibility:visible}"
        steps = {0: hidden}
        for start, end in spans:
            steps |= {start: visible, end: hidden}
        frames = (
            f"{_percent(at / self.whole)}{what}" for at, what in steps.items() if at < self.whole
        )
        return "".join(frames) + "\n" + f"{_seconds(self.whole)} step-end infinite"

    def _jumps(self, offsets: Sequence[tuple[int, int]]) -> str:
        """Return the keyframes of what is moved from frame to frame, and the timing."""
        starts = self.starts()
        frames = (
            f"{_percent(starts[n] / self.whole)}{{transform:{_translation(at)}}}"
            for n, at in enumerate(offsets)
            if n == 0 or at != offsets[n - 1]
        )
        return "".join(frames) + "\n" + f"{_seconds(self.whole)} step-end infinite"

    def _glide(self, moves: Sequence[Point], lasting: int) -> str:
        """Return the keyframes of what moves evenly, and the timing; empty if it stands still."""
        count = len(moves)
        x, y = moves[-1]
        end = _whole((x * count / (count - 1), y * count / (count - 1))) if count > 1 else (0, 0)
        if end == (0, 0):
            return ""
        to = f"to{{transform:{_translation(end)}}}"
        return f"{to}\n{_seconds(lasting)} steps({count}) infinite"

    def _columns(self, moves: Sequence[Point]) -> int | None:
        """Return how many frames a row has, if the way through them is even; None if it is not."""
        count = len(moves)
        if len({*self.centiseconds}) > 1 or moves[0] != (0, 0):
            return None
        fitting = (n for n in range(1, count + 1) if count % n == 0 and _is_even(moves, n))
        return next(fitting, None)

    def _rule(self, letter: str, rule: str) -> str:
        """Return the class for some keyframes and their timing."""
        if rule not in self.rules:
            self.rules[rule] = f"{letter}{len(self.rules)}"
        return self.rules[rule]

    def style(self) -> str:
        """Return the style rules of everything that was asked for."""
        found = []
        for rule, name in self.rules.items():
            frames, timing = rule.split("\n")
            found.append(f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {timing}}}")
        return "".join(found)


def _is_even(moves: Sequence[Point], columns: int) -> bool:
    """Return whether every frame is moved by its row and its column, to a unit."""
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


def _whole(move: Point) -> tuple[int, int]:
    return round(move[0]), round(move[1])


def _translation(at: tuple[int, int]) -> str:
    return f"translate({at[0]}px,{at[1]}px)"


def _percent(part: float) -> str:
    return f"{100 * part:.3f}".rstrip("0").rstrip(".") + "%"


def _fraction(part: float) -> str:
    return f"{part:.5f}".rstrip("0").rstrip(".")


def _seconds(centiseconds: int) -> str:
    return f"{centiseconds / 100:g}s"
