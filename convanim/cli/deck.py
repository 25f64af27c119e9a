"""The command ``deck``: slides for PowerPoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convanim.cli.logs import log_option
from convanim.cli.options import theme_option
from convanim.cli.terminal import PATHS, Terminal, colour_option, quiet_option, set_option, usage
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from convanim.cli.logs import Log

SUFFIX = ".pptx"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@click.option(
    "-o",
    "--out",
    default="deck.pptx",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; deck.pptx by default.",
)
@click.option("--video", is_flag=True, help="Videos with a poster, instead of GIFs.")
@theme_option
@set_option
@quiet_option
@log_option
@colour_option
def deck(
    paths: tuple[Path | str, ...],
    out: Path,
    video: bool,
    theme: str | None,
    settings: tuple[str, ...],
    quiet: bool,
    log: Log,
) -> int:
    """Write slides with one figure on each.

    The figures of PATHS are GIFs, or videos with a poster. Each slide has the alternative text of
    its figure, and the numbers as notes. It needs the package python-pptx. Figures with errors are
    reported and left out.
    """
    from convanim import batch
    from convanim.documents.deck import write

    if out.suffix.lower() != SUFFIX:
        raise click.UsageError(f"-o must name a file that ends in {SUFFIX}")
    with usage():
        sources = batch.sources(paths)
    terminal = Terminal(quiet=quiet, log=log)
    if theme:
        settings = (*settings, f"theme={theme}")
    figures = batch.read(sources, settings, terminal.on_error)
    if figures:
        try:
            write([figure for _, figure in figures], out, video)
        except ConvanimError as error:
            terminal.on_error(error)
        else:
            terminal.on_file(out)
    return terminal.status


COMMANDS = (deck,)
