"""What every view has: which layers it draws, why it cannot, and how they stand on a page."""

from __future__ import annotations

from typing import ClassVar

from convanim.plugins.registry import Plugin


class View(Plugin):
    """A way to draw a layer."""

    __slots__ = ()

    folder: ClassVar = "views"
