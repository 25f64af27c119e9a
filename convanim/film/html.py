"""The HTML that shows an animated SVG."""

from __future__ import annotations

from html import escape


def picture(animation: str, still: str, alt: str, size: tuple[object, object] | None = None) -> str:
    """Return an animation that readers who prefer reduced motion see as a still picture.

    Parameters
    ----------
    animation, still : str
        The URLs of an animated SVG, which plays inside an image whatever the reader prefers, and
        of a picture.
    alt : str
        The alternative text.
    size : tuple, or None
        Width and height in pixels.
    """
    sides = f'width="{size[0]}" height="{size[1]}" ' if size else ""
    return (
        "<picture>\n"
        f'  <source media="(prefers-reduced-motion: reduce)" srcset="{escape(still)}">\n'
        f'  <img src="{escape(animation)}" {sides}alt="{escape(alt)}">\n'
        "</picture>"
    )
