"""A figure: its numbers, its frames and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim import config
from convanim.api import validity
from convanim.api.display import Displayed
from convanim.api.output_pages import Paged
from convanim.api.player import Playable
from convanim.api.questions import Answers
from convanim.api.saving import silent
from convanim.api.shot import raster, write
from convanim.api.transcript import Transcript
from convanim.errors import ConvanimError
from convanim.film.about import About, strip_name
from convanim.film.shot import Shot
from convanim.layers.description import alternative_text
from convanim.layout.page.arrangement import beats
from convanim.models.text import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Unpack

    import numpy as np
    from numpy.typing import NDArray

    from convanim.api.explaining import Explained
    from convanim.api.keys import Keys
    from convanim.config import Draft, FigureSpec, Output
    from convanim.layout.layout import Beat
    from convanim.scene.theme import Theme
    from convanim.sweep.sweep import FeatureMap, Step, Sweep


@dataclass(frozen=True, repr=False)
class Figure(Paged, Displayed, Playable):
    """A figure: ask it for numbers, frames and files.

    Attributes
    ----------
    spec : FigureSpec
        What its config says, checked.

    Examples
    --------
    >>> import convanim
    >>> fig = convanim.figure(operation="conv", i=5, k=3, s=2, p=1)
    >>> len(fig)
    9
    >>> fig.step(1).writes.first
    (0, 1)
    >>> fig.frame(0).shape
    (381, 395, 3)
    """

    @classmethod
    def of(cls, draft: Draft) -> Figure:
        """Return the figure of a config that was read.

        Raises
        ------
        ConfigError
            With every fault of the config.
        """
        return cls(validity.spec(draft))

    @property
    def sweep(self) -> Sweep:
        """What the first panel shows: feature maps, and the steps of one layer after the other."""
        return self.panels[0].sweep

    @property
    def maps(self) -> tuple[FeatureMap, ...]:
        """The feature maps: what each cell is, and its value."""
        return self.sweep.maps

    def __getstate__(self) -> dict[str, FigureSpec]:
        """Return what another process needs; the rest is faster to compute again than to send."""
        return {"spec": self.spec}

    def __len__(self) -> int:
        return len(self.timeline)

    @property
    def alt(self) -> str:
        """Its alternative text: what is seen, for readers who cannot see it."""
        if self.spec.alt:
            return " ".join(self.spec.alt.split())
        steps = 0 if self.spec.obstacles else len(self.drawings)
        return self.spec.said(alternative_text(self.spec.whole_layers, steps))

    def beats(self, t: int) -> tuple[Beat | None, ...]:
        """Return what each panel shows in frame ``t``; None where it rests."""
        validity.check_frame(self.name, t, len(self))
        return beats(self.panels, self.spec.page, self.timeline.moments[t].drawing)

    def step(self, t: int) -> Step:
        """Return the state of frame ``t``: the cells read of each map, and those written.

        This is the state of the first panel, or of its first step while it is at rest.

        Raises
        ------
        ConvanimError
            The panel shows only sizes and has no steps, or there is no such frame.
        """
        if not self.sweep.steps:
            raise ConvanimError(f"{self.name} shows only sizes; it has no steps")
        beat = self.beats(t)[0]
        return self.sweep.steps[beat.step if beat else 0]

    def states(self) -> tuple[str, ...]:
        """Return all frames as few lines of text: every map, then what each frame touches."""
        return tuple(self._transcript().states())

    def frame(self, t: int, dpi: int | None = None) -> NDArray[np.uint8]:
        """Draw frame ``t``, counted from 0, or from the end if it is negative.

        Parameters
        ----------
        t : int
            The frame.
        dpi : int or None
            Pixels per inch; None for that of the config, or else 150.

        Returns
        -------
        array of uint8, shape (height, width, 3)

        Raises
        ------
        NoFrameError
            There is no such frame.
        """
        validity.check_frame(self.name, t, len(self))
        output = config.output("png", **({} if dpi is None else {"dpi": dpi}))
        return raster(self.shot_for(output)).frame(t).rgb()

    def explain(self) -> Explained:
        """Return all derived numbers of all layers, the relationships behind them, and the film.

        The numbers are those of the whole layers, also where an excerpt of them is drawn. The film
        has the frames, which of them show a step, their durations, and the page; a figure that is
        too large to draw has none.
        """
        from convanim.api.explaining import explained

        if self.estimate is None:
            return explained(self.spec)
        pages = [self.layout.box]
        if self.spec.filmstrip:
            pages.append(self.strip(self.spec.theme).layout.box)
        return explained(self.spec, self.timeline, pages, self.estimate)

    def with_(self, **keys: Unpack[Keys]) -> Figure:
        """Return the figure with other keys in place of its own.

        Parameters
        ----------
        **keys
            As for :func:`convanim.figure`; each overrides a key, in any of its spellings.

        Returns
        -------
        Figure

        Raises
        ------
        ConfigError
            The keys have errors; all are listed.
        """
        return Figure.of(config.changed(self.spec, keys))

    def to_yaml(self) -> str:
        """Return the YAML of a config that makes this figure; its file's stem is its name."""
        keys = self.spec.keys.as_spelled()
        return yaml(keys) if isinstance(keys, dict) else ""

    def render(
        self,
        folder: Path,
        outputs: Sequence[Output] | None = None,
        tick: Callable[[], None] = silent,
    ) -> list[Path]:
        """Write the figure's outputs into a folder.

        Parameters
        ----------
        folder : Path
            The output folder, created if it does not exist.
        outputs : sequence of Output, or None
            The outputs to write; None for those of the config.
        tick : callable
            Called after each frame of each output.

        Returns
        -------
        list of Path
            The files written, filmstrips included.
        """
        written: list[Path] = []
        outputs = self.outputs if outputs is None else outputs
        self.refuse_long(outputs)
        for output in outputs:
            path, *strips = self.targets(folder, (output,))
            shot = self.shot_for(output)
            written += write(shot, output, path, tick)
            for strip in strips:
                first = output.of_first_frame()
                written += write(self.strip_for(output), first, strip, tick)
        return written

    def ticks(self, outputs: Sequence[Output]) -> int:
        """Return the number of times that ``render`` calls ``tick`` for these outputs."""
        counts = {True: len(self), False: len(self.drawings)}
        frames = (each.writer.frame_count(counts[each.writer.moves]) for each in outputs)
        return sum(frames) + sum(self.has_strip(output) for output in outputs)

    def targets(self, folder: Path, outputs: Sequence[Output]) -> Iterator[Path]:
        """Yield the files, or folders of files, that ``render`` writes."""
        for output in outputs:
            for target in output.targets(self.name, self.spec.filmstrip is not None):
                yield folder / target

    def shot(self, theme: Theme) -> Shot:
        """Return what backends make films of."""
        shown = self.layout, self.timeline, self.inked(theme, self.scale)
        ask = Answers(self.spec, *shown, self.to_yaml, lambda each: Figure.of(each).shot(theme))
        strip = strip_name(self.name) if self.spec.filmstrip else ""
        about = About(self.name, lambda: self.alt, self.spec.language, strip)
        return Shot(*shown, self._transcript, ask, about, self.spec.setup)

    def _transcript(self) -> Transcript:
        return Transcript.of(self.panels, self.spec.page, self.timeline, self.spec.language)
