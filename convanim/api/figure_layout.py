"""A figure laid out: its panels, the page they stand on, and its film; nothing is drawn yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from convanim.api.estimates import film_timeline, is_still
from convanim.api.self_check import check
from convanim.api.typeface import face_of
from convanim.errors import ConfigError, Report, either
from convanim.film.page_setup import THINNEST
from convanim.layout.page.arrangement import JOURNAL, TALLEST, Needs, arranged, drawn, wrapped
from convanim.layout.page.fitting import Misfit, Sheet, Sheeted, fit
from convanim.layout.wrappers.language import Translated
from convanim.layout.wrappers.typeset import Typeset
from convanim.scene.faces import measured_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.config import FigureSpec
    from convanim.layout.layout import Layout
    from convanim.layout.panel import Page, Panel
    from convanim.scene.faces import Face
    from convanim.scene.shapes import Drawings
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline

Ways = Callable[[float], Iterable[str]]

JOURNALS = Sheet(width=JOURNAL, height=TALLEST)
"""The page of a journal."""


def without_ways(_: float) -> Iterable[str]:
    """Return no more ways out than those that every figure has."""
    return ()


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
        return self._drawn(self.scale)

    @cached_property
    def page(self) -> Page:
        """How the panels stand on the page."""
        with measured_in(self.face):
            return wrapped(self.spec.drawable().panels, self.spec.page, self.sheet.width)

    @cached_property
    def sheet(self) -> Sheet:
        """The page that is asked for."""
        return Sheet(*self.spec.setup.paper)

    @cached_property
    def scale(self) -> float:
        """The scale of the drawings with which the figure fits on the page; usually 1.

        An excerpt, and panels side by side, have room on the page of a journal, also where a config
        gives them no width, unless their cells would be too small.
        """
        panels = self.spec.drawable().panels
        is_broad = len(panels) > 1 or any(panel.whole for panel in panels)
        if self.sheet.is_free and is_broad and JOURNALS.excess(self.arranged(1.0).box) > 0:
            found = self._fitting(JOURNALS, self.arranged)
            return found if isinstance(found, float) else 1.0
        return self.scale_of(self.arranged)

    def arranged(self, scale: float) -> Layout:
        """Return the whole figure with drawings at a scale."""
        with measured_in(self.face):
            return self._worded(arranged(self._drawn(scale), self.page))

    def _drawn(self, scale: float) -> tuple[Layout, ...]:
        """Return the layouts of the panels with drawings at a scale."""
        if scale == 1.0:
            return self._unscaled
        with measured_in(self.face):
            return drawn(self.spec.drawable().panels, self.page, self._scales(scale))

    @cached_property
    def _unscaled(self) -> tuple[Layout, ...]:
        """The layouts of the panels at their usual size, by which the scale is found, too."""
        with measured_in(self.face):
            return drawn(self.spec.drawable().panels, self.page)

    def _scales(self, scale: float) -> list[float]:
        """Return how large the drawing of each panel is: sizes below an excerpt have room."""
        panels = self.spec.drawable().panels
        return [1.0 if self._has_own_room(panel) else scale for panel in panels]

    def _has_own_room(self, panel: Panel) -> bool:
        return panel.is_card and self.sheet.is_free

    def _worded(self, layout: Layout) -> Layout:
        """Return a layout in the face and in the language of the figure."""
        if self.face is not None:
            layout = Typeset(layout, self.face)
        language = self.spec.language
        return layout if language is None else Translated(layout, language)

    def inked(self, theme: Theme, scale: float) -> Theme:
        """Return a theme with lines for drawings at a scale, in the figure's font."""
        scaled = theme.scaled(scale, thinnest=THINNEST)
        return scaled if self.spec.font is None else scaled.in_font(self.spec.font)

    def scale_of(self, picture: Callable[[float], Drawings], ways: Ways = without_ways) -> float:
        """Return the scale of the drawings with which a picture of them fits.

        Parameters
        ----------
        picture : callable
            Takes how large drawings are, and returns the picture.
        ways : callable
            Takes the scale of the smallest drawings that can be read, and returns what else makes
            them fit.

        Raises
        ------
        ConfigError
            Cells would be too small for their numbers, or texts are wider than the page.
        """
        if self.sheet.is_free:
            return 1.0
        found = self._fitting(self.sheet, picture)
        if isinstance(found, float):
            return found
        room = self.spec.setup.room(picture(found.scale).box)
        side = next(iter(room))
        page = " and ".join(f"{key}: {length}" for key, length in room.items())
        panels = ["fewer panels"] if len(self.spec.panels) > 1 else []
        others = (*ways(found.scale), *panels, *found.ways)
        message = f"{side} {found.cause}: use {either((page, *others))}"
        mark = self.spec.keys.mark_of((side,))
        raise ConfigError([Report(message, mark if mark and mark.source else None)])

    def _fitting(self, sheet: Sheet, picture: Callable[[float], Drawings]) -> float | Misfit:
        """Return how large drawings are for a picture of them to fit; or why it does not."""
        with measured_in(self.face):
            panels = self.spec.drawable().panels
            needs = Needs.of([each for each in panels if not self._has_own_room(each)])
            return fit(sheet, lambda scale: picture(scale).box, needs)

    @cached_property
    def layout(self) -> Layout:
        """The layout of the whole page."""
        with measured_in(self.face):
            whole = self._worded(arranged(self.panels, self.page))
        return whole if self.sheet == Sheet() else Sheeted(whole, self.sheet)

    @property
    def drawings(self) -> Sequence[int]:
        """The numbers of the drawings that are shown."""
        return self.spec.frames or range(len(self.layout.beats))

    @cached_property
    def timeline(self) -> Timeline:
        """What each frame shows, and for how long."""
        return film_timeline(self.spec, self.drawings, self.panels, self.layout)

    @property
    def poster(self) -> int:
        """The frame that stands for the figure where only one can be shown."""
        return self.timeline.poster

    @property
    def is_still(self) -> bool:
        """Whether the figure is one picture, without anything that changes."""
        return is_still(self.spec)
