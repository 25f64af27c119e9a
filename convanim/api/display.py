"""What notebooks and consoles show of a figure."""

from __future__ import annotations

import base64
import textwrap
from abc import abstractmethod
from html import escape
from typing import TYPE_CHECKING

from convanim.api.saving import Saved
from convanim.errors import WIDEST
from convanim.layers.description import alternative_text

if TYPE_CHECKING:
    from collections.abc import Container

MOST_PLAYED = 400
"""The most frames of an animation that a notebook plays; of a longer one it shows a picture."""


class Displayed(Saved):
    """A figure that consoles show as a line of text, and notebooks as an animation."""

    @property
    @abstractmethod
    def alt(self) -> str:
        """Its alternative text."""

    @abstractmethod
    def __len__(self) -> int: ...

    def __repr__(self) -> str:
        """Return one line with the name and the arithmetic."""
        told = textwrap.shorten(
            alternative_text(self.spec.whole_layers, 0), WIDEST, placeholder=" ..."
        )
        return f"<Figure {self.name}: {told}>"

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """Return what a notebook shows: an animation, a still picture for others, and a text.

        The animation is an image with an alternative text; a notebook shows it also where it does
        not trust the content. A figure that is too large to draw is only told.
        """
        bundle = {"text/plain": repr(self)}
        if not self.spec.obstacles:
            picture = self.to_bytes("png")
            bundle = {**pictured(self.alt, self.address(picture), picture), **bundle}
        return {
            kind: text
            for kind, text in bundle.items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }

    def address(self, picture: bytes | None = None) -> str:
        """Return the address of an image that holds the image itself.

        It plays, or shows a still picture where there are too many frames.

        Parameters
        ----------
        picture : bytes or None
            The still picture, as PNG; None to draw it where it is shown.
        """
        if len(self) <= MOST_PLAYED:
            return f"data:image/svg+xml;base64,{_encoded(self.to_bytes('asvg'))}"
        return f"data:image/png;base64,{_encoded(picture or self.to_bytes('png'))}"


def pictured(alt: str, source: str, picture: bytes, name: str = "") -> dict[str, str]:
    """Return what a notebook keeps of a picture: an image, a still picture, and its text.

    Parameters
    ----------
    alt, source : str
        The alternative text, and the address of the image.
    picture : bytes
        The still picture, as PNG.
    name : str
        The name of the element; empty for none.
    """
    named = f' id="{name}"' if name else ""
    image = f'<img{named} alt="{escape(alt)}" src="{source}">'
    return {"text/plain": alt, "image/png": _encoded(picture), "text/html": image}


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
