"""A figure as a value, which is all that the other stages know of a config."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convanim.config.text.tree import Node
from convanim.errors import ConfigError
from convanim.film.page_setup import PageSetup

if TYPE_CHECKING:
    from convanim.config.figure.outputs import Output
    from convanim.errors import Report
    from convanim.layers.operation import Operation
    from convanim.layout.page.filmstrip import Strip
    from convanim.layout.panel import Page, Panel
    from convanim.scene.language import Language
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timing


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A figure as its config describes it.

    Attributes
    ----------
    name : str
        Name of its files, without suffix.
    panels : tuple of Panel
        Drawings; most figures have one.
    page : Page
        How the panels are arranged and advance.
    theme : Theme
        Colours and line widths.
    timing : Timing
        How long frames last.
    frames : tuple of int, or None
        Steps to show, in this order; None for all.
    poster : int, str or None
        The step that stands for the figure, or its name; None for the choice of the view.
    filmstrip : Strip or None
        The steps in a still picture.
    outputs : tuple of Output
        Empty when the config names none.
    setup : PageSetup
        The page that frames are drawn on, where an output does not say otherwise.
    obstacles : tuple of Report
        Why it cannot be drawn although its arithmetic is valid; empty for most.
    font : str or None
        The font of all texts, one of :data:`convanim.scene.theme.FONTS` or the name of a family;
        None for that of the theme.
    language : Language or None
        The language of its own texts; None for English.
    alt : str or None
        The alternative text; None for the one that is derived.
    keys : Node
        The keys in one spelling, with their positions; they are ignored in comparisons.
    """

    name: str
    panels: tuple[Panel, ...]
    page: Page
    theme: Theme
    timing: Timing
    frames: tuple[int, ...] | None
    poster: int | str | None
    filmstrip: Strip | None
    outputs: tuple[Output, ...]
    setup: PageSetup = field(default_factory=PageSetup)
    obstacles: tuple[Report, ...] = ()
    font: str | None = None
    language: Language | None = None
    alt: str | None = None
    keys: Node = field(default=Node({}), compare=False, repr=False)

    def drawable(self) -> FigureSpec:
        """Return the figure itself if it can be drawn.

        Raises
        ------
        ConfigError
            The figure is too large, or its view cannot show it.
        """
        if self.obstacles:
            raise ConfigError(self.obstacles)
        return self

    def said(self, text: str) -> str:
        """Return a sentence of convanim in the language of the figure."""
        return text if self.language is None else self.language.sentence(text)

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Its themes, and those of outputs that have some of their own."""
        setups = (self.setup, *(each.setup for each in self.outputs))
        own = (*(each.theme for each in self.outputs), *(each.dark for each in setups))
        return (self.theme, *filter(None, own))

    @property
    def layers(self) -> tuple[Operation, ...]:
        """The operations of all panels."""
        return tuple(layer for panel in self.panels for layer in panel.layers)

    @property
    def whole_layers(self) -> tuple[Operation, ...]:
        """The operations of all panels, and in place of an excerpt the whole of it."""
        return tuple(layer for panel in self.panels for layer in panel.whole_layers)

    @property
    def view(self) -> Any:
        """The view of the first panel."""
        return self.panels[0].view

    @property
    def operation(self) -> Operation:
        """The last layer, whose output is the figure's."""
        return self.layers[-1]
