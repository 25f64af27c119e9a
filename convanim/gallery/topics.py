"""The topics of a gallery, in the order in which they are best learned."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convanim.batch import Job
    from convanim.gallery.card import Card

    Figures = Iterable[tuple[Card, Job]]

TOPICS = {
    "basics": "What a convolution is: a window that slides over the input, one output at a time.",
    "guide": "The figures of “A guide to convolution arithmetic for deep learning”.",
    "compare": "Two or three settings side by side, so that one difference shows.",
    "channels": "Several input and output channels, groups and depthwise convolutions.",
    "operations": "Every other operation: pooling, upsampling, unfolding, gradients and more.",
    "transposed": "Transposed convolutions: from the output size back to the input size.",
    "scatter": "Seen from the input: each unit is added to all outputs that it reaches.",
    "receptive_field": "Which inputs an output depends on when layers are stacked.",
    "row": "One-dimensional operations, with a row of units.",
    "matrix": "Convolution as a product of a matrix and a vector.",
    "counting": "Where the output size comes from: the positions of the window, counted.",
    "shapes": "The shapes of the tensors between layers.",
    "volume": "Three-dimensional operations.",
    "paper": "Figures for papers: as wide as a column or a page, with letters of their own size.",
    "slides": "Figures for slides, in the proportions of a screen.",
    "themes": "The same figure in every theme: colours, fonts and line widths.",
}
"""One sentence for each topic, in the order of the pages."""

ROOT = "."
"""The topic of configs outside any subfolder."""


def order(topic: str) -> tuple[int, str]:
    """Return a sort key: known topics first in their order, then the others by name."""
    known = list(TOPICS)
    top = topic.partition("/")[0]
    return (known.index(top) if top in TOPICS else len(known), topic)


def heading(topic: str) -> str:
    """Return the heading of a topic."""
    return "figures" if topic == ROOT else topic.replace("_", " ")


@dataclass(frozen=True)
class Topic:
    """A part of the gallery: the figures whose configs are in one folder.

    Attributes
    ----------
    name : str
        The folder.
    figures : tuple of (Card, Job)
        Its figures, in order.
    """

    name: str
    figures: tuple[tuple[Card, Job], ...]

    @property
    def heading(self) -> str:
        """Its heading."""
        return heading(self.name)

    @property
    def sentence(self) -> str:
        """What it is about; empty where that is not known."""
        return TOPICS.get(self.name, "")

    @property
    def anchor(self) -> str:
        """Its place in the index, for links."""
        return quote(self.name)

    @property
    def cards(self) -> list[Card]:
        """What is said about its figures."""
        return [card for card, _ in self.figures]

    @property
    def book(self) -> str:
        """The name of the script with the books of its figures."""
        return "books" if self.name == ROOT else f"books/{self.name}"


def in_topics(figures: Figures) -> tuple[Topic, ...]:
    """Return figures by topic, in the order in which topics are best learned."""
    topics = itertools.groupby(
        sorted(figures, key=lambda each: order(each[0].topic)), lambda each: each[0].topic
    )
    return tuple(Topic(name, tuple(group)) for name, group in topics)
