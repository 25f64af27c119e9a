"""The commands that draw: ``render`` and ``gallery``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convanim.cli.reporting import (
    PATHS,
    Faults,
    colour_option,
    progress,
    quiet_option,
    set_option,
    usage,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.batch import Job

keep_going_option = click.option(
    "--keep-going/--fail-fast",
    default=True,
    help="After a fault go on with the other figures (the default), or stop.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes to draw with; one a processor unless given, if there is enough to do.",
)
theme_option = click.option("-t", "--theme", metavar="NAME", help="Draw all in this theme.")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@click.option(
    "-o",
    "--out",
    default=".",
    metavar="DIR|FILE",
    help="A folder; or, for one figure, a file whose suffix picks the format.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="gif, mp4, png, pdf, svg, txt; png/ pdf/ svg/ for a folder of frames. May be repeated.",
)
@theme_option
@set_option
@keep_going_option
@jobs_option
@quiet_option
@colour_option
def render(
    paths: tuple[Path, ...],
    out: str,
    formats: tuple[str, ...],
    theme: str | None,
    settings: tuple[str, ...],
    keep_going: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Draw the figures of PATHS: configs, folders of configs, or - for stdin.

    The formats are those of --format, else those each config names, else gif.
    """
    from convanim import batch, spec

    with usage():
        chosen = spec.theme(theme) if theme else None
        file = _file(out)
        wanted = (file[1],) if file else formats
        outputs = tuple(spec.output(name) for name in wanted)
        sources = batch.sources(paths)
    if file and (formats or len(sources) > 1):
        raise click.UsageError(f"-o {out} is one file of one figure; name a folder with -o instead")
    faults = Faults(keep_going)
    figures = batch.read(sources, settings, faults)
    if file:
        folder = file[0].parent
        outputs = tuple(replace(output, path=file[0].name) for output in outputs)
    else:
        folder = Path(out)
    _run(batch.plan(figures, folder, outputs, chosen, faults), faults, jobs, quiet)
    return faults.status


@click.command()
@click.argument("paths", nargs=-1, type=PATHS)
@click.option(
    "-o", "--out", default="gallery", metavar="DIR", help="Where to; gallery unless given."
)
@theme_option
@set_option
@keep_going_option
@jobs_option
@quiet_option
@colour_option
def gallery(
    paths: tuple[Path, ...],
    out: str,
    theme: str | None,
    settings: tuple[str, ...],
    keep_going: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Make a gallery of PATHS (configs unless given): GIFs, posters, index.html and README.md."""
    from convanim import batch, spec
    from convanim.gallery import OUTPUTS, write_pages

    with usage():
        chosen = spec.theme(theme) if theme else None
        sources = batch.sources(paths or (_default_configs(),))
    faults = Faults(keep_going)
    figures = batch.read(sources, settings, faults)
    outputs = tuple(spec.output(name) for name in OUTPUTS)
    plan = batch.plan(figures, Path(out), outputs, chosen, faults)
    _run(plan, faults, jobs, quiet)
    if not faults.count:
        for page in write_pages(plan, Path(out)):
            click.echo(str(page))
    return faults.status


COMMANDS = (gallery, render)


def _run(jobs: Sequence[Job], faults: Faults, wanted: int | None, quiet: bool) -> None:
    from convanim.batch import running

    count = running.workers(jobs, wanted)
    with (
        progress(sum(job.ticks for job in jobs), quiet) as advance,
        running.processes(count) as executor,
    ):
        running.run(jobs, advance, lambda path: click.echo(str(path)), faults, executor)


def _file(out: str) -> tuple[Path, str] | None:
    """Return the file that -o names and its format; None when it names a folder."""
    from convanim.api import format_of

    path = Path(out)
    if out.endswith(("/", "\\")) or path.is_dir() or not path.suffix:
        return None
    return path, format_of(path)


def _default_configs() -> Path:
    configs = Path("configs")
    if not configs.is_dir():
        raise click.UsageError("there is no folder 'configs' here; name the configs to draw")
    return configs
