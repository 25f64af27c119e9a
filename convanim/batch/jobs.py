"""One output of one figure: its path, its key, and the reason why it must be made."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.api.estimates import about
from convanim.batch.records.facts import differences, facts
from convanim.batch.records.manifest import key
from convanim.batch.sizes import check_sizes
from convanim.batch.tools import tools
from convanim.errors import ConfigError, ConvanimError
from convanim.files.staging import frame_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from convanim.api import Figure
    from convanim.batch.records.facts import Facts
    from convanim.batch.records.manifest import Entry
    from convanim.config import Output

STDIN = Path("-")

AT_ONCE = 256
"""Figures that are held in memory together."""

MOST_TOLD = 4
"""The most differences named in one reason."""


@dataclass(frozen=True, slots=True)
class Source:
    """A config.

    Attributes
    ----------
    path : Path
        Its file.
    folder : Path
        Its folder below the folder that was named; the folder of the outputs repeats it.
    root : Path or None
        The folder that was named, which links must not leave; None for a config that was named
        itself.
    settings : tuple of str
        What outweighs the file, such as ``"k=5"``.
    line : str or None
        A layer in one line, read in place of a file; empty where settings or a program make the
        figure. The path is then only a name for messages.
    figures : int
        How many figures it makes.
    """

    path: Path
    folder: Path = Path()
    root: Path | None = None
    settings: tuple[str, ...] = ()
    line: str | None = None
    figures: int = 1

    def path_from(self, root: Path) -> str:
        """Return its path relative to a folder, with slashes on every system."""
        if self.path == STDIN or self.line is not None:
            return str(STDIN)
        try:
            return Path(os.path.relpath(self.path, root)).as_posix()
        except ValueError:  # on another drive of Windows
            return self.path.absolute().as_posix()


@dataclass(frozen=True, eq=False)
class Job:
    """A figure to be written.

    Attributes
    ----------
    source : Source
        Its config.
    figure : Figure
        The figure.
    root : Path
        The folder of the run.
    outputs : tuple of Output
        What to write.
    request : tuple of str
        What the run was asked beyond what the config says, as on the command line.
    protected : tuple of Output
        Those in whose place there are files that convanim has not made, as far as it knows. These
        files are not overwritten.
    """

    source: Source
    figure: Figure
    root: Path
    outputs: tuple[Output, ...]
    request: tuple[str, ...] = ()
    protected: tuple[Output, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the run, which is unique."""
        return (self.source.folder / self.figure.name).as_posix()

    @property
    def folder(self) -> Path:
        """The folder of its files."""
        return self.root / self.source.folder

    @property
    def targets(self) -> Iterator[Path]:
        """The files and folders that it writes."""
        return self.figure.targets(self.folder, self.outputs)

    @property
    def ticks(self) -> int:
        """How many frames it draws."""
        return self.figure.ticks(self.outputs)

    @property
    def weight(self) -> int:
        """About how many frames it draws, found without laying it out, which workers do."""
        frames = about(self.figure.spec)
        return sum(output.writer.frame_count(frames) for output in self.outputs)

    def check_sizes(self) -> None:
        """Lay the figure out, before anything is drawn.

        Raises
        ------
        ConfigError
            A frame of an output, or of an output that its config names, would be too large.
        """
        check_sizes(self.figure, self.outputs, self.source.path)

    def named(self, error: ConvanimError) -> ConvanimError:
        """Return an error with the path of the config, and which of its figures has it."""
        if isinstance(error, ConfigError) and self.source.figures > 1:
            error = error.in_figure(self.figure.name)
        return error.of(self.source.path)

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        """Its outputs, one by one."""
        return tuple(Wanted(self, output) for output in self.outputs)


@dataclass(frozen=True, eq=False)
class Wanted:
    """One output of a job."""

    job: Job
    output: Output

    @property
    def target(self) -> str:
        """Its file, or the pattern of its files, relative to the folder of the run."""
        target, *_ = self.job.figure.targets(self.job.source.folder, (self.output,))
        name = os.path.normpath(target).replace(os.sep, "/")
        # The frames of two formats may share a folder.
        return f"{name}/*{self.output.writer.suffix}" if self.output.is_folder else name

    @property
    def path(self) -> Path:
        """Its file, or the pattern of its files."""
        return self.job.root / self.target

    def files(self, count: int) -> tuple[str, ...]:
        """Return the files that it writes, from the folder of the run.

        Parameters
        ----------
        count : int
            How many files there are, for a folder of frames.
        """
        paths = tuple(self.job.figure.targets(self.job.source.folder, (self.output,)))
        if self.output.is_folder:
            paths = frame_paths(paths[0], self.output.writer.suffix, count)
        return tuple(os.path.normpath(path).replace(os.sep, "/") for path in paths)

    @cached_property
    def figure(self) -> Facts:
        """The facts of what it shows, and of the options of its format."""
        return facts(replace(self.job.figure.spec, outputs=(self.output,)))

    @property
    def tools(self) -> Facts:
        """The versions of what draws it."""
        return tools(self.job.figure.spec, self.output.writer)

    @cached_property
    def key(self) -> str:
        """The hash of everything that its bytes depend on."""
        return key(self.figure, self.tools)

    @property
    def request(self) -> tuple[str, ...]:
        """What the run was asked to make it; empty when the config alone asks for it."""
        is_own = self.output in self.job.figure.outputs and not self.job.source.settings
        return () if is_own else self.job.request

    def reason(self, entry: Entry | None) -> str:
        """Return why it must be made; empty if it is as the entry says."""
        if entry is None:
            return "new"
        return self.config_reason(entry) or self.file_reason(entry) or self.tool_reason(entry)

    def config_reason(self, entry: Entry) -> str:
        """Return what has changed in its config; empty if nothing has."""
        found = differences(entry.figure, self.figure)
        if found and all(each.startswith("theme") for each in found):
            return f"theme changed: {_listed(found)}"
        return f"config changed: {_listed(found)}" if found else ""

    def file_reason(self, entry: Entry) -> str:
        """Return which of its files is missing or altered; empty if none is."""
        for file in entry.files:
            if fault := file.fault(self.job.root):
                name = f": {file.path}" if file.path != self.target else ""
                return f"file {fault}{name}"
        return ""

    def tool_reason(self, entry: Entry) -> str:
        """Return which versions have changed; empty if none have."""
        found = differences(entry.tools, self.tools)
        return f"version changed: {_listed(found)}" if found else ""


def _listed(found: list[str]) -> str:
    more = len(found) - MOST_TOLD
    return ", ".join(found[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def fitting(jobs: Iterable[Job], on_error: Callable[[ConvanimError], None]) -> list[Job]:
    """Return the figures that can be laid out and whose frames are not too large, in order."""
    found = []
    for job in jobs:
        try:
            job.check_sizes()
        except ConvanimError as error:
            on_error(job.named(error))
        else:
            found.append(job)
    return found


def in_chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """Yield jobs, a few hundred at a time, so that all of them need not fit into memory."""
    remaining = iter(jobs)
    while some := list(itertools.islice(remaining, AT_ONCE)):
        yield some


def stale(
    jobs: Iterable[Job], entries: Mapping[str, Entry], force: bool = False
) -> dict[Wanted, str]:
    """Return the outputs that must be made, each with its reason, in the order of the jobs."""
    found = {}
    for job in jobs:
        for each in job.wanted:
            reason = each.reason(entries.get(each.target)) or ("forced" if force else "")
            if reason:
                found[each] = reason
    return found
