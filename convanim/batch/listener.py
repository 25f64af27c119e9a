"""What a run tells whoever has started it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.errors import ConvanimError


class Listener(Protocol):
    """Is told of everything as it happens; figures by their names in the run."""

    def advance(self, name: str, count: int) -> None:
        """Take note of so many more frames of a figure."""

    def finished(self, name: str) -> None:
        """Take note that nothing more is drawn of a figure."""

    def written(self, path: Path) -> None:
        """Take note of a file that has been written."""

    def refused(self, error: ConvanimError) -> None:
        """Take note that a figure failed; the others go on unless this raises."""

    def noted(self, text: str) -> None:
        """Take note of what is worth knowing and no fault."""
