"""The commands that draw: ``render`` and ``gallery``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convanim.cli.logs import harmless
from convanim.cli.options import batch_command, default_configs, formats_option
from convanim.cli.terminal import PATHS, tell, usage
from convanim.errors import StaleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.batch import Job, Source
    from convanim.batch.manifest_file import Store
    from convanim.cli.batches import Batch
    from convanim.cli.options import Options
    from convanim.cli.terminal import Terminal
    from convanim.gallery import Pages


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
    """Draw the figures of PATHS: configs, folders of configs, or - for stdin.

    A layer in one line needs no config: convanim render "conv i=5 k=3 s=2" -o x.gif, also as
    "Conv2d(3, 8, 3), i = 5"; nor do keys alone: convanim render -s i=5 -s k=3 -o x.gif.

    The formats are those of --format, else those of each config, else gif. In a folder, only
    figures that are not up to date are drawn; a file named with -o is always drawn.
    """
    from convanim import batch, config
    from convanim.cli.batches import gather

    if not paths and not options.settings:
        raise click.UsageError("name a config, or give keys: -s i=5 -s k=3")
    with usage():
        file = _file(out)
        wanted = (file[1],) if file else formats
        outputs = tuple(config.output(name) for name in wanted)
        sources = batch.sources(paths) if paths else [batch.SETTINGS]
    if file:
        if formats or len(sources) > 1:
            raise click.UsageError(
                harmless(f"-o {out} is a file for one figure; name a folder instead")
            )
        root, store = file[0].parent, None
        outputs = tuple(replace(output, path=file[0].name) for output in outputs)
    else:
        root, store = Path(out), _store(out, options)
    gather(options, terminal, sources, outputs, root, store).act()


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--out", default="gallery", metavar="DIR", help="Output folder; gallery by default."
)
@batch_command
def gallery(paths: tuple[Path, ...], out: str, options: Options, terminal: Terminal) -> None:
    """Make a gallery of PATHS (default: configs): GIFs, posters, index.html and README.md.

    Only figures that are not up to date are drawn.
    """
    from convanim import batch

    with usage():
        sources = batch.sources(paths or (default_configs(),))
    make_gallery(sources, out, options, terminal)


def make_gallery(sources: Sequence[Source], out: str, options: Options, terminal: Terminal) -> None:
    """Draw configs into a folder, and write its pages."""
    from convanim import config
    from convanim.cli.batches import gather
    from convanim.gallery import OUTPUTS, Pages, refuse_foreign

    outputs = tuple(config.output(name, **given) for name, given in OUTPUTS)
    figures = gather(options, terminal, sources, outputs, Path(out), _store(out, options))
    if not (options.force or options.check or options.dry_run):
        refuse_foreign(Path(out), figures.manifest.pages)
    figures.act()
    if not options.shard:
        _pages(figures, Pages.of(_shown(figures), Path(out)))


COMMANDS = (gallery, render)


def _shown(figures: Batch) -> list[Job]:
    """Return the figures to show on the pages: all but those that have no files after a failure."""
    is_made = not (figures.options.check or figures.options.dry_run)
    return [
        job
        for job in figures.jobs
        if not is_made or all(wanted.path.exists() for wanted in job.wanted)
    ]


def _pages(figures: Batch, pages: Pages) -> None:
    """Write the pages that are not up to date, or report them."""
    from convanim.batch.manifest import Manifest

    options, terminal = figures.options, figures.terminal
    reasons = pages.reasons(figures.manifest.pages, options.force)
    if options.check:
        for name in pages.differ(reasons):
            terminal.on_error(StaleError(f"{pages.folder / name}: {reasons[name]}"))
    elif options.dry_run:
        for name, reason in reasons.items():
            tell(f"{pages.folder / name}: {reason}")
    elif pages.cards and reasons:
        written = Manifest(pages=pages.write(reasons))
        if figures.store:
            figures.store.update(lambda known: known.merged(written))
        for name in reasons:
            terminal.on_file(pages.folder / name)


def _store(out: str, options: Options) -> Store | None:
    from convanim.batch.manifest_file import Store
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
