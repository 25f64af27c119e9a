"""Writes a figure to one file, to a file object, or to bytes."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from convanim import config
from convanim.api.shot import format_of, write
from convanim.errors import ConvanimError
from convanim.files.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config import FigureSpec, Output
    from convanim.film.shot import Shot

NO_FORMAT = "a file object has no suffix; name a format, as in save(file, format='gif')"


def silent() -> None:
    """Ignore that a frame was drawn."""


class Saved(ABC):
    """A figure that can be written to a file."""

    spec: FigureSpec

    @property
    @abstractmethod
    def name(self) -> str:
        """Its name."""

    @abstractmethod
    def shot_for(self, output: Output) -> Shot:
        """Return what backends make films of, with the theme and the page of an output."""

    @abstractmethod
    def refuse_long(self, outputs: Sequence[Output]) -> None:
        """Refuse outputs with more frames than are drawn without being asked for."""

    def save(
        self, file: str | Path | BinaryIO, format: str | None = None, **options: Any
    ) -> list[Path]:
        """Write the figure to a file.

        Parameters
        ----------
        file : str, Path or binary file object
            A path such as ``"x.mp4"``; ``"x.pdf"`` has a page for each step, ``"x.png"`` and
            ``"x.svg"`` show one frame. Or a file object to which bytes are written.
        format : str or None
            A name as in ``outputs``; None for the format that the suffix of the path gives.
        **options
            Options of the format: ``dpi``, ``width``, ``fps``, ``frame``, ``theme``.

        Returns
        -------
        list of Path
            The files written; none for a file object.

        Raises
        ------
        ConvanimError
            No format has that suffix, an option is wrong, the film would be very long, or a file
            object is given no format.
        OutputError
            The file could not be written; an existing file is left unchanged.
        """
        if not isinstance(file, str | os.PathLike):
            if format is None:
                raise ConvanimError(NO_FORMAT)
            file.write(self.to_bytes(format, **options))
            return []
        path = Path(file)
        output = config.output(format or format_of(path), **options)
        self.refuse_long((output,))
        return write(self.shot_for(output), output, path, silent)

    def to_bytes(self, format: str, **options: Any) -> bytes:
        """Return the figure as a file.

        Parameters
        ----------
        format : str
            A name in ``outputs`` that stands for one file, such as ``"gif"`` or ``"asvg"``.
        **options
            Options of the format.

        Raises
        ------
        ConvanimError
            There is no such format, it is a folder of files, or an option is wrong.
        """
        if format.endswith("/"):
            raise ConvanimError(f"format '{format}' is a folder of files; save it to a path")
        suffix = config.output(format, **options).writer.suffix
        with scratch() as folder:
            (path,) = self.save(folder / f"figure{suffix}", format, **options)
            return path.read_bytes()
