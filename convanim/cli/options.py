"""The options that ``render`` and ``gallery`` share, and which of them can be combined."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli import completion
from convanim.cli.logs import LOGS, log_option
from convanim.cli.terminal import Terminal, colour_option, quiet_option, set_option, usage
from convanim.errors import StaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from convanim.batch import Job
    from convanim.cli.logs import Log

FOLDER = click.Path(file_okay=False, path_type=Path)

theme_option = click.option(
    "-t",
    "--theme",
    metavar="NAME",
    shell_complete=completion.themes,
    help="Draw all figures with this theme: a name, or a file such as mine.yaml.",
)


class FormatOption(click.Option):
    """An option whose help lists the formats there are; they are looked up only when printed."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        from convanim.film.writer import Writer
        from convanim.plugins import registry

        formats = ", ".join(registry.scan(Writer))
        self.help = f"{formats}; a slash means a folder of frames. May be repeated."
        return super().get_help_record(ctx)


formats_option = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    shell_complete=completion.formats,
    cls=FormatOption,
)
also_option = click.option(
    "--also",
    multiple=True,
    metavar="FORMAT",
    shell_complete=completion.formats,
    help="Another format of each figure, linked on its card; html plays it. May be repeated.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    "count",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Number of processes; by default one per processor, if there is enough to do.",
)

SIZES = ("width", "height", "dpi")
"""The options that are keys of a config under the same name."""

OPTIONS = (
    theme_option,
    set_option,
    click.option(
        "--width", metavar="LENGTH", help="Width of the page: 84mm, 3.3in, 800px, column, text."
    ),
    click.option("--height", metavar="LENGTH", help="Height of the page."),
    click.option("--dpi", metavar="N", help="Pixels per inch."),
    click.option(
        "-n",
        "--dry-run",
        is_flag=True,
        help="Write nothing; list what would be written, and why.",
    ),
    click.option("--force", is_flag=True, help="Write all files, even if up to date."),
    click.option(
        "--check", is_flag=True, help="Write nothing; exit with 1 if anything is not up to date."
    ),
    click.option(
        "--strict",
        is_flag=True,
        help="With --check: also fail on files that no config produces any more.",
    ),
    click.option("--diff", is_flag=True, help="With --check: show how the frames differ, as text."),
    click.option(
        "--report",
        type=FOLDER,
        metavar="DIR",
        help="With --check: write a page that compares old and new pictures.",
    ),
    click.option("--prune", is_flag=True, help="Delete files that no config produces any more."),
    click.option(
        "--cache",
        type=FOLDER,
        metavar="DIR",
        help="Store files in this folder by the hash of their inputs, and reuse them.",
    ),
    click.option(
        "--shard", metavar="N/M", help="Draw only the N-th of M equal shares of the figures."
    ),
    click.option(
        "--keep-going/--fail-fast",
        default=True,
        help="After an error, continue with the other figures (default) or stop.",
    ),
    jobs_option,
    click.option("--scheduler", metavar="ADDRESS", help="Draw on a dask cluster."),
    quiet_option,
    log_option,
    colour_option,
)

EXCLUDE = (
    ("check", ("dry_run", "prune", "cache", "scheduler")),
    ("dry_run", ("scheduler",)),
    ("shard", ("prune", "strict")),
)
"""An option, and those that cannot be combined with it."""


@dataclass(frozen=True, slots=True)
class Options:
    """The values of the options; see their help."""

    theme: str | None = None
    settings: tuple[str, ...] = ()
    dry_run: bool = False
    force: bool = False
    check: bool = False
    strict: bool = False
    diff: bool = False
    report: Path | None = None
    prune: bool = False
    cache: Path | None = None
    shard: str | None = None
    keep_going: bool = True
    count: int | None = None
    scheduler: str | None = None
    quiet: bool = False
    log: Log = LOGS["text"]

    def __post_init__(self) -> None:
        """Refuse options that contradict each other."""
        for name in ("diff", "strict", "report"):
            if getattr(self, name) and not self.check:
                raise click.UsageError(f"--{name} needs --check")
        for name, others in EXCLUDE:
            for other in others:
                if getattr(self, name) and getattr(self, other):
                    first, second = (f"--{each.replace('_', '-')}" for each in (name, other))
                    raise click.UsageError(f"{first} and {second} cannot be combined")

    def begin(self) -> None:
        """Start workers early, when something must be drawn."""
        from convanim.batch.executors.processes import begin

        begin(None if self.scheduler else self.count)

    @contextlib.contextmanager
    def workers(self, terminal: Terminal, jobs: Sequence[Job]) -> Iterator[Executor | None]:
        """Provide the executor that draws these jobs, and show its progress."""
        from convanim.batch.executors.cluster import cluster
        from convanim.batch.executors.processes import processes, workers

        with terminal.progress(jobs):
            if self.scheduler is not None:
                with contextlib.ExitStack() as stack:
                    with usage():
                        remote = stack.enter_context(cluster(self.scheduler))
                    yield remote
                return
            advance = terminal.on_frames if terminal.bars else None
            with processes(workers(jobs, self.count), advance) as executor:
                yield executor


def batch_command(command: Callable[..., None]) -> Callable[..., int]:
    """Give a command the shared options, as ``options``, and a terminal, as ``terminal``.

    After ``--check`` the last line is the command that corrects what was found.
    """

    def called(**given: Any) -> int:
        sizes = {name: given.pop(name) for name in SIZES}
        given["settings"] += tuple(f"{name}={value}" for name, value in sizes.items() if value)
        names = Options.__dataclass_fields__
        options = Options(**{name: given.pop(name) for name in names})
        terminal = Terminal(options.keep_going, options.quiet, options.log)
        with contextlib.suppress(click.exceptions.Exit):  # after an error with --fail-fast
            command(options=options, terminal=terminal, **given)
        stale = [error for error in terminal.errors if isinstance(error, StaleError)]
        if options.check and stale:
            from convanim.cli.correction import correction

            terminal.on_note(f"run: {correction(click.get_current_context(), stale)}")
        return terminal.status

    called.__doc__, called.__name__ = command.__doc__, command.__name__
    called.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(OPTIONS):
        option(called)
    return called


def default_configs() -> Path:
    """Return the folder to draw when no path is given."""
    configs = Path("configs")
    if not configs.is_dir():
        raise click.UsageError("there is no folder 'configs' here; name the configs to draw")
    return configs
