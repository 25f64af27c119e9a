"""Many figures in one run: finds configs, reads all, plans what is written where; ``running``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from convanim import spec
from convanim.api import Figure, ending
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from convanim.spec import Output
    from convanim.theme import Theme

SUFFIXES = {".yaml", ".yml"}
STDIN = Path("-")

Refused = Callable[[ConvanimError], None]
"""Is handed each error; the run goes on."""


@dataclass(frozen=True, slots=True)
class Source:
    """A config: its path, and its folder below the one that was named, which outputs repeat."""

    path: Path
    folder: Path = Path()


@dataclass(frozen=True)
class Job:
    """A figure to be written: its config, its folder, and its formats."""

    source: Source
    figure: Figure
    folder: Path
    outputs: tuple[Output, ...]

    @property
    def targets(self) -> Iterator[Path]:
        """The files or folders it writes."""
        for output in self.outputs:
            yield self.folder / (output.path or self.figure.name + ending(output))

    @property
    def ticks(self) -> int:
        """How many frames it draws."""
        return self.figure.ticks(self.outputs)


def sources(paths: Iterable[Path]) -> list[Source]:
    """Return the configs that paths name: files as they are, folders with all below them.

    Raises
    ------
    ConvanimError
        A folder has no config.
    """
    found: list[Source] = []
    for path in paths:
        if not path.is_dir():
            found.append(Source(path))
            continue
        below = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES)
        if not below:
            raise ConvanimError(f"{path}: no config (*.yaml) in this folder")
        found += (Source(each, each.parent.relative_to(path)) for each in below)
    return found


def read(
    wanted: Iterable[Source], settings: Sequence[str], refused: Refused
) -> list[tuple[Source, Figure]]:
    """Return the figures that can be drawn, in order; hand the errors of the others over."""
    figures = []
    for source in wanted:
        try:
            figure = figure_of(source, settings)
            figure.spec.drawable()
        except ConvanimError as error:
            refused(error)
        else:
            figures.append((source, figure))
    return figures


def figure_of(source: Source, settings: Sequence[str]) -> Figure:
    """Return the figure of one config, drawable or not.

    Raises
    ------
    ConfigError
        With every fault and where it stands.
    """
    if source.path == STDIN:
        return Figure(spec.read_text(sys.stdin.read(), "-", settings))
    return Figure(spec.read(source.path, settings))


def plan(
    figures: Iterable[tuple[Source, Figure]],
    folder: Path,
    outputs: tuple[Output, ...],
    theme: Theme | None,
    refused: Refused,
) -> list[Job]:
    """Return what is to be written where.

    Parameters
    ----------
    figures : iterable of (Source, Figure)
        What to draw.
    folder : Path
        Where to; folders below the one that was named are repeated in it.
    outputs : tuple of Output
        Formats, instead of those each config names.
    theme : Theme or None
        Instead of each config's own.
    refused : callable
        Is handed an error for a figure that would write over another one of the run; capitals
        do not tell two files apart, since some file systems do not.
    """
    jobs: list[Job] = []
    taken: dict[str, Source] = {}
    for source, figure in figures:
        drawn = Figure(replace(figure.spec, theme=theme)) if theme else figure
        job = Job(source, drawn, folder / source.folder, outputs or figure.outputs)
        clashes = [
            ConvanimError(f"{source.path}: would write {target}, as {first.path} does")
            for target in job.targets
            if (first := taken.setdefault(os.path.normpath(target).casefold(), source)) != source
        ]
        if clashes:
            refused(clashes[0])
        else:
            jobs.append(job)
    return jobs
