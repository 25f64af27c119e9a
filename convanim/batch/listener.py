"""How a run reports its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.errors import ConvanimError


class Listener(Protocol):
    """Receives the events of a run; figures are identified by their names in it."""

    def on_frames(self, name: str, count: int) -> None:
        """Handle the number of frames of a figure that have been drawn since the last call."""

    def on_finish(self, name: str) -> None:
        """Handle the completion of a figure."""

    def on_file(self, path: Path) -> None:
        """Handle a file that has been written."""

    def on_error(self, error: ConvanimError) -> None:
        """Handle the error of a figure; the run continues unless this raises."""

    def on_note(self, text: str) -> None:
        """Handle information that is not an error."""
