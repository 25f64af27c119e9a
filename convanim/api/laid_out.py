"""A figure laid out: its panels, the page they stand on, and its film; nothing is drawn yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from convanim.api.estimates import drawing, film_timeline, is_still, refuse_long
from convanim.api.self_check import check
from convanim.api.typeface import face_of
from convanim.layout.arrangement import arranged, drawn, wrapped
from convanim.layout.language import Translated
from convanim.layout.typeset import Typeset
from convanim.scene.faces import measured_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config import FigureSpec, Output
    from convanim.explain.drawing import Drawing
    from convanim.layout.layout import Layout
    from convanim.layout.panel import Page
    from convanim.scene.faces import Face
    from convanim.scene.timeline import Timeline


@dataclass(frozen=True, repr=False)
class LaidOut:
    """What is known of a figure before anything is drawn, each part computed once.

    Attributes
    ----------
    spec : FigureSpec
        What its config says, checked.
    """

    spec: FigureSpec

    @property
    def name(self) -> str:
        """Its name, the stem of its files."""
        return self.spec.name

    @cached_property
    def face(self) -> Face | None:
        """The face that its texts are measured in; None for Computer Modern."""
        return face_of(self.spec)

    @cached_property
    def panels(self) -> tuple[Layout, ...]:
        """The layouts of the panels, made only if the figure agrees with itself."""
        panels = self.spec.drawable().panels
        check(self.name, [each.subjects if each.view.takes != "sizes" else () for each in panels])
        with measured_in(self.face):
            return drawn(panels, self.page)

    @cached_property
    def page(self) -> Page:
        """How the panels stand on the page."""
        with measured_in(self.face):
            return wrapped(self.spec.drawable().panels, self.spec.page)

    @cached_property
    def layout(self) -> Layout:
        """The layout of the whole page."""
        with measured_in(self.face):
            layout = arranged(self.panels, self.page)
        if self.face is not None:
            layout = Typeset(layout, self.face)
        language = self.spec.language
        return layout if language is None else Translated(layout, language)

    @cached_property
    def timeline(self) -> Timeline:
        """What each frame shows, and for how long."""
        return film_timeline(self.spec, self.panels, self.layout)

    @cached_property
    def estimate(self) -> Drawing | None:
        """What drawing the figure amounts to, before anything is; None if it cannot be drawn."""
        if self.spec.obstacles:
            return None
        return drawing(self.spec, self.timeline, self.layout)

    @property
    def poster(self) -> int:
        """The frame that stands for the figure where only one can be shown."""
        return self.timeline.poster

    @property
    def is_still(self) -> bool:
        """Whether the figure is one picture, without anything that changes."""
        return is_still(self.spec)

    def refuse_long(self, outputs: Sequence[Output]) -> None:
        """Refuse outputs with more frames than anybody watches unless told to.

        Raises
        ------
        ConfigError
            With a fault for each of them.
        """
        refuse_long(self.spec, outputs, self.timeline, self.layout)
