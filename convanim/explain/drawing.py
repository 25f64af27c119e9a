"""What the drawing of a figure amounts to: frames, seconds, pixels, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.errors import plural
from convanim.explain.summary import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.explain.summary import Row


@dataclass(frozen=True, slots=True)
class Drawing:
    """The film of a figure, estimated before any frame is drawn.

    Attributes
    ----------
    frames, centiseconds : int
        How many there are, and how long they last together.
    pixels : tuple of int
        Width and height of a frame at 150 pixels an inch.
    excerpts : tuple of str
        What is drawn of the layers, where that is not all.
    """

    frames: int
    centiseconds: int
    pixels: tuple[int, int]
    excerpts: tuple[str, ...] = ()

    def __str__(self) -> str:
        width, height = self.pixels
        count = f"{self.frames} {plural(self.frames, 'frame')}"
        return f"{count} of {width} x {height} pixels, {self.centiseconds / 100:g} s of film"

    def as_dict(self) -> dict[str, Any]:
        """Return everything as numbers and strings, for JSON."""
        film = {
            "frames": self.frames,
            "seconds": self.centiseconds / 100,
            "pixels": list(self.pixels),
        }
        return {"film": {**film, **({"excerpts": [*self.excerpts]} if self.excerpts else {})}}

    def lines(self) -> list[str]:
        """Return the text for people."""
        return ["", "film", *lines_of(self._rows())]

    def _rows(self) -> Iterator[Row]:
        yield "drawn", str(self)
        for each in self.excerpts:
            label, _, text = each.partition(": ")
            yield label.lower(), text
