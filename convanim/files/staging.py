"""Writes files under temporary names, and moves each into place when it is complete."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from convanim.errors import OutputError
from convanim.files.regular import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MARK = ".convanim-"
"""The part that all names of temporary files share; no other file is ever deleted."""

_TEMPORARY = re.compile(rf"\..*{re.escape(MARK)}[0-9a-f]{{8}}(\.[^.]*)?")


@contextlib.contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Provide a temporary path beside ``path``, and move it there if the body succeeds.

    Readers never see half a file, and an old file stays until the new one is complete.

    Parameters
    ----------
    path : Path
        The final path. Its folder is created if needed, and temporary files of runs that were
        killed are deleted from it when this process first writes there.

    Yields
    ------
    Path
        A hidden name with the same suffix, for the body to write to.

    Raises
    ------
    OutputError
        The file could not be written or is empty.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_once(os.path.abspath(path.parent))
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
    """Return a new empty file, locked while this process has it open: see `clear`."""
    while True:
        temporary = path.with_name(f".{path.stem}{MARK}{secrets.token_hex(4)}{path.suffix}")
        held = temporary.open("xb")
        _lock(held, wait=True)
        # Another run may have deleted it before it was locked.
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
    """Delete the temporary files of runs that were killed; live runs hold a lock on theirs."""
    for path in _temporary(folder):
        with contextlib.suppress(OSError), opened(path, follow_links=False) as left:
            if _lock(left):
                path.unlink()


@functools.lru_cache(maxsize=256)
def _clear_once(folder: str) -> None:
    """Clear a folder when this process first writes there: to list it for each file is slow."""
    clear(Path(folder))


def _temporary(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [each.name for each in entries if _TEMPORARY.fullmatch(each.name)]
    except (OSError, UnicodeEncodeError):
        return []
    return [folder / name for name in names]


def _lock(file: BinaryIO, wait: bool = False) -> bool:
    """Lock a file until it is closed or its process ends; return whether that succeeded."""
    try:
        import fcntl
    except ImportError:
        file.close()  # on Windows an open file cannot be deleted, which has the same effect
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def frame_paths(folder: Path, suffix: str, count: int) -> tuple[Path, ...]:
    """Return the files of a folder with one file per frame, in the order of the frames."""
    digits = max(2, len(str(count - 1)))
    return tuple(folder / f"{folder.name}_{n:0{digits}}{suffix}" for n in range(count))


def staged_frames(
    folder: Path, suffix: str, count: int, contents: Iterable[bytes], tick: Callable[[], None]
) -> tuple[Path, ...]:
    """Write one file per frame: ``NAME/NAME_00.png`` and so on, with at least two digits.

    Frames left from an earlier, longer film are deleted; no other file is touched.

    Parameters
    ----------
    folder : Path
        The folder to write to; the files are named after it.
    suffix : str
        The ending of the files, with the dot.
    count : int
        How many frames there are.
    contents : iterable of bytes
        The content of each file, in order; the next is requested once a file is in place.
    tick : callable
        Called after each file.

    Returns
    -------
    tuple of Path
        The files, in the order of the frames.

    Raises
    ------
    OutputError
        A file could not be written, or an old one could not be deleted.
    """
    paths = frame_paths(folder, suffix, count)
    clear(folder)
    for path, content in zip(paths, contents, strict=True):
        with _explained(path):
            folder.mkdir(parents=True, exist_ok=True)
            with _staged(path) as temporary:
                temporary.write_bytes(content)
        tick()
    _remove_others(folder, suffix, paths)
    return paths


def frames_in(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder that are named as the frames of a film, in order."""
    numbered = re.compile(rf"{re.escape(folder.name)}_[0-9]{{2,}}{re.escape(suffix)}")
    try:
        found = [path for path in folder.iterdir() if numbered.fullmatch(path.name)]
    except OSError:
        return []
    return sorted(path for path in found if path.is_file())


def _remove_others(folder: Path, suffix: str, paths: tuple[Path, ...]) -> None:
    for path in frames_in(folder, suffix):
        if path not in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(f"{path}: cannot be removed: {error.strerror}") from error
