"""Writes files under temporary names beside them, and puts each in place when it is whole."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from typing import TYPE_CHECKING, BinaryIO

from convanim.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

MARK = ".convanim-"
"""What the names of temporary files have in common; no other file is ever cleared away."""

_TEMPORARY = re.compile(rf"\..*{re.escape(MARK)}[0-9a-f]{{8}}(\.[^.]*)?")


@contextlib.contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of ``path``; move it there if all went well.

    No reader ever sees half a file, and an old one stays as it was until the new one is whole.

    Parameters
    ----------
    path : Path
        The final name; its folder is made when it does not exist, and cleared when it does.

    Yields
    ------
    Path
        A hidden name with the same suffix, for the body to write.

    Raises
    ------
    OutputError
        The file could not be written, or is empty.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        clear(path.parent)
        with _staged(path) as temporary:
            yield temporary


@contextlib.contextmanager
def _staged(path: Path) -> Iterator[Path]:
    temporary, held = _held(path)
    try:
        with held:
            yield temporary
            if temporary.stat().st_size == 0:
                raise OutputError(f"{path}: came out empty; is the disk full?")
            os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _held(path: Path) -> tuple[Path, BinaryIO]:
    """Return a new empty file, locked for as long as this process has it open: see `clear`."""
    while True:
        temporary = path.with_name(f".{path.stem}{MARK}{secrets.token_hex(4)}{path.suffix}")
        held = temporary.open("xb")
        _lock(held, wait=True)
        # Another run may have cleared it away before it was locked.
        if temporary.exists():
            return temporary, held
        held.close()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise OutputError(f"{path}: cannot be written: {reason}") from error


def clear(folder: Path) -> None:
    """Remove the temporary files of runs that were killed; those of runs that live are locked."""
    for path in _temporary(folder):
        with contextlib.suppress(OSError), path.open("rb") as left:
            if _lock(left):
                path.unlink()


def _temporary(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [each.name for each in entries if _TEMPORARY.fullmatch(each.name)]
    except (OSError, UnicodeEncodeError):
        return []
    return [folder / name for name in names]


def _lock(file: BinaryIO, wait: bool = False) -> bool:
    """Lock a file until it is closed or its process ends; return whether nobody else has."""
    try:
        import fcntl
    except ImportError:
        file.close()  # on Windows a file that is open cannot be removed, which does as well
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def staged_frames(
    folder: Path, suffix: str, count: int, contents: Iterable[bytes], tick: Callable[[], None]
) -> tuple[Path, ...]:
    """Write one file a frame: ``NAME/NAME_00.png`` and so on, with two digits at least.

    Frames left over from an earlier, longer film are removed; nothing else is touched.

    Parameters
    ----------
    folder : Path
        Where the files go; its name is theirs.
    suffix : str
        Their ending, with its dot.
    count : int
        How many there are.
    contents : iterable of bytes
        What stands in each; the next is asked for when the last is in place.
    tick : callable
        Called after each file.

    Returns
    -------
    tuple of Path
        The files, in the order of the frames.

    Raises
    ------
    OutputError
        A file could not be written, or an old one not removed.
    """
    digits = max(2, len(str(count - 1)))
    paths = tuple(folder / f"{folder.name}_{n:0{digits}}{suffix}" for n in range(count))
    clear(folder)
    for path, content in zip(paths, contents, strict=True):
        with _explained(path):
            folder.mkdir(parents=True, exist_ok=True)
            with _staged(path) as temporary:
                temporary.write_bytes(content)
        tick()
    _remove_others(folder, suffix, paths)
    return paths


def _remove_others(folder: Path, suffix: str, paths: tuple[Path, ...]) -> None:
    numbered = re.compile(rf"{re.escape(folder.name)}_[0-9]{{2,}}{re.escape(suffix)}")
    for path in folder.iterdir():
        if numbered.fullmatch(path.name) and path not in paths and path.is_file():
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error
