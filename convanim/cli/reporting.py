"""What the commands share: options, errors on stderr, progress."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATHS = click.Path(exists=True, path_type=Path, allow_dash=True)


def _set_colour(context: click.Context, _: click.Parameter, choice: str) -> None:
    automatic = False if os.environ.get("NO_COLOR") else None
    context.color = {"always": True, "never": False}.get(choice, automatic)


colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    expose_value=False,
    callback=_set_colour,
    help="Colour errors; auto (the default) does so on a terminal and honours NO_COLOR.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress, only errors.")
set_option = click.option(
    "-s",
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Replace a key of the configs: -s k=5. May be repeated.",
)


class Faults:
    """Tells each error as it comes, and counts them."""

    def __init__(self, keep_going: bool = True) -> None:
        self.keep_going = keep_going
        self.count = 0

    def __call__(self, error: ConvanimError) -> None:
        """Tell an error; raise when the run should stop at the first."""
        self.count += 1
        click.echo(click.style(str(error), fg="red"), err=True)
        if not self.keep_going:
            raise click.exceptions.Exit(1)

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.count else 0


@contextlib.contextmanager
def usage() -> Iterator[None]:
    """Turn what convanim refuses into wrong usage: exit status 2 and a hint at --help."""
    try:
        yield
    except ConvanimError as error:
        raise click.UsageError(str(error)) from error


@contextlib.contextmanager
def progress(total: int, quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """Show a bar on stderr while frames are drawn, where somebody can see it.

    Yields
    ------
    callable
        ``advance(name, count)``: so many more frames of that figure are drawn.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns: Any = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(name: str, count: int) -> None:
            bar.update(task, description=escape(name), advance=count)

        yield advance
