"""The commands that draw nothing: ``validate``, ``explain``, ``list`` and ``schema``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli.logs import log_option
from convanim.cli.terminal import (
    PATHS,
    Paths,
    Terminal,
    colour_option,
    quiet_option,
    set_option,
    tell,
    usage,
)
from convanim.errors import ConvanimError, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.api.explaining import Explained
    from convanim.batch import Source
    from convanim.batch.shared_errors import SharedErrors
    from convanim.cli.logs import Log
    from convanim.config import Draft
    from convanim.errors import Report

_CODE = re.compile(r"E\d{3}")

WIDTH = 80
"""Characters in a line of an explanation."""

KINDS = ("operations", "views", "overlays", "formats", "themes", "languages")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@set_option
@quiet_option
@log_option
@colour_option
def validate(
    paths: tuple[Path | str, ...], settings: tuple[str, ...], quiet: bool, log: Log
) -> int:
    """Check configs and draw nothing.

    Each error is reported with its file, line and column. Themes of your own are measured: texts
    that are hard to read, and colours that look alike with one kind of vision, are warnings.
    """
    from convanim import batch, config

    with usage():
        sources = batch.sources(paths)
    terminal = Terminal(quiet=quiet, log=log)
    faulty: set[str] = set()
    warnings: dict[Report, None] = {}
    count = 0

    def on_error(error: ConvanimError) -> None:
        faulty.add(error.config)
        terminal.on_error(error)

    for source, figure in batch.read(sources, settings, on_error, faulty.add):
        job = batch.Job(source, figure, Path(), figure.outputs)
        count += len(batch.fitting([job], on_error))
        for theme in figure.spec.themes:
            warnings |= dict.fromkeys(config.theme_warnings(theme))
    for warning in warnings:
        terminal.on_note(str(warning))
    if not quiet:
        valid = sum(str(source.path) not in faulty for source in sources)
        figures = f", with {count} {plural(count, 'figure')}" if count > valid else ""
        click.echo(f"{valid} of {len(sources)} configs are valid{figures}", err=True)
    return terminal.status


class PathOrCode(Paths):
    """A path that exists, a layer in one line, or the code of an error; the last two are texts."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        """Return the path, the line or the code."""
        if isinstance(value, str) and _CODE.fullmatch(value) and not os.path.lexists(value):
            return value
        return super().convert(value, param, ctx)


@click.command()
@click.argument("path", required=False, type=PathOrCode())
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@set_option
@colour_option
def explain(path: Path | str | None, as_json: bool, settings: tuple[str, ...]) -> int:
    """Print every number that follows from a config.

    The relationship of the guide that gives the output size is named. A layer in one line needs no
    config: convanim explain "Conv2d(3, 8, 3, stride=2), i = 32". Without PATH the config consists
    of --set alone: convanim explain -s i=5 -s k=3 -s s=2. Figures that are too large to draw can be
    explained, too. The code of an error is explained in words: convanim explain E301.
    """
    from convanim import batch
    from convanim.batch.shared_errors import SharedErrors

    if path is None and not settings:
        raise click.UsageError("name a config, or give keys: -s i=5 -s k=3")
    if isinstance(path, str) and _CODE.fullmatch(path):
        _tell_code(path, as_json)
        return 0
    terminal = Terminal()
    try:
        drafts = batch.drafts_of(_source(path), settings).some()
    except ConvanimError as error:
        terminal.on_error(error)
        return terminal.status
    told = SharedErrors(terminal.on_error)
    found = (_explanation(draft, told) for draft in drafts)
    explanations = (each for each in found if each)
    if as_json:
        _tell_json(explanations, is_list=len(drafts) > 1)
    else:
        for n, each in enumerate(explanations):
            tell(f"\n{each}" if n else str(each))
    told.end(path, len(drafts))
    return terminal.status


def _tell_code(code: str, as_json: bool) -> None:
    """Print what the code of an error means."""
    import json
    import textwrap

    from convanim.errors.codes import kind_of

    kind = kind_of(code)
    if as_json:
        tell(json.dumps({"code": code, "title": kind.title, "explanation": kind.explanation}))
    else:
        tell(f"{code}: {kind.title}\n\n{textwrap.fill(kind.explanation, WIDTH)}")


def _explanation(draft: Draft, told: SharedErrors) -> Explained | None:
    """Return the explanation of a figure, drawable or not; None where it has faults."""
    from convanim.api import Figure

    try:
        return Figure.of(draft).explain()
    except ConvanimError as error:
        told.on_error(error, draft.figure.name)
        return None


def _tell_json(explanations: Iterable[Explained], *, is_list: bool) -> None:
    """Print explanations as a list, or the only one by itself."""
    import json

    found = [each.as_dict() for each in explanations]
    if is_list or found:
        tell(json.dumps(found if is_list else found[0], indent=2))


def _source(path: Path | str | None) -> Source:
    from convanim import batch

    if path is None:
        return batch.SETTINGS
    return batch.Source(Path(path), line=path if isinstance(path, str) else None)


@click.command("list")
@click.argument("kind", required=False, type=click.Choice(KINDS))
def list_names(kind: str | None) -> None:
    """List all operations, views, formats, themes and so on.

    With a kind, such as views, its names are printed one a line.
    """
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
        "themes": config.known_themes(),
        "languages": config.languages(),
    }
    if kind:
        tell("\n".join(names[kind]))
        return
    for each in KINDS:
        tell(f"{each + ':':<12}{' '.join(names[each])}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a config, for editors.

    Example: convanim schema > schema.json.
    """
    import json

    from convanim import config

    tell(json.dumps(config.schema(), indent=1, sort_keys=True))


COMMANDS = (explain, list_names, schema, validate)
