"""What stands above the figures of a gallery that are of one thing, such as a network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """A heading, a sentence, and a table whose rows lead to figures.

    Attributes
    ----------
    heading : str
        What the figures are of; empty for a gallery of any.
    lead : str
        What there is to say of it.
    caption : str
        What the table lists.
    head : tuple of str
        The names of its columns.
    rows : tuple of (str, tuple of str)
        For each row the name of its figure, empty where it has none, and its cells.
    """

    heading: str = ""
    lead: str = ""
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


NO_COVER = Cover()
