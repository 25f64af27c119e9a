"""A figure on the page of each of its outputs."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from convanim import config
from convanim.api.estimates import cost, drawing, long_faults
from convanim.api.figure_layout import LaidOut
from convanim.api.shot import size_fault
from convanim.errors import ConfigError
from convanim.film.page_setup import PageSetup
from convanim.layout.page.filmstrip import Filmstrip, Strip, ways_out
from convanim.layout.page.fitting import SheetedStrip
from convanim.scene.timeline import Timing, timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.config import Output
    from convanim.errors import Report
    from convanim.explain.drawing import Cost, Drawing
    from convanim.film.shot import Shot
    from convanim.scene.theme import Theme


@dataclass(frozen=True, repr=False)
class Paged(LaidOut):
    """A figure that is laid out once for every page that its outputs ask for."""

    @abstractmethod
    def shot(self, theme: Theme) -> Shot:
        """Return what backends make films of."""

    def shot_for(self, output: Output) -> Shot:
        """Return what backends make films of, with the theme and the page of an output."""
        setup = output.setup.over(self.spec.setup)
        return replace(self._on(setup).shot(self._theme(output, setup)), setup=setup)

    def _theme(self, output: Output, setup: PageSetup) -> Theme:
        """Return the theme of an output, on the background that its page is set up for."""
        theme = output.theme or self.spec.theme
        return theme if setup.background is None else theme.on(setup.background)

    def strip_for(self, output: Output) -> Shot:
        """Return the filmstrip, with the theme and the page of an output."""
        setup = output.setup.over(self.spec.setup)
        return replace(self._on(setup).strip(self._theme(output, setup)), setup=setup)

    def strip(self, theme: Theme) -> Shot:
        """Return the filmstrip, whose drawings are as large as the page has room for."""
        scale, layout = self._strip()
        return replace(
            self.shot(theme),
            layout=layout,
            theme=self.inked(theme, scale),
            timeline=timeline([0], Timing()),
        )

    def _strip(self) -> tuple[float, SheetedStrip]:
        """Return the scale of the filmstrip's drawings, and the filmstrip."""
        strip = self.spec.filmstrip or Strip()

        def picture(scale: float) -> Filmstrip:
            return Filmstrip.of(self.arranged(scale), strip, self.drawings)

        def ways(scale: float) -> Iterator[str]:
            return ways_out(picture(scale), strip, lambda each: self.sheet.holds(each.box))

        scale = self.scale_of(picture, ways)
        return scale, SheetedStrip(picture(scale), self.sheet)

    def has_strip(self, output: Output) -> bool:
        """Return whether a filmstrip stands beside an output."""
        return self.spec.filmstrip is not None and output.writer.still

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs of the config; when it names none, a GIF, or a PNG of a still."""
        return self.spec.outputs or (config.output("png" if self.is_still else "gif"),)

    @cached_property
    def estimate(self) -> Drawing | None:
        """What drawing the figure amounts to, before anything is; None if it cannot be drawn."""
        return None if self.spec.obstacles else self._amount(*self.outputs)

    def _amount(self, *outputs: Output) -> Drawing:
        costs = filter(None, map(self._cost, outputs))
        return drawing(self.spec, self.timeline, self.layout, costs)

    def _cost(self, output: Output) -> Cost | None:
        setup = output.setup.over(self.spec.setup)
        return cost(output, setup, self.timeline, self._on(setup).layout)

    def long_faults(self, outputs: Sequence[Output]) -> list[Report]:
        """Return the outputs with more frames than anybody watches unless told to."""
        return [*long_faults(self.spec, outputs, len(self.drawings), self._amount)]

    def refuse_long(self, outputs: Sequence[Output]) -> None:
        """Refuse outputs with more frames than anybody watches unless told to.

        Raises
        ------
        ConfigError
            With a fault for each of them.
        """
        if faults := self.long_faults(outputs):
            raise ConfigError(list(dict.fromkeys(faults)))

    def size_faults(self, outputs: Sequence[Output]) -> list[Report]:
        """Return which of these outputs would have too many frames, or pages of a wrong size."""
        return [*self.long_faults(outputs), *itertools.chain(*map(self._size_faults, outputs))]

    def _size_faults(self, output: Output) -> Iterator[Report]:
        setup = output.setup.over(self.spec.setup)
        figure = self._on(setup)
        try:
            boxes = [figure.layout.box]
            boxes += [figure._strip()[1].box] if self.has_strip(output) else []
        except ConfigError as error:
            is_own = output.setup != PageSetup()
            for report in error.reports:
                yield replace(report, mark=output.mark) if is_own else report
            return
        yield from (fault for fault in (size_fault(output, box, setup) for box in boxes) if fault)

    def _on(self, setup: PageSetup) -> Self:
        """Return the figure laid out for another page."""
        if setup.paper == self.spec.setup.paper:
            return self
        if setup not in self._others:
            self._others[setup] = replace(self, spec=replace(self.spec, setup=setup))
        return self._others[setup]

    @cached_property
    def _others(self) -> dict[PageSetup, Self]:
        return {}
