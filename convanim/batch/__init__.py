"""Many figures in one run; each is drawn only when it is not up to date.

``__init__`` finds configs, reads them and plans what is written where. ``jobs`` knows the key of
each output, from the flat facts of its figure and the versions of its ``tools``, and the reason
why it must be made. ``records`` holds what each file was built from. ``updating`` makes what is not
up to date, from the ``cache`` or by running jobs on one of the ``executors``; ``checking`` only
compares.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from convanim import config
from convanim.api import Figure
from convanim.batch.jobs import STDIN, Job, Source, fitting
from convanim.batch.shared_errors import SharedErrors
from convanim.config.keys.paths import same_place
from convanim.errors import ConvanimError, printed

if TYPE_CHECKING:
    from convanim.config import Drafts, Output
    from convanim.scene.theme import Theme

__all__ = ["Job", "Source", "fitting", "plan", "read", "sources"]

SUFFIXES = {".yaml", ".yml"}
STDIN_NUMBER = 0

THEME = ".theme"
"""How the names of themes beside configs end, before their suffix."""

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
        below = sorted(each for each in path.rglob("*") if _is_config(each))
        if not below:
            raise ConvanimError(f"{path}: no config (*.yaml) in this folder")
        found += (Source(each, each.parent.relative_to(path), path) for each in below)
    return found


def _is_config(path: Path) -> bool:
    """Return whether a file in a folder is a config, rather than keys or a theme for configs."""
    if path.name in config.DEFAULTS or path.stem.endswith(THEME):
        return False
    return path.suffix in SUFFIXES


def read(
    wanted: Iterable[Source],
    settings: Sequence[str],
    on_error: OnError,
    on_repeat: Callable[[str], object] | None = None,
) -> Iterator[tuple[Source, Figure]]:
    """Yield the figures that can be drawn, in order; report the errors of the others.

    Figures are read one by one, as a single config may make thousands. An error that several of
    them share, such as one in a config that they extend, is reported once; ``on_repeat`` receives
    the other configs that have it.
    """
    told = SharedErrors(on_error, on_repeat)
    for source in wanted:
        try:
            drafts = drafts_of(source, settings)
        except ConvanimError as error:
            told.on_error(error.of(source.path))
            told.end(source.path)
            continue
        given = replace(source, settings=tuple(settings), figures=len(drafts))
        for draft in drafts:
            try:
                figure = Figure.of(draft)
                figure.spec.drawable()
            except ConvanimError as error:
                told.on_error(error.of(source.path), draft.figure.name)
            else:
                yield given, figure
        told.end(source.path, len(drafts))


def drafts_of(source: Source, settings: Sequence[str]) -> Drafts:
    """Return the figures of one config, drawable or not.

    Raises
    ------
    ConfigError
        The config cannot be read; faults of its figures are raised when they are made.
    ConvanimError
        The config is a link out of the folder that was named.
    """
    if source.line is not None:
        return config.read_line(source.line, settings)
    if source.path == STDIN:
        with open(STDIN_NUMBER, "rb", closefd=False) as stdin:
            return config.read_stream(stdin, "-", settings)
    check_link(source)
    return config.read(source.path, settings, source.root)


def check_link(source: Source) -> None:
    """Refuse a config that is a link out of the folder that was named.

    Raises
    ------
    ConvanimError
        It is one.
    """
    if source.root and not _within(source.path, source.root):
        raise ConvanimError(
            f"{printed(str(source.path))}: is a link that leads out of {source.root}; "
            "name its target instead"
        )


def plan(
    figures: Iterable[tuple[Source, Figure]],
    configs: Iterable[Source],
    root: Path,
    outputs: tuple[Output, ...],
    theme: Theme | None,
    on_error: OnError,
) -> Iterator[Job]:
    """Yield which files are written where, figure by figure.

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
    taken: dict[str, tuple[Source, str]] = {}
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
        except ConvanimError as error:
            on_error(error.of(source.path))
        else:
            yield job


def _check_places(job: Job, taken: dict[str, tuple[Source, str]]) -> None:
    """Refuse to overwrite another figure of the run, or to write outside the folder by a link."""
    path = printed(str(job.source.path))
    if printed(str(job.folder)) != str(job.folder):
        raise ConvanimError(f"{path}: the folder's name has control characters; rename it")
    own = job.source, job.figure.name
    for target in job.targets:
        first = taken.setdefault(same_place(os.path.normpath(target)), own)
        if first != own:
            other = first[1] if first[0] == own[0] else printed(str(first[0].path))
            raise ConvanimError(f"{path}: would write {target}, which {other} also writes")
        if not _within(target, job.root):
            raise ConvanimError(f"{path}: would write {target}, but a link leads out of {job.root}")


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
