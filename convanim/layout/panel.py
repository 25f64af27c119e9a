"""A panel: layers, the view they are seen in, what is shown besides; and the page of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from convanim.plugins.key import Key
from convanim.sweep.order import ORDERS, Order

Advance = Literal["together", "in_turn"]
ADVANCES: tuple[Advance, ...] = ("together", "in_turn")
"""How panels go through their steps: all at once, or each to its end before the next."""

MOST_PANELS = 24

_COLUMNS = "panels in a row, all unless given"

Advances = Annotated[
    Advance,
    Key("word", "how panels advance: together (unless given) or in_turn", words=ADVANCES),
]
Positions = Annotated[
    Order, Key("word", "the order of the positions, raster unless given", words=ORDERS)
]
Title = Annotated[str | None, Key("caption", "a line above the drawing")]


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing of a figure.

    Attributes
    ----------
    layers : tuple of object
        Instances of operations, each fed by the one before; most panels have one.
    view : object
        Instance of a view.
    overlays : tuple of object
        Instances of overlays.
    title : str or None
        Above the drawing, where a figure has several.
    """

    layers: tuple[Any, ...]
    view: Any
    overlays: tuple[Any, ...] = ()
    title: str | None = None


def takes(view: Any) -> str:
    """Return what a view draws.

    ``"layer"``: the cells and steps of one layer, and several side by side; ``"stack"``: those
    of all layers at once; ``"sizes"``: a layer's sizes, of which there may be any number.
    """
    return getattr(view, "takes", "layer")


def glides(view: Any) -> bool:
    """Return whether what moves in a view has the same shapes in every drawing, to be moved."""
    return getattr(view, "glides", True)


@dataclass(frozen=True, slots=True)
class Page:
    """How panels stand on a page, and how they go through their steps.

    Attributes
    ----------
    columns : int or None
        Panels in a row; None for all.
    advance : str
        One of :data:`ADVANCES`.
    order : str
        One of :data:`convanim.sweep.order.ORDERS`.
    title, caption : str or None
        Above and below all of them.
    """

    columns: Annotated[int | None, Key("count", _COLUMNS, maximum=MOST_PANELS)] = None
    advance: Advances = "together"
    order: Positions = "raster"
    title: Title = None
    caption: Annotated[str | None, Key("caption", "lines below the drawing")] = None
