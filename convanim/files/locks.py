"""A short lock on a folder, so that two runs that write to it take turns."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make other runs wait until the body is done.

    The system releases the lock when a process dies. On a file system without locks nothing is
    locked.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            _acquire(folder, stack)
        yield


if sys.platform == "win32":
    import msvcrt

    def _acquire(folder: Path, stack: contextlib.ExitStack) -> None:
        file = stack.enter_context((folder / ".manifest.lock").open("a"))
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        stack.callback(msvcrt.locking, file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(folder: Path, stack: contextlib.ExitStack) -> None:
        """Lock the folder itself, which leaves no lock file behind."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        stack.callback(os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_EX)
