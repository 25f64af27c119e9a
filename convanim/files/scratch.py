"""Temporary folders for files that are deleted after use."""

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
    """Provide an empty folder for the body, and delete folders left by runs that were killed.

    A folder in use is locked; the system releases the lock when its process dies.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{MARK}*"):
        with _locked(left) as is_free:
            if is_free:
                shutil.rmtree(left, ignore_errors=True)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=MARK))
        stack.enter_context(_locked(Path(folder)))
        os.makedirs(folder, exist_ok=True)  # another run may have deleted it before it was locked
        yield Path(folder)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder of this user; yield whether it is locked, which is never so without locks.

    Links are not followed, as other users may have created them.
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
