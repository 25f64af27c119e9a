"""Draws one figure, and says what has become of it; the work that executors are given."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.batch.manifest import File
from convanim.batch.tools import tools
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.api import Figure
    from convanim.batch.facts import Facts
    from convanim.config import Output


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be drawn, and where: the same in every process that sees the folder.

    Attributes
    ----------
    name : str
        What the figure is called in the run.
    figure : Figure
        What is drawn.
    root, folder : Path
        Those of the run, and of the figure in it.
    outputs : tuple of Output
        What to write.
    """

    name: str
    figure: Figure
    root: Path
    folder: Path
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An output that was written.

    Attributes
    ----------
    number : int
        Its place among those asked for.
    files : tuple of File
        Their paths are from the folder of the run.
    tools : Facts
        Versions of what drew it, where it was drawn.
    seconds : float
        What that took of a processor.
    """

    number: int
    files: tuple[File, ...]
    tools: Facts
    seconds: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What has become of a figure.

    Attributes
    ----------
    made : tuple of Made
        The outputs that were written.
    states : tuple of str
        Its frames as text.
    frames : int
        How many those are.
    error : ConvanimError or None
        Why no more was written.
    """

    made: tuple[Made, ...]
    states: tuple[str, ...]
    frames: int
    error: ConvanimError | None = None


def draw(task: Task, tick: Callable[[], None]) -> Drawn:
    """Write outputs of a figure; ``tick`` is called after each frame of each."""
    figure = task.figure
    made: list[Made] = []
    error = None
    try:
        for number, output in enumerate(task.outputs):
            start = _processor_seconds()
            paths = figure.render(task.folder, (output,), tick)
            seconds = _processor_seconds() - start
            files = tuple(File.of(path, task.root) for path in paths)
            made.append(Made(number, files, tools(figure.spec, output.writer), seconds))
    except ConvanimError as failure:
        error = failure
    return Drawn(tuple(made), figure.states(), len(figure), error)


def _processor_seconds() -> float:
    """Return what this process and its children, such as ffmpeg, have had of a processor so far.

    Unlike the time on a clock it does not grow with what else the machine does.
    """
    return sum(os.times()[:4])
