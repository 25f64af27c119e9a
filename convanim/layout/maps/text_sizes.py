"""The sizes of texts in a drawing that becomes larger or smaller: as large as they have room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from convanim.layout.maps.cell_text import FULL
from convanim.layout.maps.label_ink import NUMBER
from convanim.scene.typesetting import SIZE, has_index, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Labels

LEAST = 0.63
"""Size of the smallest text relative to the usual one: five points."""

INDEXED = 0.9
"""The same for texts with indices, which have 0.7 times the size of the text."""

SMALL = {"kernel.value": 0.9, "kernel.zero.value": 0.9}
"""The same for numbers in corners, which are 5.6 points at full size."""

FIGURES = 0.55
"""The height of a cell that holds a number of full size, in parts of the usual height."""

SHARED = 0.9
"""The same for a cell with a small number in its corner."""

TRIED = (1.0, 0.9, 0.8, 0.7)
"""Sizes of names that are tried, from the largest, before they are as small as the drawing."""

HEIGHT, APART = 0.95, 0.3
"""The height of a name, and the distance of two of them from left to right, in ems."""


@dataclass(frozen=True, slots=True)
class TextSizes:
    """How much smaller the texts of a drawing are.

    Attributes
    ----------
    numbers : float
        The size of numbers in cells, relative to their usual one.
    names : float
        The size of all other texts.
    """

    numbers: float = 1.0
    names: float = 1.0

    def scale(self, labels: Labels) -> float:
        """Return the scale of labels, which is not below that of the smallest legible text."""
        full = max(least(labels), labels.scale)
        if is_number(labels):
            return max(least(labels), full * self.numbers)
        return max(min(full, least(labels)), full * self.names)


def least(labels: Labels) -> float:
    """Return the least scale of labels that are legible."""
    if any(has_index(text) for text, _ in labels.texts):
        return INDEXED
    return SMALL.get(labels.role, LEAST)


def is_number(labels: Labels) -> bool:
    """Return whether labels are numbers in cells."""
    return bool(labels.texts) and labels.role.endswith(NUMBER)


def cell_needed(labels: Iterable[Labels]) -> float:
    """Return the smallest cells in which numbers are legible, relative to usual ones."""
    return max((least(each) / _most(each) for each in labels if is_number(each)), default=0.0)


def number_size(labels: Iterable[Labels], by: float) -> float:
    """Return the size of numbers that fit into cells at a scale."""
    numbers = filter(is_number, labels)
    found = (by * _most(each) / max(each.scale, least(each)) for each in numbers)
    return min(1.0, min(found, default=1.0))


def _most(labels: Labels) -> float:
    """Return the size at which numbers just fit into cells of their usual size."""
    widest = max(width(text) for text, _ in labels.texts)
    high = SHARED if labels.role in SMALL else FIGURES
    return 1 / max(widest / max(FULL, widest * labels.scale), high)


def name_size(labels: Sequence[Labels], page: Box, by: float, numbers: float) -> float | None:
    """Return the largest size of names at which none meets another text or the edge of the page.

    Parameters
    ----------
    labels : sequence of Labels
        The texts of a drawing.
    page : Box
        Its page.
    by : float
        The scale at which it is drawn; only below 1 do texts come closer.
    numbers : float
        The size of its numbers.

    Returns
    -------
    float or None
        None if they meet however small they are.
    """
    if by >= 1:
        return 1.0
    if _meet(_texts(labels, 1.0, TextSizes()), page):
        # Names that are close to others stay clear of them only if all distances stay alike.
        return by if by >= LEAST else None
    left, bottom, right, top = page
    room = left * by, bottom * by, right * by, top * by
    for size in (*(size for size in TRIED if size > max(by, LEAST)), max(by, LEAST)):
        if size <= by or not _meet(_texts(labels, by, TextSizes(numbers, size)), room):
            return size
    return None


class _Text(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    is_name: bool

    def meets(self, other: _Text) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


def _texts(labels: Iterable[Labels], by: float, sizes: TextSizes) -> list[_Text]:
    return [text for each in labels for text in _placed(each, by, sizes)]


def _placed(labels: Labels, by: float, sizes: TextSizes) -> Iterator[_Text]:
    size = SIZE * sizes.scale(labels)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[labels.anchor]
    for text, (x, y) in labels.texts:
        long = (width(text) + APART) * size
        left, half = x * by - share * (long - APART * size) - APART / 2 * size, HEIGHT * size / 2
        yield _Text(left, y * by - half, left + long, y * by + half, not is_number(labels))


def _meet(texts: Sequence[_Text], page: Box) -> bool:
    """Return whether a name meets another text, or the left or the right edge of the page."""
    left, _, right, _ = page
    names = [text for text in texts if text.is_name]
    if any(each.left < left or each.right > right for each in names):
        return True
    return any(one is not other and one.meets(other) for one in names for other in texts)
