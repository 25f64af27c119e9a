"""What the drawing of a figure amounts to: frames, seconds, pixels, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from convanim.errors import plural


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
