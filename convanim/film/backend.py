"""The base class of backends: each makes one kind of film."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from convanim.plugins.registry import Plugin

if TYPE_CHECKING:
    from convanim.film.shot import Shot

Options_contra = TypeVar("Options_contra", contravariant=True)
Film_co = TypeVar("Film_co", covariant=True)


class Backend(Plugin, Generic[Options_contra, Film_co]):
    """Makes the films of one kind: those for the writers whose ``takes`` is its name.

    Attributes
    ----------
    libraries : tuple of str
        The PyPI names of the libraries that draw.
    fonts : str
        A pattern for the font files that set all text, within matplotlib's data folder; empty if
        no font of matplotlib is used.
    asks : tuple of str
        The modules that answer what it asks about a figure, such as ``"api.questions"``, in
        addition to those that draw.
    """

    __slots__ = ()

    folder: ClassVar = "backends"
    libraries: ClassVar[tuple[str, ...]] = ()
    fonts: ClassVar[str] = ""
    asks: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def film(self, shot: Shot, options: Options_contra) -> Film_co:
        """Return a film; its frames are drawn when they are asked for.

        Parameters
        ----------
        shot : Shot
            What to draw.
        options : Writer
            The writer, for the options that drawing depends on.

        Raises
        ------
        OutputError
            A frame would be too large.
        """
