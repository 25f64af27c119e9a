"""Many figures in one run; each is drawn only when it is not up to date.

``__init__`` finds configs, reads them and plans what is written where. ``jobs`` knows the key of
each output, from the flat ``facts`` of its figure and the versions of its ``tools``, and the reason
why it must be made. ``manifest`` records what each file was built from. ``updating`` makes what is
not up to date, from the ``cache`` or by ``running`` on an executor; ``checking`` only compares.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from convanim import config
from convanim.api import Figure
from convanim.batch.jobs import STDIN, Job, Source, fitting
from convanim.config.keys.paths import same_place
from convanim.errors import ConvanimError, printed

if TYPE_CHECKING:
    from convanim.config import Output
    from convanim.scene.theme import Theme

__all__ = ["Job", "Source", "fitting", "plan", "read", "sources"]

SUFFIXES = {".yaml", ".yml"}
STDIN_NUMBER = 0

SETTINGS = Source(Path("--set"), line="")
"""A figure that settings alone make."""

OnError = Callable[[ConvanimError], None]
"""Called with each error; the run continues."""


def sources(paths: Iterable[Path | str]) -> list[Source]:
    """Return the configs that paths name: files themselves, and all configs below folders.

    A text is a layer in one line.

    Raises
    ------
    ConvanimError
        A folder contains no config.
    """
    found: list[Source] = []
    for path in paths:
        if isinstance(path, str):
            found.append(Source(Path(path), line=path))
            continue
        if not path.is_dir():
            found.append(Source(path))
            continue
        below = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES)
        if not below:
            raise ConvanimError(f"{path}: no config (*.yaml) in this folder")
        found += (Source(each, each.parent.relative_to(path), path) for each in below)
    return found


def read(
    wanted: Iterable[Source], settings: Sequence[str], on_error: OnError
) -> list[tuple[Source, Figure]]:
    """Return the figures that can be drawn, in order; report the errors of the others."""
    figures = []
    for source in wanted:
        try:
            figure = figure_of(source, settings)
            figure.spec.drawable()
        except ConvanimError as error:
            on_error(error)
        else:
            figures.append((replace(source, settings=tuple(settings)), figure))
    return figures


def figure_of(source: Source, settings: Sequence[str]) -> Figure:
    """Return the figure of one config, drawable or not.

    Raises
    ------
    ConfigError
        With every error of the config and its place.
    ConvanimError
        The config is a link out of the folder that was named.
    """
    if source.line is not None:
        return Figure.of(config.read_line(source.line, settings))
    if source.path == STDIN:
        with open(STDIN_NUMBER, "rb", closefd=False) as stdin:
            return Figure.of(config.read_stream(stdin, "-", settings))
    if source.root and not _within(source.path, source.root):
        raise ConvanimError(
            f"{printed(str(source.path))}: links out of {source.root}; name its target"
        )
    return Figure.of(config.read(source.path, settings))


def plan(
    figures: Iterable[tuple[Source, Figure]],
    configs: Iterable[Source],
    root: Path,
    outputs: tuple[Output, ...],
    theme: Theme | None,
    on_error: OnError,
) -> list[Job]:
    """Return which files are written where.

    Parameters
    ----------
    figures : iterable of (Source, Figure)
        The figures to draw.
    configs : iterable of Source
        All configs of the run, including those that could not be read; no figure overwrites one.
    root : Path
        The output folder, which repeats the folders below the one that was named.
    outputs : tuple of Output
        Formats that replace those of each config.
    theme : Theme or None
        A theme that replaces that of each config.
    on_error : callable
        Called with an error for each figure that would overwrite another one or a config of the
        run, or write outside the folder.
    """
    jobs: list[Job] = []
    taken: dict[str, Source] = {}
    inputs = {os.path.realpath(source.path): source.path for source in configs}
    for source, figure in figures:
        drawn = Figure(replace(figure.spec, theme=theme)) if theme else figure
        request = (
            *(f"-s {setting}" for setting in source.settings),
            *(f"-f {output.writer.name}" for output in outputs),
        )
        job = Job(source, drawn, root, outputs or figure.outputs, request)
        try:
            _check_places(job, taken)
            _check_inputs(job, inputs)
            jobs.append(job)
        except ConvanimError as error:
            on_error(error)
    return jobs


def _check_places(job: Job, taken: dict[str, Source]) -> None:
    """Refuse to overwrite another figure of the run, or to write outside the folder by a link."""
    path = printed(str(job.source.path))
    if printed(str(job.folder)) != str(job.folder):
        raise ConvanimError(f"{path}: control characters in the folder's name; rename it")
    for target in job.targets:
        first = taken.setdefault(same_place(os.path.normpath(target)), job.source)
        if first != job.source:
            raise ConvanimError(f"{path}: would write {target}, as {printed(str(first.path))} does")
        if not _within(target, job.root):
            raise ConvanimError(
                f"{path}: would write {target}, which a link leads out of {job.root}"
            )


def _check_inputs(job: Job, inputs: Mapping[str, Path]) -> None:
    """Refuse to overwrite a config of the run."""
    for target in job.targets:
        with contextlib.suppress(UnicodeEncodeError):  # no file can have such a name
            if config := inputs.get(os.path.realpath(target)):
                path, name = (printed(str(each)) for each in (job.source.path, config))
                raise ConvanimError(
                    f"{path}: would overwrite the config {name}; write to another folder or file"
                )


def _within(path: Path, folder: Path) -> bool:
    """Return whether a path is in a folder once every link is followed."""
    try:
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except UnicodeEncodeError:  # the system cannot name such a file, and reports it later
        return True
