"""TeX: a snippet that shows the figure's PDF in a paper, on slides, or as an animation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from convanim.files.staging import staged
from convanim.film.contents import Contents
from convanim.film.writer import Writer
from convanim.plugins.key import Key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_USES = ("figure", "subfigures", "beamer", "animate")
_HELP = "where it is shown; by default, a step or a filmstrip as a figure, and steps as subfigures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tex(Writer[Contents]):
    r"""A snippet of LaTeX that shows the PDF of the figure, for ``\input``.

    Attributes
    ----------
    use : str or None
        ``figure`` shows the poster, ``subfigures`` some steps side by side, ``beamer`` one
        step a slide, and ``animate`` the film with its own durations.
    """

    use: Annotated[str | None, Key("word", _HELP, words=_USES)] = None

    name: ClassVar[str] = "tex"
    suffix: ClassVar[str] = ".tex"
    is_transparent: ClassVar[bool] = True
    setup: ClassVar[frozenset[str]] = frozenset({"loop"})
    takes: ClassVar[str] = "contents"
    signature: ClassVar[bytes] = b"% "
    still: ClassVar[bool] = False

    def write(self, film: Contents, path: Path, tick: Callable[[], None]) -> tuple[Path, ...]:
        """Write the snippet, in UTF-8.

        Raises
        ------
        OutputError
            The file could not be written.
        """
        from convanim.film.latex import snippet

        with staged(path) as temporary:
            temporary.write_text(snippet(film, self.use), encoding="utf-8", newline="\n")
        tick()
        return (path,)

    def frame_count(self, frames: int) -> int:
        """Return 1, for the file."""
        del frames
        return 1
