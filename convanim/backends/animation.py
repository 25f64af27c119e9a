"""Films as one animated drawing, made from the scenes without pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.film import AnimationFilm

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class AnimationBackend(Backend[object, AnimationFilm]):
    """Turns the layers of a film into tracks that a browser shows, moves and reshapes."""

    name: ClassVar = "animation"
    libraries: ClassVar = ("matplotlib", "numpy")
    fonts: ClassVar = "fonts/ttf/cm*.ttf"

    def film(self, shot: Shot, options: object) -> AnimationFilm:
        """Return the film, at the size that its page is set up for.

        Raises
        ------
        OutputError
            If matplotlib does not start.
        """
        from convanim.backends._svg.document import Document

        del options
        return Document(shot.layout, shot.timeline, shot.theme, shot.setup, shot.about)
