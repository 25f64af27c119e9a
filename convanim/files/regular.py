"""Opens regular files only: a pipe, a device or a socket in their place would block a reader."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Windows has neither flag, and no named pipes among its files.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


@contextlib.contextmanager
def opened(path: Path, follow_links: bool = True) -> Iterator[BinaryIO]:
    """Open a regular file for reading, without ever waiting for one who writes to it.

    Parameters
    ----------
    path : Path
        The file.
    follow_links : bool
        Whether the path may be a symbolic link.

    Raises
    ------
    OSError
        The file cannot be opened, is not a regular file, or is a link that must not be followed.
    """
    handle = os.open(path, os.O_RDONLY | _AT_ONCE | (0 if follow_links else _NO_LINKS))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", str(path))
        yield file
