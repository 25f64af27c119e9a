"""Progress: a bar for each figure that is being drawn, and one for all."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.progress import TaskID


class Bars:
    """The bars of a run.

    Parameters
    ----------
    progress : rich.progress.Progress
        Shows them.
    ticks : mapping of str to int
        How many frames are drawn of each figure.
    """

    def __init__(self, progress: Progress, ticks: Mapping[str, int]) -> None:
        self.progress = progress
        self.ticks = ticks
        self.drawn: dict[str, int] = {}
        self.tasks: dict[str, TaskID] = {}
        self.all = progress.add_task("", total=sum(ticks.values()))
        self._count()

    def advance(self, name: str, count: int) -> None:
        """Count more frames of a figure as drawn; its bar appears with the first."""
        if name not in self.tasks:
            self.tasks[name] = self.progress.add_task(escape(name), total=self.ticks[name])
        self._draw(name, self.drawn.get(name, 0) + count)

    def finished(self, name: str) -> None:
        """Count a figure as finished and hide its bar."""
        if name in self.tasks:
            self.progress.update(self.tasks[name], visible=False)
        self._draw(name, self.ticks[name])
        self._count()

    def _draw(self, name: str, drawn: int) -> None:
        """Update a figure's bar; frames drawn again after a lost process do not count twice."""
        before = self.drawn.get(name, 0)
        self.drawn[name] = max(before, min(drawn, self.ticks[name]))
        more = self.drawn[name] - before
        self.progress.advance(self.all, more)
        if name in self.tasks:
            self.progress.advance(self.tasks[name], more)

    def _count(self) -> None:
        done = sum(self.drawn.get(name) == ticks for name, ticks in self.ticks.items())
        self.progress.update(self.all, description=f"{done} of {len(self.ticks)} figures")


@contextlib.contextmanager
def bars(ticks: Mapping[str, int]) -> Iterator[Bars]:
    """Show bars on stderr until the body is done."""
    columns: Any = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bars(progress, ticks)
