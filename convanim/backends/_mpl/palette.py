"""The colours that Agg draws with a theme: exact flat colours, and ramps for smooth edges."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from convanim.scene.blend import is_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.scene.paint import Colour
    from convanim.scene.theme import Theme

MOST = 255
"""The most colours of a GIF, which has 256 and needs one for pixels that do not change."""


@functools.lru_cache(maxsize=64)
def palette(theme: Theme, roles: frozenset[str], steps: int = 9) -> tuple[Colour, ...]:
    """Return the colours of a drawing with these roles, the page's first; at most 255.

    These are the page and the fills, each also below every translucent fill, the lines and texts,
    and ``steps`` intermediate colours between every fill and line for smooth edges. There are fewer
    steps if a theme has so many colours that they would not fit into a GIF. The colours of fades,
    which are seen for a moment, have none.
    """
    paints = [theme.paint(role) for role in sorted(roles) if not is_between(role)]
    fading = [theme.paint(role) for role in sorted(roles) if is_between(role)]
    passing = [each.fill for each in fading if each.fill[3] == 255]
    passing += [each.text for each in fading if each.text[3]]
    fills = {theme.page} | {paint.fill for paint in paints if paint.fill[3] == 255}
    shades = {paint.fill for paint in paints if 0 < paint.fill[3] < 255}
    grounds = sorted(fills | {over(shade, fill) for shade in shades for fill in fills})
    marks = {paint.line for paint in paints} | {paint.text for paint in paints}
    lines = sorted(mark for mark in marks if mark[3])
    for count in range(steps, -1, -1):
        ramps = (_ramp(a, b, count) for a, b in itertools.product(grounds, lines))
        settled = [theme.page, *grounds, *lines, *passing]
        colours = dict.fromkeys([*settled, *itertools.chain(*ramps)])
        if len(colours) <= MOST:
            break
    return tuple(colours)[:MOST]


def over(upper: Colour, lower: Colour) -> Colour:
    """Return a colour over an opaque one, rounded in exactly the way that Agg does."""
    opacity = upper[3]
    if opacity == 255:
        return upper
    weight = (opacity + 255 << 8) - opacity * 255
    red, green, blue = (
        (((new << 8) - old * 255) * opacity + (old * 255 << 8)) // weight
        for new, old in zip(upper[:3], lower[:3], strict=True)
    )
    return red, green, blue, 255


def _ramp(first: Colour, last: Colour, count: int) -> Iterator[Colour]:
    # Steps are smaller near the background, where most pixels of an edge are.
    for n in range(1, count + 1):
        yield over((*last[:3], round(255 * (n / (count + 1)) ** 1.2)), first)
