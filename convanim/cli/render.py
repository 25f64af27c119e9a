"""The commands that draw: ``render`` and ``gallery``."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convanim.cli.logs import harmless
from convanim.cli.options import also_option, batch_command, default_configs, formats_option
from convanim.cli.terminal import PATHS, tell, usage
from convanim.errors import StaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convanim.batch import Job, Source
    from convanim.batch.records.manifest_file import Store
    from convanim.cli.batches import Batch
    from convanim.cli.options import Options
    from convanim.cli.terminal import Terminal
    from convanim.config import Output
    from convanim.gallery import Pages
    from convanim.gallery.cover import Cover
    from convanim.gallery.lab import Lab

BEGINNING = 1 << 12
"""How many bytes of a file are read to recognise its format."""


@click.command()
@click.argument("paths", nargs=-1, type=PATHS)
@click.option(
    "-o",
    "--out",
    default=".",
    metavar="DIR|FILE",
    help="A folder; or, for one figure, a file whose suffix selects the format.",
)
@formats_option
@batch_command
def render(
    paths: tuple[Path | str, ...],
    out: str,
    formats: tuple[str, ...],
    options: Options,
    terminal: Terminal,
) -> None:
    """Draw figures as GIF, MP4, HTML, PDF, SVG and more.

    PATHS are configs, folders of configs, or - for stdin.

    A layer in one line needs no config: convanim render "conv i=5 k=3 s=2" -o x.gif, also as
    "Conv2d(3, 8, 3), i = 5"; nor do keys alone: convanim render -s i=5 -s k=3 -o x.gif.

    The formats are those of --format, else those of each config, else gif, or png for a
    figure of one frame. In a folder, only figures that are not up to date are drawn; a file named
    with -o is always drawn.
    """
    from convanim import batch, config
    from convanim.cli.batches import gather, has_nothing_to_do, witness_of

    if not paths and not options.settings:
        raise click.UsageError("name a config, or give keys: -s i=5 -s k=3")
    with usage():
        file = _file(out)
        wanted = (file[1],) if file else formats
        outputs = tuple(config.output(name) for name in wanted)
        sources = batch.sources(paths) if paths else [batch.SETTINGS]
    if file:
        if set(formats) - {file[1]}:
            raise click.UsageError(
                harmless(f"-o {out} gives the format {file[1]}, but -f gives another; remove -f")
            )
        if len(sources) > 1:
            raise _one_file(out)
        root, store, witness = file[0].parent, None, None
        is_config = any(source.path.resolve() == file[0].resolve() for source in sources)
        if not (options.force or is_config):  # a config is never overwritten, and says so itself
            _refuse_other_kind(file[0], outputs[0])
        options = replace(options, force=True)  # without a manifest every file seems a stranger's
        outputs = tuple(replace(output, path=file[0].name) for output in outputs)
    else:
        root, store = Path(out), _store(out, options)
        witness = witness_of(options, sources, outputs, store)
        if witness and has_nothing_to_do(witness, options, terminal, store):
            return
    figures = gather(options, terminal, sources, outputs, root, store, witness=witness)
    (replace(figures, jobs=_only(figures.jobs, out)) if file else figures).act()


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--out", default="gallery", metavar="DIR", help="Output folder; gallery by default."
)
@also_option
@click.option(
    "--lab",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Add a page that draws any config in the browser; DIR is the npm package pyodide.",
)
@batch_command
def gallery(
    paths: tuple[Path, ...],
    out: str,
    also: tuple[str, ...],
    lab: Path | None,
    options: Options,
    terminal: Terminal,
) -> None:
    """Draw a folder of configs and the pages that show them.

    Writes an animation and a poster of each figure of PATHS (default: configs), index.html and
    README.md. Figures are also drawn in the formats that their configs name. Only figures that are
    not up to date are drawn.
    """
    from convanim import batch

    with usage():
        sources = batch.sources(paths or (default_configs(),))
    make_gallery(sources, also, out, options, terminal, lab)


def make_gallery(
    sources: Sequence[Source],
    also: Sequence[str],
    out: str,
    options: Options,
    terminal: Terminal,
    pyodide: Path | None = None,
    cover: Cover | None = None,
) -> None:
    """Draw configs into a folder, also in other formats, and write its pages under a cover.

    They have a lab if there is a folder with Pyodide.
    """
    from convanim import config
    from convanim.cli.batches import gather
    from convanim.gallery import OUTPUTS, Pages, in_formats
    from convanim.gallery.cover import NO_COVER
    from convanim.gallery.lab import Lab

    with usage():
        wanted = {**{name: {} for name in also}, **dict(OUTPUTS)}
        outputs = tuple(config.output(name, **given) for name, given in wanted.items())
    lab = Lab(Path(out), pyodide) if pyodide else None
    store = _store(out, options)
    read = gather(options, terminal, sources, outputs, Path(out), store, in_formats)
    jobs = list(read.jobs)  # the pages show all of them
    figures = replace(read, jobs=jobs)
    known = figures.manifest.pages
    if not (options.force or options.check or options.dry_run):
        Pages.of(jobs, Path(out), known).refuse_foreign()
    figures.act()
    if not options.shard:
        shown = _shown(jobs, options)
        above = cover or NO_COVER
        _pages(figures, Pages.of(shown, Path(out), known, options.force, lab is not None, above))
        if lab:
            _lab(lab, options, terminal)


COMMANDS = (gallery, render)


def _refuse_other_kind(path: Path, output: Output) -> None:
    """Refuse to overwrite a file that does not begin as its format does: convanim has not made it.

    Files of the right format may be overwritten: the user has named one, most often to redraw it.
    """
    from convanim.files.regular import opened

    try:
        with opened(path) as file:
            start = file.read(BEGINNING)
    except OSError:
        return
    if start and not output.writer.is_signed(start):
        raise click.UsageError(
            harmless(
                f"-o {path} exists and was not made by convanim; name another file, or overwrite "
                "it with --force"
            )
        )


def _only(jobs: Iterable[Job], out: str) -> list[Job]:
    """Return the figure to write to a file, if its config makes no other."""
    found = list(itertools.islice(jobs, 1))
    if any(job.source.figures > 1 for job in found):
        raise _one_file(out)
    return [_as_its_config_says(job) for job in found]


def _as_its_config_says(job: Job) -> Job:
    """Return a job whose file has the options that its config gives this format."""
    (output,) = job.outputs
    name = output.writer.name
    own = next((each for each in job.figure.spec.outputs if each.writer.name == name), None)
    return replace(job, outputs=(replace(own, path=output.path),)) if own else job


def _one_file(out: str) -> click.UsageError:
    message = f"-o {out} is one file, but there are several figures; name a folder"
    return click.UsageError(harmless(message))


def _shown(jobs: Sequence[Job], options: Options) -> list[Job]:
    """Return the figures to show on the pages: all but those that have no files after a failure."""
    is_made = not (options.check or options.dry_run)
    return [
        job for job in jobs if not is_made or all(wanted.path.exists() for wanted in job.wanted)
    ]


def _pages(figures: Batch, pages: Pages) -> None:
    """Write the pages that are not up to date, or report them."""
    from convanim.batch.records.manifest import Manifest

    options, terminal = figures.options, figures.terminal
    if options.check:
        for name in pages.differ():
            terminal.on_error(StaleError(f"{pages.folder / name}: {pages.reasons[name]}"))
    elif options.dry_run:
        for name, reason in pages.reasons.items():
            tell(harmless(f"{pages.folder / name}: {reason}"))
    elif pages.figures and pages.reasons:
        written = Manifest(pages=pages.write())
        if figures.store:
            figures.store.update(lambda known: known.merged(written))
        for name in pages.reasons:
            terminal.on_file(pages.folder / name)
    if figures.store:
        figures.report_orphans(pages.left(figures.store.load()))


def _lab(lab: Lab, options: Options, terminal: Terminal) -> None:
    """Write the files of the lab that are missing or differ, or report them."""
    for name in lab.stale:
        path = lab.folder / name
        if options.check:
            terminal.on_error(StaleError(f"{path}: differs from what --lab would write"))
        elif options.dry_run:
            tell(harmless(f"{path}: new or changed"))
        else:
            terminal.on_file(path)
    if options.check or options.dry_run:
        return
    if lab.stale and not lab.node:
        terminal.on_note(
            "node is not installed: the lab works, but takes about twice as long to load"
        )
    lab.write()


def _store(out: str, options: Options) -> Store:
    from convanim.batch.records.manifest_file import Store
    from convanim.batch.shards import Shard

    if Path(out).is_file():
        raise click.UsageError(harmless(f"-o {out} is a file, not a folder; name a folder with -o"))
    with usage():
        return Store(Path(out), str(Shard.parse(options.shard)) if options.shard else "")


def _file(out: str) -> tuple[Path, str] | None:
    """Return the file that -o names and its format; None when it names a folder."""
    from convanim.api import format_of

    path = Path(out)
    if out.endswith(("/", "\\")) or path.is_dir() or not path.suffix:
        return None
    return path, format_of(path)
