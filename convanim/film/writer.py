"""The base classes of file formats: a suffix, the kind of film a format takes, and its writer."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

from convanim.film.film import Frame, PageFilm, TextFilm
from convanim.film.page_setup import PAGE
from convanim.film.rates import Rates  # noqa: TC001 - annotations of keys are evaluated
from convanim.plugins.registry import Plugin

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film.page_setup import PageSetup
    from convanim.film.rates import Estimate
    from convanim.scene.geometry import Box
    from convanim.scene.workload import Workload

Film_contra = TypeVar("Film_contra", contravariant=True)


class Writer(Plugin, Generic[Film_contra]):
    """A file format. A subclass is a frozen dataclass whose fields are the format's options.

    Attributes
    ----------
    suffix : str
        The ending of its files, with the dot.
    takes : str
        The kind of film it takes: the name of a :class:`~convanim.film.backend.Backend`.
    ending : str
        What follows the figure's name in the default file name, before the suffix.
    signature : bytes
        A regular expression that the first bytes of its files match; empty if they can be any.
    still : bool
        Whether the format can show a filmstrip.
    moves : bool
        Whether frames between two steps are written, too.
    setup : frozenset of str
        The options of a page setup that make a difference to its files.
    is_transparent : bool
        Whether its files can have a transparent page.
    is_translucent : bool
        Whether what is behind a transparent page can also be seen in part.
    libraries : tuple of str
        The PyPI names of the libraries that encode it, in addition to those that draw.
    rates : Rates or None
        How its files grow with a film; None where that is not known.
    """

    __slots__ = ()

    folder: ClassVar = "writers"
    suffix: ClassVar[str]
    ending: ClassVar[str] = ""
    takes: ClassVar[str]
    signature: ClassVar[bytes] = b""
    still: ClassVar[bool]
    moves: ClassVar[bool] = True
    setup: ClassVar[frozenset[str]] = frozenset()
    is_transparent: ClassVar[bool] = False
    is_translucent: ClassVar[bool] = True
    libraries: ClassVar[tuple[str, ...]] = ()
    rates: ClassVar[Rates | None] = None

    @abstractmethod
    def write(self, film: Film_contra, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write a film.

        Parameters
        ----------
        film : RasterFilm, PageFilm or TextFilm
            What to write.
        path : Path
            The file; for a folder of files, the folder.
        tick : callable
            Called once for each frame written.

        Returns
        -------
        tuple of Path
            The files written.

        Raises
        ------
        OutputError
            A file could not be written, or the format cannot hold the film.
        """

    @staticmethod
    def pixels(path: Path) -> Generator[NDArray[np.uint8]] | None:
        """Read a file back as frames of shape (height, width, 3).

        Parameters
        ----------
        path : Path
            A file of this format.

        Returns
        -------
        generator of array of uint8, or None
            None if the format has no pixels.
        """
        del path
        return None

    def is_signed(self, content: bytes) -> bool:
        """Return whether content, of a file or its beginning, starts as the format does."""
        return re.match(self.signature, content, re.DOTALL) is not None

    def oversize(self, box: Box, setup: PageSetup) -> str | None:
        """Return why frames of a page with this box, in points, are too large; None if they fit."""
        del box, setup
        return None

    def frame_count(self, frames: int) -> int:
        """Return how many frames of a film with so many frames are written."""
        return frames

    def estimate(self, work: Workload) -> Estimate | None:
        """Return what a film is expected to cost; None where that is not known."""
        return self.rates.estimate(work) if self.rates else None

    def of_first_frame(self) -> Self:
        """Return the writer that shows the first frame, where the format shows a single one."""
        return self


class PageWriter(Writer[PageFilm]):
    """A format of printable pages."""

    __slots__ = ()

    takes: ClassVar[str] = "pages"
    setup: ClassVar[frozenset[str]] = PAGE
    is_transparent: ClassVar[bool] = True


class TextWriter(Writer[TextFilm]):
    """A format of plain text."""

    __slots__ = ()

    takes: ClassVar[str] = "text"
    is_transparent: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class SingleFrame(Writer[Film_contra]):
    """A format that shows a single frame of a film.

    Attributes
    ----------
    frame : int or str
        Which one: a number counted from 0, ``"poster"``, ``"first"``, ``"middle"`` or ``"last"``.
    """

    # No slots: a format derives from this and from its kind, and only one base may have slots.

    frame: Frame = "poster"

    def frame_count(self, frames: int) -> int:
        """Return 1."""
        del frames
        return 1

    def of_first_frame(self) -> Self:
        """Return the writer that shows the first frame."""
        return replace(self, frame="first")
