"""A figure on the page of each of its outputs."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from convanim.api.estimates import long_faults
from convanim.api.laid_out import LaidOut
from convanim.api.shot import size_fault
from convanim.errors import ConfigError
from convanim.film.page_setup import PageSetup
from convanim.layout.filmstrip import Filmstrip, Strip
from convanim.layout.fitting import SheetedStrip
from convanim.scene.timeline import Timing, timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.config import Output
    from convanim.errors import Report
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
        strip, drawings = self.spec.filmstrip or Strip(), self.timeline.drawings

        def picture(scale: float) -> Filmstrip:
            return Filmstrip.of(self.arranged(scale), strip, drawings)

        scale = self.scale_of(picture)
        return replace(
            self.shot(theme),
            layout=SheetedStrip(picture(scale), self.sheet),
            theme=self.inked(theme, scale),
            timeline=timeline([0], Timing()),
        )

    def has_strip(self, output: Output) -> bool:
        """Return whether a filmstrip stands beside an output."""
        return self.spec.filmstrip is not None and output.writer.still

    def size_faults(self, outputs: Sequence[Output]) -> list[Report]:
        """Return which of these outputs would have too many frames, or pages of a wrong size."""
        faults = [*long_faults(self.spec, outputs, self.timeline, self.layout)]
        return [*faults, *itertools.chain(*map(self._size_faults, outputs))]

    def _size_faults(self, output: Output) -> Iterator[Report]:
        try:
            shots = [self.shot_for(output)]
            shots += [self.strip_for(output)] if self.has_strip(output) else []
        except ConfigError as error:
            is_own = output.setup != PageSetup()
            for report in error.reports:
                yield replace(report, mark=output.mark) if is_own else report
            return
        yield from (fault for fault in (size_fault(output, shot) for shot in shots) if fault)

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
