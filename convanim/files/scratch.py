"""Folders for files that nobody is to see, among the system's temporary ones."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "convanim-scratch-"


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder until the body is done; remove those of runs that were killed.

    A folder in use is locked; the system frees the lock when its process dies.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{MARK}*"):
        with _locked(left) as is_free:
            if is_free:
                shutil.rmtree(left, ignore_errors=True)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=MARK))
        stack.enter_context(_locked(Path(folder)))
        os.makedirs(folder, exist_ok=True)  # if another run was at it before it was locked
        yield Path(folder)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder of this user; give whether that could be done: never where there are no locks.

    Links are not followed: others may have put them there.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except (ImportError, OSError):
        yield False
        return
    try:
        is_free = os.fstat(handle).st_uid == os.getuid()
        if is_free:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                is_free = False
        yield is_free
    finally:
        os.close(handle)
