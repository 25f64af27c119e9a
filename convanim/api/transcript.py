"""Writes the steps of a sweep as plain text, for reading, diffs and tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.errors import times
from convanim.layout.page.arrangement import beats
from convanim.sweep.sweep import map_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from convanim.arithmetic.values import Number
    from convanim.layout.layout import Beat, Layout
    from convanim.layout.panel import Page
    from convanim.scene.language import Language
    from convanim.scene.timeline import Timeline
    from convanim.sweep.sweep import Cells, FeatureMap, Sweep

    Say = Callable[[str], str]

_SIGNS = {
    Cell.REAL: "o",
    Cell.PADDING: ".",
    Cell.COPIED: ":",
    Cell.INSERTED: "-",
    Cell.CROPPED: "x",
    Cell.OUTSIDE: " ",
    Cell.OVERHANG: " ",
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """A film in plain text; see :class:`convanim.film.film.TextFilm`.

    Each frame shows every map row by row, axes before the last two as blocks. What the step
    reads and writes stands in brackets. A cell shows its number, or else what it is: ``o`` a
    unit, ``.`` padding, ``:`` a copy of a unit, ``-`` an inserted zero, ``x`` a unit cut off.

    Attributes
    ----------
    sweeps : tuple of Sweep
        One for each panel.
    shown : tuple of tuple of Beat or None
        For each frame what each panel shows; None where it rests.
    centiseconds : tuple of int
        How long each frame lasts.
    language : Language or None
        That of the frames; None for English.
    """

    sweeps: tuple[Sweep, ...]
    shown: tuple[tuple[Beat | None, ...], ...]
    centiseconds: tuple[int, ...]
    language: Language | None = None

    @classmethod
    def of(
        cls,
        panels: Sequence[Layout],
        page: Page,
        timeline: Timeline,
        language: Language | None = None,
    ) -> Transcript:
        """Return the film of panels in text, without the frames between two drawings."""
        still = timeline.without_motion()
        shown = tuple(beats(panels, page, each.drawing) for each in still.moments)
        sweeps = tuple(panel.sweep for panel in panels)
        return cls(sweeps, shown, still.centiseconds, language)

    def frames(self) -> Iterator[str]:
        """Return each frame's text."""
        count = len(self.shown)
        say = self.language.translated if self.language else str
        grids = [tuple(_Grid.of(each, say) for each in sweep.maps) for sweep in self.sweeps]
        for t, each in enumerate(self.shown):
            parts = zip(self.sweeps, grids, each, strict=True)
            told = [_panel(sweep, known, beat, say) for sweep, known, beat in parts]
            yield say(f"frame {t} of {count}") + say(": ") + "\n\n".join(told)

    def states(self) -> Iterator[str]:
        """Yield every map's lines once, then a line for each frame.

        It says the same as the frames, in English, and does not grow with their number times
        their size.
        """
        for sweep in self.sweeps:
            for each in sweep.maps:
                yield from _Grid.of(each, str).text(()).split("\n")
        for t, (shown, centiseconds) in enumerate(zip(self.shown, self.centiseconds, strict=True)):
            parts = zip(self.sweeps, shown, strict=True)
            told = "; ".join(_touched(sweep, beat) for sweep, beat in parts)
            yield f"frame {t}: {centiseconds / 100:g} s, {told}"


def _panel(sweep: Sweep, grids: Sequence[_Grid], beat: Beat | None, say: Say) -> str:
    if beat is None or not sweep.steps:
        return "\n".join((say("at rest"), *(each.text(()) for each in grids)))
    now, comma = sweep.steps[beat.step], say(", ")
    written = comma.join(f"{_name(now.writes, say)} {cell}" for cell in now.writes)
    parts = f"step {beat.step}", beat.phase or now.phase, f"writes {written}"
    head = comma.join(map(say, parts))
    touches = (*now.reads, now.writes)
    return "\n".join((head, *(each.text(touches) for each in grids)))


def _name(of: FeatureMap | Cells, say: Say) -> str:
    return map_name(replace(of, role=say(of.role)))


def _touched(sweep: Sweep, beat: Beat | None) -> str:
    if beat is None or not sweep.steps:
        return "at rest"
    now = sweep.steps[beat.step]
    reads = " ".join(map(_place, now.reads)) or "nothing"
    phase = beat.phase or now.phase
    return f"step {beat.step}, {phase}, reads {reads}, writes {_place(now.writes)}"


def _place(cells: Cells) -> str:
    """Return ``"input[0:3, 2]"``; cells that are not next to each other have a third number."""
    along = ", ".join(map(_positions, cells.along))
    return f"{map_name(cells)}[{along}]"


def _positions(positions: range) -> str:
    if len(positions) == 1:
        return str(positions[0])
    every = f":{positions.step}" if positions.step != 1 else ""
    return f"{positions.start}:{positions.stop}{every}"


@dataclass(frozen=True, slots=True)
class _Grid:
    """A feature map, and the texts of each of its rows, which are the same in every frame.

    Attributes
    ----------
    map : FeatureMap
        The map.
    head : str
        Its name and its shape.
    rows : mapping of tuple of int to list of str
        The text of each cell of each row, all of one width.
    """

    map: FeatureMap
    head: str
    rows: Mapping[tuple[int, ...], list[str]]

    @classmethod
    def of(cls, feature_map: FeatureMap, say: Say) -> _Grid:
        texts = [_cell(feature_map, cell) for cell in feature_map.cells()]
        width = max(map(len, texts))
        even = [f" {text:>{width}} " for text in texts]
        *above, columns = feature_map.shape
        starts = range(0, len(even), columns)
        rows = itertools.product(*map(range, above))
        cells = ([*even[start : start + columns]] for start in starts)
        head = f"{_name(feature_map, say)} {times(feature_map.shape)}"
        return cls(feature_map, head, dict(zip(rows, cells, strict=True)))

    def text(self, touches: Iterable[Cells]) -> str:
        touched = self._touched(touches)
        lines = [self.head]
        for row, texts in self.rows.items():
            if lines[1:] and row and row[-1] == 0:
                lines.append("")
            lines.append("".join(touched.get(row, texts)).rstrip())
        return "\n".join(lines)

    def _touched(self, touches: Iterable[Cells]) -> Mapping[tuple[int, ...], list[str]]:
        """Return the rows with cells that a step touches, which are in brackets."""
        found: dict[tuple[int, ...], list[str]] = {}
        for cells in touches:
            if (cells.role, cells.index) != (self.map.role, self.map.index):
                continue
            *above, columns = cells.along
            for row in itertools.product(*above):
                texts = found.setdefault(row, [*self.rows[row]])
                for column in columns:
                    texts[column] = f"[{self.rows[row][column][1:-1]}]"
        return found


def _cell(feature_map: FeatureMap, cell: tuple[int, ...]) -> str:
    value = feature_map.value(cell)
    kind = feature_map.kind(cell)
    return _SIGNS[kind] if value is None or kind is Cell.OUTSIDE else _number(value)


def _number(value: Number) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
