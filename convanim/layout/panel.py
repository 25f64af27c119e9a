"""A panel, with its layers, view and overlays; and the page that holds several panels."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from convanim.layout.wrappers.still import Still
from convanim.plugins.key import Key
from convanim.sweep.order import ORDERS, Order

Advance = Literal["together", "matched", "in_turn"]
ADVANCES: tuple[Advance, ...] = ("together", "matched", "in_turn")
"""How panels advance: all at once; at once and to their ends together, the shorter ones waiting
until the longest has come as far; or each to its end before the next."""

MOST_PANELS = 24

_COLUMNS = "panels in a row; as many as are legible at 174 mm by default"

Advances = Annotated[
    Advance,
    Key("word", "how panels advance: together (by default), matched or in_turn", words=ADVANCES),
]
Positions = Annotated[
    Order, Key("word", "the order of the positions, raster by default", words=ORDERS)
]
Title = Annotated[str | None, Key("caption", "a line above the drawing")]
Caption = Annotated[str | None, Key("caption", "lines below the drawing")]

if TYPE_CHECKING:
    from convanim.layers.operation import Operation
    from convanim.layers.subject import Subject
    from convanim.layout.layout import Layout
    from convanim.layout.overlay import Overlay
    from convanim.layout.view import View


@dataclass(frozen=True)
class Panel:
    """One drawing of a figure, with the sweep and the layout of each layer computed once.

    Attributes
    ----------
    layers : tuple of Operation
        Each is fed by the one before it; most panels have one.
    view : View
        How the layers are drawn.
    overlays : tuple of Overlay
        What is added to the drawing.
    title, caption : str or None
        Printed above and below the drawing, where a figure has several panels.
    subjects : tuple of Subject
        The layers with their axes and sweeps.
    frames : tuple of int, or None
        The drawings to show, in this order; None for all.
    whole : tuple of Operation
        The layers that the panel shows an excerpt of; empty where it shows layers as they are.
    is_card : bool
        Whether it shows the sizes of the whole layer beside an excerpt, in a single drawing.
    """

    layers: tuple[Operation, ...]
    view: View
    overlays: tuple[Overlay, ...] = ()
    title: str | None = None
    caption: str | None = None
    subjects: tuple[Subject, ...] = field(default=(), compare=False, repr=False)
    frames: tuple[int, ...] | None = None
    whole: tuple[Operation, ...] = ()
    is_card: bool = False

    @classmethod
    def of(
        cls,
        subjects: tuple[Subject, ...],
        view: View,
        overlays: tuple[Overlay, ...] = (),
        title: str | None = None,
        caption: str | None = None,
        frames: tuple[int, ...] | None = None,
    ) -> Panel:
        """Return the panel of some layers."""
        layers = tuple(subject.operation for subject in subjects)
        return cls(layers, view, overlays, title, caption, subjects, frames)

    @property
    def whole_layers(self) -> tuple[Operation, ...]:
        """The layers in full, also where an excerpt of them is drawn; none beside an excerpt."""
        return () if self.is_card else self.whole or self.layers

    @property
    def order(self) -> Order:
        """The order of the positions of its layers."""
        return self.subjects[0].order

    @functools.cached_property
    def drawings(self) -> tuple[tuple[Subject, Layout], ...]:
        """The layouts from left to right, each with the layer it belongs to."""
        found = self.view.drawings(self.subjects)
        return tuple((subject, Still(each)) for subject, each in found) if self.is_card else found

    def showing(self, overlays: tuple[Overlay, ...]) -> Panel:
        """Return the panel with other overlays; its layouts are made only once."""
        other = replace(self, overlays=overlays)
        vars(other)["drawings"] = self.drawings
        return other

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: another process computes the rest faster than it reads it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Page:
    """The arrangement of panels on a page, and how they advance.

    Attributes
    ----------
    columns : int or None
        Panels in a row; None for as many as are legible at the width of a journal's page.
    advance : str
        One of :data:`ADVANCES`.
    fill : bool
        Whether outputs fill up step by step; otherwise they are full from the start.
    title, caption : str or None
        Above and below all of them.
    paper : float or None
        The width of the paper, in points, which is no key; None for as much as is needed.
    """

    columns: Annotated[int | None, Key("count", _COLUMNS, maximum=MOST_PANELS)] = None
    advance: Advances = "together"
    fill: Annotated[bool, Key("flag", "whether outputs fill up step by step, true by default")] = (
        True
    )
    title: Title = None
    caption: Caption = None
    paper: float | None = None
