"""What every format has: its suffix, the film that it takes, and how it writes one."""

from __future__ import annotations

from typing import ClassVar

from convanim.plugins.registry import Plugin


class Writer(Plugin):
    """A format of files."""

    __slots__ = ()

    folder: ClassVar = "writers"
    suffix: ClassVar[str]
