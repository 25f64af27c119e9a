"""Draws the figures of a document into a folder, under names that change with their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim import __version__
from convanim.batch.records.facts import digest, facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from convanim.api import Figure

DIGITS = 12
"""The digits of a hash in a name."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure of a document.

    Attributes
    ----------
    figure : Figure
        The figure.
    """

    figure: Figure

    @property
    def stem(self) -> str:
        """The name of its files without suffix, which other keys or versions change."""
        told = [__version__, facts(self.figure.spec), self.figure.alt]
        return f"{self.figure.name}-{digest(told)[:DIGITS]}"

    def draw(self, folder: Path, suffixes: Iterable[str]) -> list[Path]:
        """Draw what the folder does not have yet, and return the file of each suffix.

        The animation is the only SVG there, so that a document cannot take another one instead.

        Parameters
        ----------
        folder : Path
            Is made if needed.
        suffixes : iterable of str
            ``.svg`` is the animation; ``.pdf`` and ``.png`` are its poster.

        Raises
        ------
        ConvanimError
            The figure cannot be drawn, or a file cannot be written.
        """
        poster = self.figure.timeline.moments[self.figure.poster].drawing
        still = self.figure.with_(frames=poster, alt=self.figure.alt)
        paths = [folder / f"{self.stem}{suffix}" for suffix in suffixes]
        for path in (path for path in paths if not path.exists()):
            is_moving = path.suffix == ".svg"
            figure = self.figure if is_moving else still
            figure.save(path, "asvg" if is_moving else None)
        return paths
