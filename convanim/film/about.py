"""What a file says about its figure, to programs and to readers who cannot see it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class About:
    """The name and the alternative text of a figure.

    Attributes
    ----------
    title : str
        The name of the figure.
    describe : callable
        Returns the alternative text; called only by formats that hold one.
    """

    title: str
    describe: Callable[[], str]

    @functools.cached_property
    def alt(self) -> str:
        """What the figure shows, for readers who cannot see it."""
        return self.describe()


NAMELESS = About("figure", lambda: "a figure of convolution arithmetic")
"""What a film says that belongs to no named figure."""
