"""What a file says about its figure, to programs and to readers who cannot see it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.scene.language import Language


def strip_name(name: str) -> str:
    """Return the name of the file of a figure's filmstrip, given that of the figure."""
    return f"{name}_filmstrip"


@dataclass(frozen=True)
class About:
    """The name and the alternative text of a figure, and what goes with them.

    Attributes
    ----------
    title : str
        The name of the figure.
    describe : callable
        Returns the alternative text; called only by formats that hold one.
    language : Language or None
        That of the text; None for English.
    strip : str
        The name of the file of its filmstrip, without suffix; empty for none.
    """

    title: str
    describe: Callable[[], str]
    language: Language | None = None
    strip: str = ""

    @functools.cached_property
    def alt(self) -> str:
        """What the figure shows, for readers who cannot see it."""
        return self.describe()


NAMELESS = About("figure", lambda: "a figure of convolution arithmetic")
"""What a film says that belongs to no named figure."""
