"""The commands that draw nothing: ``validate``, ``explain``, ``list`` and ``schema``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convanim.cli.logs import log_option
from convanim.cli.terminal import (
    PATHS,
    Terminal,
    colour_option,
    quiet_option,
    set_option,
    tell,
    usage,
)
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from convanim.batch import Source
    from convanim.cli.logs import Log

KINDS = ("operations", "views", "overlays", "formats", "themes")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@set_option
@quiet_option
@log_option
@colour_option
def validate(
    paths: tuple[Path | str, ...], settings: tuple[str, ...], quiet: bool, log: Log
) -> int:
    """Check the configs of PATHS and draw nothing; report file, line and column of each error."""
    from convanim import batch

    with usage():
        sources = batch.sources(paths)
    terminal = Terminal(log=log)
    figures = batch.read(sources, settings, terminal.on_error)
    jobs = [batch.Job(source, figure, Path(), figure.outputs) for source, figure in figures]
    sound = batch.fitting(jobs, terminal.on_error)
    if not quiet:
        click.echo(f"{len(sound)} of {len(sources)} configs are valid", err=True)
    return terminal.status


@click.command()
@click.argument("path", required=False, type=PATHS)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@set_option
@colour_option
def explain(path: Path | str | None, as_json: bool, settings: tuple[str, ...]) -> int:
    """Print every number that follows from a config, and the relationship that gives it.

    A layer in one line needs no config: convanim explain "Conv2d(3, 8, 3, stride=2), i = 32".
    Without PATH the config consists of --set alone: convanim explain -s i=5 -s k=3 -s s=2. Figures
    that are too large to draw can be explained, too.
    """
    from convanim import batch

    if path is None and not settings:
        raise click.UsageError("name a config, or give keys: -s i=5 -s k=3")
    terminal = Terminal()
    try:
        figure = batch.figure_of(_source(path), settings)
    except ConvanimError as error:
        terminal.on_error(error)
    else:
        import json

        explanation = figure.explain()
        tell(json.dumps(explanation.as_dict(), indent=2) if as_json else str(explanation))
    return terminal.status


def _source(path: Path | str | None) -> Source:
    from convanim import batch

    if path is None:
        return batch.SETTINGS
    return batch.Source(Path(path), line=path if isinstance(path, str) else None)


@click.command("list")
@click.argument("kind", required=False, type=click.Choice(KINDS))
def list_names(kind: str | None) -> None:
    """List all operations, views, overlays, formats and themes, or one KIND line by line."""
    from convanim import config
    from convanim.film.writer import Writer
    from convanim.layers.operation import Operation
    from convanim.layout.overlay import Overlay
    from convanim.layout.view import View
    from convanim.plugins import registry

    names = {
        "operations": tuple(registry.scan(Operation)),
        "views": tuple(registry.scan(View)),
        "overlays": tuple(registry.scan(Overlay)),
        "formats": tuple(registry.scan(Writer)),
        "themes": config.themes(),
    }
    if kind:
        tell("\n".join(names[kind]))
        return
    for each in KINDS:
        tell(f"{each + ':':<12}{' '.join(names[each])}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a config, for editors: convanim schema > schema.json."""
    import json

    from convanim import config

    tell(json.dumps(config.schema(), indent=1, sort_keys=True))


COMMANDS = (explain, list_names, schema, validate)
