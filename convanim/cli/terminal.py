"""What the commands share: options, errors on stderr, progress."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli.logs import LOGS, harmless
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.batch import Job
    from convanim.cli.logs import Log
    from convanim.cli.progress import Bars


class Paths(click.ParamType[Any]):
    """A path that exists, or a layer in one line, which stays a text."""

    name = "PATH"
    path = click.Path(exists=True, path_type=Path, allow_dash=True)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | str:
        """Return the path, or the line."""
        from convanim.config import is_line

        if isinstance(value, str) and is_line(value) and not os.path.lexists(value):
            return value
        found: Path = self.path.convert(value, param, ctx)
        return found


PATHS = Paths()


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
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="Print errors only: no progress, no notes."
)
set_option = click.option(
    "-s",
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Replace a key of the configs: -s k=5. May be repeated.",
)


class Terminal:
    """Prints what happens in a run: paths on stdout, everything else on stderr.

    It is a :class:`convanim.batch.listener.Listener`, and keeps the errors.
    """

    def __init__(
        self, keep_going: bool = True, quiet: bool = False, log: Log = LOGS["text"]
    ) -> None:
        self.keep_going = keep_going
        self.quiet = quiet
        self.log = log
        self.errors: list[ConvanimError] = []
        self.bars: Bars | None = None

    def on_error(self, error: ConvanimError) -> None:
        """Print an error, and stop the run with ``--fail-fast``."""
        self.errors.append(error)
        click.echo(self.log.error(error), err=True)
        if not self.keep_going:
            raise click.exceptions.Exit(1)

    def on_note(self, text: str) -> None:
        """Print a note, unless only errors are wanted."""
        if not self.quiet:
            click.echo(self.log.note(text), err=True)

    def on_file(self, path: Path) -> None:
        """Print a file's path."""
        tell(str(path))

    def on_frames(self, name: str, count: int) -> None:
        """Advance the progress bars."""
        if self.bars:
            self.bars.advance(name, count)

    def on_finish(self, name: str) -> None:
        """Remove the progress bar of a figure."""
        if self.bars:
            self.bars.finished(name)

    @contextlib.contextmanager
    def progress(self, jobs: Iterable[Job]) -> Iterator[None]:
        """Show bars for figures, whose frames are only counted if stderr is a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield
            return
        from convanim.cli.progress import bars

        with bars({job.name: job.ticks for job in jobs}) as self.bars:
            yield
        self.bars = None

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.errors else 0


def tell(text: str) -> None:
    """Print to stdout; stop the run if stdout cannot be written."""
    try:
        click.echo(text)
    except OSError as error:
        raise click.ClickException(f"cannot write to stdout: {error.strerror}") from None


@contextlib.contextmanager
def usage() -> Iterator[None]:
    """Turn convanim's errors into usage errors: exit status 2 and a pointer to --help."""
    try:
        yield
    except ConvanimError as error:
        raise click.UsageError(harmless(str(error))) from error
