"""A widget of Jupyter: a figure with sliders for its sizes, drawn by the kernel.

It needs the extra ``notebook``; the script beside this file shows it.
"""

from __future__ import annotations

from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from convanim.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from convanim.api.display import Displayed
    from convanim.film.shot import Slider


class SliderWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A figure with sliders.

    Parameters
    ----------
    sliders : sequence of Slider
        The sizes that can be chosen.
    figure : callable
        Returns the figure of sizes by their letters, or raises a `ConfigError`.
    refusal : callable
        Returns the text for such an error.

    Attributes
    ----------
    values : dict of str to int
        The sizes, by letter.
    sliders : list of dict
        The letter, the words, the first and the last value of each slider.
    source, alt : str
        The address of the picture, which holds it, and its alternative text.
    message : str
        Why there is no figure of these sizes, while the last picture stays; empty if there is one.
    """

    _esm = resources.files("convanim.api").joinpath("slider_widget.js").read_text(encoding="utf-8")

    # The name ``keys``, which would be natural, has a meaning of its own for widgets.
    values = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        sliders: Sequence[Slider],
        figure: Callable[[Mapping[str, int]], Displayed],
        refusal: Callable[[ConfigError], str],
    ) -> None:
        self._ranges = {each.letter: each.values for each in sliders}
        self._figure, self._refusal = figure, refusal
        super().__init__(
            values={each.letter: each.start for each in sliders},
            sliders=[
                {
                    "letter": each.letter,
                    "words": each.words,
                    "first": each.values[0],
                    "last": each.values[-1],
                }
                for each in sliders
            ],
        )

    def _repr_mimebundle_(self, **keys: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what a notebook shows: the widget, and its picture where no kernel draws.

        So does a notebook that is not trusted, and a page made of one without the widget's state.
        """
        bundle, metadata = super()._repr_mimebundle_(**keys)
        picture = f'<img alt="{escape(self.alt)}" src="{self.source}">'
        return {**bundle, "text/plain": self.alt, "text/html": picture}, metadata

    @traitlets.validate("values")  # type: ignore[untyped-decorator]
    def _check(self, proposal: Mapping[str, Any]) -> dict[str, int]:
        values: dict[str, int] = proposal["value"]
        if values.keys() != self._ranges.keys() or any(
            type(n) is not int or n not in self._ranges[letter] for letter, n in values.items()
        ):
            within = ", ".join(
                f"{key} from {of[0]} to {of[-1]}" for key, of in self._ranges.items()
            )
            raise traitlets.TraitError(f"values must be {within}, not {values!r}")
        return values

    @traitlets.observe("values")  # type: ignore[untyped-decorator]
    def _draw(self, _: object) -> None:
        try:
            figure = self._figure(self.values)
            source = figure.address()
        except ConfigError as error:
            self.message = self._refusal(error)
            return
        with self.hold_sync():
            self.source, self.alt, self.message = source, figure.alt, ""
