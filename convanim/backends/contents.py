"""Films without drawings, for formats that only speak of a figure's other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from convanim.film.backend import Backend
from convanim.film.contents import Contents

if TYPE_CHECKING:
    from convanim.film.shot import Shot


class ContentsBackend(Backend[object, Contents]):
    """Lists the frames, without drawing them."""

    name: ClassVar = "contents"

    def film(self, shot: Shot, options: object) -> Contents:
        """Return the film; no option changes it."""
        del options
        moments = shot.timeline.moments
        steps = tuple(t for t, moment in enumerate(moments) if not moment.part)
        timeline = shot.timeline
        return Contents(
            shot.about,
            timeline.centiseconds,
            steps,
            shot.layout.box,
            timeline.poster,
            shot.setup.loop or 0,
        )
