"""Where the texts of a layer begin, given how wide each one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convanim.scene.geometry import Point
    from convanim.scene.paint import Paint
    from convanim.scene.shapes import Labels

_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def baselines(
    labels: Labels,
    paint: Paint,
    width: Callable[[str, str], float],
    digit_height: Callable[[str], float],
) -> Iterator[tuple[str, Point]]:
    """Yield each text and the left end of its baseline, in points.

    Parameters
    ----------
    labels : Labels
        The texts.
    paint : Paint
        Their font and size.
    width : callable
        Returns the width of a text in a font, in ems.
    digit_height : callable
        Returns the height of the digits of a font, in ems; their middle is that of a text.
    """
    size = paint.size * labels.scale
    height = digit_height(paint.font) * size
    for text, (x, y) in labels.texts:
        left = x - _ANCHORS[labels.anchor] * width(text, paint.font) * size
        yield text, (left, y - height / 2)
