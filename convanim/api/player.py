"""What plays a figure inside a notebook: a page, or sliders whose figures the kernel draws."""

from __future__ import annotations

import html
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from convanim.api.variations import refusal, resizing
from convanim.errors import MissingExtraError
from convanim.film.backend import Backend
from convanim.film.film import Choice
from convanim.film.player import page
from convanim.plugins import registry

if TYPE_CHECKING:
    from convanim.api.display import Displayed
    from convanim.api.slider_widget import SliderWidget
    from convanim.config import Draft, FigureSpec
    from convanim.film.film import BookFilm
    from convanim.film.shot import Shot
    from convanim.scene.theme import Theme

IN_ATTRIBUTE = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;"})
"""What has to be escaped between quotation marks; a packed page has many other signs."""


@dataclass(frozen=True, slots=True)
class Player:
    """A page that plays a figure; a notebook shows it below the cell that returns it.

    Attributes
    ----------
    name : str
        The name of the figure.
    page : str
        The page, as in a file of the format ``html``.
    height : int
        The height of the frame it is shown in, in pixels.
    """

    name: str
    page: str
    height: int

    @classmethod
    def of(cls, shot: Shot, sliders: int, height: int) -> Player:
        """Return the player of a figure, with sliders for at most so many sets of sizes."""
        film: BookFilm = registry.find(Backend, "book")().film(shot, Choice(sliders=sliders))
        return cls(shot.about.title, page(film.book(lambda: None)), height)

    def _repr_html_(self) -> str:
        """Return a frame that can reach nothing of the notebook around it."""
        source = self.page.translate(IN_ATTRIBUTE)
        return (
            f'<iframe srcdoc="{source}" title="{html.escape(self.name)}" '
            'sandbox="allow-scripts allow-downloads" allow="fullscreen; clipboard-write" '
            f'style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )


class Playable(ABC):
    """A figure that a notebook can play."""

    spec: FigureSpec

    @classmethod
    @abstractmethod
    def of(cls, draft: Draft) -> Displayed:
        """Return the figure of a config that was read."""

    @abstractmethod
    def shot(self, theme: Theme) -> Shot:
        """Return what a backend makes a film of."""

    def player(self, sliders: int = 0, height: int = 720) -> Player:
        """Return a page with controls, which a notebook shows.

        Parameters
        ----------
        sliders : int
            The most sets of sizes that sliders offer; 0 for no sliders.
        height : int
            Of the page in the notebook, in pixels.

        Raises
        ------
        OutputError
            Sliders are asked for, and no size of the figure can vary.
        """
        return Player.of(self.shot(self.spec.theme), sliders, height)

    def widget(self, **ranges: tuple[int, int]) -> SliderWidget:
        """Return the figure with sliders for its sizes; the kernel draws what they choose.

        It needs the extra ``notebook``, and a notebook whose kernel runs. The sliders of
        :meth:`player` need neither.

        Parameters
        ----------
        **ranges
            The first and the last value of each slider, by the letter of its size, as in
            ``k=(1, 5)``. Unless any is given there is a slider for each size that can vary, of at
            most three more and three less than in the config.

        Returns
        -------
        SliderWidget
            A widget of Jupyter. Its trait ``values`` has the sizes.

        Raises
        ------
        MissingExtraError
            The extra is not installed.
        ConvanimError
            No size of the figure can vary, a letter is none of those that can, or a range does not
            contain the size of the config.
        """
        from convanim.api.slider_ranges import chosen

        try:
            from convanim.api.slider_widget import SliderWidget
        except ImportError:
            raise MissingExtraError("a widget", "convanim[notebook]") from None
        resized = resizing(self.spec)
        return SliderWidget(
            chosen(self.spec, ranges),
            lambda sizes: self.of(resized(sizes)),
            partial(refusal, self.spec),
        )
