"""How a run reports its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.errors import ConvanimError


class Listener(Protocol):
    """Receives events as they happen; figures are identified by their names in the run."""

    def advance(self, name: str, count: int) -> None:
        """Receive that this many more frames of a figure are drawn."""

    def finished(self, name: str) -> None:
        """Receive that a figure is finished."""

    def written(self, path: Path) -> None:
        """Receive a file that has been written."""

    def refused(self, error: ConvanimError) -> None:
        """Receive the error of a figure; the others continue unless this raises."""

    def noted(self, text: str) -> None:
        """Receive a note that is not an error."""
