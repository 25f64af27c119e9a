"""The command ``watch``: redraws figures when their configs change."""

from __future__ import annotations

import contextlib
import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli.logs import log_option
from convanim.cli.options import (
    Options,
    default_configs,
    formats_option,
    jobs_option,
    theme_option,
)
from convanim.cli.terminal import Terminal, colour_option, quiet_option, set_option, usage
from convanim.errors import ConvanimError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from convanim.cli.logs import Log
    from convanim.config import Output

TICK = 200
"""Milliseconds between two checks for changes."""

PAUSE = 10
"""Milliseconds without a change after which several changes count as one.

Editors save a file in less, and a picture that follows so soon seems to follow at once.
"""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    metavar="DIR",
    help="Output folder; the current one by default.",
)
@formats_option
@theme_option
@set_option
@jobs_option
@quiet_option
@log_option
@colour_option
def watch(
    paths: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    theme: str | None,
    settings: tuple[str, ...],
    count: int | None,
    quiet: bool,
    log: Log,
) -> None:
    """Draw figures and redraw them when their configs change.

    PATHS are configs and folders of configs (default: configs); Ctrl-C stops. Configs with errors
    are reported, and drawn once fixed.
    """
    from convanim import config

    paths = paths or (default_configs(),)
    options = Options(theme=theme, settings=settings, count=count, quiet=quiet, log=log)
    terminal = Terminal(quiet=quiet, log=log)
    with usage():
        outputs = tuple(config.output(name) for name in formats)
        saved = changes(paths)
    _draw(paths, out, outputs, options, terminal)
    terminal.on_note(f"watching {', '.join(map(str, paths))}; Ctrl-C stops")
    for _ in saved:
        _draw(paths, out, outputs, options, terminal)


COMMANDS = (watch,)


def _draw(
    paths: Sequence[Path],
    out: Path,
    outputs: tuple[Output, ...],
    options: Options,
    terminal: Terminal,
) -> None:
    """Draw what is not up to date."""
    from convanim import batch
    from convanim.batch.records.manifest_file import Store
    from convanim.cli.batches import gather

    try:
        sources = batch.sources(paths)
    except ConvanimError as error:
        terminal.on_error(error)
    else:
        gather(options, terminal, sources, outputs, out, Store(out)).act()


def changes(paths: Sequence[Path]) -> Iterator[object]:
    """Start watching, and return an iterator that yields whenever configs have changed.

    Parameters
    ----------
    paths : sequence of Path
        Configs and folders of configs.

    Raises
    ------
    MissingExtraError
        The package watchfiles is not installed.
    """
    try:
        from watchfiles import watch as watched
    except ImportError:
        raise MissingExtraError("watching", "watchfiles>=1") from None
    seen = _seen(partial(watched, step=PAUSE), paths)
    next(seen)  # starts watching, so that no change is missed while figures are drawn
    return filter(None, seen)


def _seen(watched: Callable[..., Iterator[Any]], paths: Sequence[Path]) -> Iterator[object]:
    """Yield what has changed, or nothing after every tick without a change.

    The system watches a folder rather than its path. So watching starts anew when a folder was
    removed, renamed or put back, and that counts as a change; so does a config that now extends
    another one elsewhere. Folders once watched stay so, as a config with errors names none.
    """
    watched = partial(watched, recursive=any(path.is_dir() for path in paths))
    # A file is watched through its folder, because editors replace it by another one.
    folders = {path if path.is_dir() else path.parent for path in paths} | _needed(paths)
    has_changed = False
    while True:
        present = _present(folders)
        gone = {os.path.abspath(folder) for folder in folders}
        ticks = _ticks(watched, present, partial(_is_told, named=paths, gone=gone))
        next(ticks)  # starts watching; what has changed before is drawn next
        yield has_changed
        for changes in ticks:
            if changes:
                folders |= _needed(paths)
            if _present(folders) != present or any(path in gone for _, path in changes):
                break
            yield changes
        has_changed = True


def _is_told(path: str, named: Sequence[Path], gone: Set[str]) -> bool:
    """Return whether a change of a path counts: of a config, or of a folder that is watched."""
    return path in gone or _is_config(path, named)


def _ticks(
    watched: Callable[..., Iterator[Any]], folders: Iterable[Path], is_told: Callable[[str], bool]
) -> Iterator[set[tuple[Any, str]]]:
    """Yield the changes in folders after every tick, for as long as these exist."""
    if folders:
        with contextlib.suppress(FileNotFoundError):
            yield from watched(
                *folders,
                watch_filter=lambda _, path: is_told(path),
                rust_timeout=TICK,
                yield_on_timeout=True,
            )
    while True:
        time.sleep(TICK / 1000)
        yield set()


def _present(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return the folders that exist, each with what tells it from another one of its path."""
    found = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            status = folder.stat()
            found[folder] = status.st_dev, status.st_ino
    return found


def _needed(paths: Sequence[Path]) -> set[Path]:
    """Return the folders of the configs and themes that files need; a folder has its own.

    So that a change of one of the user's themes is noticed, their folders are watched, too.
    """
    from convanim import config

    found = set(filter(Path.is_dir, config.theme_folders()))
    for path in filter(Path.is_file, paths):
        with contextlib.suppress(ConvanimError):
            drafts = config.read(path)
            found |= {each.parent for each in (*drafts.files, *drafts.named_files())}
    return found


def _is_config(path: str, named: Sequence[Path]) -> bool:
    """Return whether a file is a config: by its suffix, or because the user named it."""
    from convanim.batch import SUFFIXES

    file = Path(path)
    return file.suffix in SUFFIXES or file.name in {each.name for each in named}
