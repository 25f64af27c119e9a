"""Draws one figure and returns the result; this is the work that executors run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim.batch.protecting import write_missing
from convanim.batch.records.manifest import File
from convanim.batch.sizes import check_sizes
from convanim.batch.tools import tools
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.api import Figure
    from convanim.batch.records.facts import Facts
    from convanim.config import Output


@dataclass(frozen=True, slots=True)
class Task:
    """What to draw and where, valid in every process that can reach the folder.

    Attributes
    ----------
    name : str
        The name of the figure in the run.
    path : Path
        Its config, as errors name it.
    figure : Figure
        The figure.
    root, folder : Path
        The folders of the run, and of the figure in it.
    outputs : tuple of Output
        What to write.
    protected : tuple of Output
        Those of them that overwrite no file.
    """

    name: str
    path: Path
    figure: Figure
    root: Path
    folder: Path
    outputs: tuple[Output, ...]
    protected: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """An output that has been written.

    Attributes
    ----------
    number : int
        Its index among the outputs of the task.
    files : tuple of File
        Its files, with paths relative to the folder of the run.
    tools : Facts
        The versions of what drew it, on the machine that drew it.
    seconds : float
        The processor time it took.
    """

    number: int
    files: tuple[File, ...]
    tools: Facts
    seconds: float


@dataclass(frozen=True, slots=True)
class DrawResult:
    """The result of drawing a figure.

    Attributes
    ----------
    made : tuple of Made
        The outputs that were written.
    states : tuple of str
        Its frames as text.
    frames : int
        The number of frames.
    error : ConvanimError or None
        Why the remaining outputs were not written.
    """

    made: tuple[Made, ...]
    states: tuple[str, ...]
    frames: int
    error: ConvanimError | None = None


def draw(task: Task, tick: Callable[[], None]) -> DrawResult:
    """Write outputs of a figure; ``tick`` is called after each frame of each.

    Raises
    ------
    ConfigError
        A frame would be too large. This is found here, as layout takes long and workers share it.
    """
    figure = task.figure
    check_sizes(figure, task.outputs, task.path)
    made: list[Made] = []
    error = None
    try:
        for number, output in enumerate(task.outputs):
            start = _processor_seconds()
            write = partial(write_missing, figure) if output in task.protected else figure.render
            paths = write(task.folder, (output,), tick)
            seconds = _processor_seconds() - start
            files = tuple(File.of(path, task.root) for path in paths)
            made.append(Made(number, files, tools(figure.spec, output.writer), seconds))
    except ConvanimError as failure:
        error = failure
    return DrawResult(tuple(made), figure.states(), len(figure), error)


def _processor_seconds() -> float:
    """Return the processor time used so far by this process and its children, such as ffmpeg.

    Unlike elapsed time it does not depend on the load of the machine.
    """
    return sum(os.times()[:4])
