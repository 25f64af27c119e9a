"""A widget of Jupyter: a figure with sliders for its sizes, drawn by the kernel.

It needs the extra ``notebook``; the script beside this file shows it.
"""

from __future__ import annotations

import uuid
from importlib import resources
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from convanim.api.display import pictured
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
    still : str
        The name of the picture that the notebook keeps, which is hidden while the widget is shown.
    message : str
        Why there is no figure of these sizes, while the last picture stays; empty if there is one.
    """

    _esm = resources.files("convanim.api").joinpath("slider_widget.js").read_text(encoding="utf-8")

    # The name ``keys``, which would be natural, has a meaning of its own for widgets.
    values = traitlets.Dict().tag(sync=True)
    sliders = traitlets.List().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        sliders: Sequence[Slider],
        figure: Callable[[Mapping[str, int]], Displayed],
        refusal: Callable[[ConfigError], str],
    ) -> None:
        self._ranges = {each.letter: each.values for each in sliders}
        self._figure, self._refusal = figure, refusal
        self._picture, self._kept = b"", None
        super().__init__(
            still=f"convanim-{uuid.uuid4().hex}",
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
        """Return the widget, and its picture for what shows no widgets."""
        bundle, metadata = super()._repr_mimebundle_(**keys)
        return {**bundle, **self._pictured()}, metadata

    def _pictured(self) -> dict[str, str]:
        return pictured(self.alt, self.source, self._picture, self.still)

    def _ipython_display_(self) -> None:
        """Show the widget at the end of a cell, after a picture that a saved notebook keeps.

        Where a notebook is shown without its kernel, as on a page made of it, the program that
        draws widgets may be missing; an output of its own is there in any case. The widget hides
        it, and keeps it up to date.
        """
        from IPython import display as notebook

        bundle, metadata = super()._repr_mimebundle_()
        self._kept = notebook.display(self._pictured(), raw=True, display_id=self.still)  # type: ignore[no-untyped-call]
        live = {**bundle, "text/plain": "", "text/html": ""}
        notebook.display(live, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]

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
            picture = figure.to_bytes("png")
            source = figure.address(picture)
        except ConfigError as error:
            self.message = self._refusal(error)
            return
        with self.hold_sync():
            self.source, self.alt, self.message = source, figure.alt, ""
        self._picture = picture
        if self._kept:
            self._kept.update(self._pictured(), raw=True)
