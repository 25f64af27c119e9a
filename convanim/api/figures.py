"""A figure: its numbers, its frames and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.api import validity
from convanim.api.estimates import estimate, film_timeline, long_faults
from convanim.api.self_check import check
from convanim.api.shot import format_of, raster, size_faults, write
from convanim.api.transcript import Transcript
from convanim.errors import ConfigError, ConvanimError
from convanim.film.shot import Shot
from convanim.layout.arrangement import arranged, beats, drawn
from convanim.layout.composition import Filmstrip
from convanim.models.text import yaml
from convanim.scene.timeline import Timing, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from convanim.config import Draft, FigureSpec, Output
    from convanim.errors import Report
    from convanim.explain.drawing import Drawing
    from convanim.explain.layer import Explanation
    from convanim.explain.panels import PanelsExplanation
    from convanim.explain.stack import StackExplanation
    from convanim.layout.layout import Beat, Layout
    from convanim.scene.theme import Theme
    from convanim.scene.timeline import Timeline
    from convanim.sweep.sweep import FeatureMap, Step, Sweep


def _silent() -> None:
    pass


@dataclass(frozen=True)
class Figure:
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

    spec: FigureSpec

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
    def name(self) -> str:
        """Its name, the stem of its files."""
        return self.spec.name

    @cached_property
    def panels(self) -> tuple[Layout, ...]:
        """The layouts of the panels, made only if the figure agrees with itself."""
        panels = self.spec.drawable().panels
        check(self.name, [each.subjects if each.view.takes != "sizes" else () for each in panels])
        return drawn(panels, self.spec.page)

    @cached_property
    def layout(self) -> Layout:
        """The layout of the whole page."""
        return arranged(self.panels, self.spec.page)

    @cached_property
    def timeline(self) -> Timeline:
        """What each frame shows, and for how long."""
        return film_timeline(self.spec, self.panels, self.layout)

    @cached_property
    def estimate(self) -> Drawing | None:
        """What drawing the figure amounts to, before anything is; None if it cannot be drawn."""
        return None if self.spec.obstacles else estimate(self.spec)

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

    def beats(self, t: int) -> tuple[Beat | None, ...]:
        """Return what each panel shows in frame ``t``; None where it rests."""
        return beats(self.panels, self.spec.page, self.timeline.moments[t].drawing)

    def step(self, t: int) -> Step:
        """Return the state of frame ``t``: the cells read of each map, and those written.

        Of the first panel; of its first step while it rests.

        Raises
        ------
        ConvanimError
            The panel shows sizes alone, and so has no steps.
        """
        if not self.sweep.steps:
            raise ConvanimError(f"{self.name} shows sizes alone; it has no steps")
        beat = self.beats(t)[0]
        return self.sweep.steps[beat.step if beat else 0]

    def states(self) -> tuple[str, ...]:
        """Return all frames as few lines of text: every map, then what each frame touches."""
        return tuple(self._transcript().states())

    def frame(self, t: int, dpi: int = 150) -> NDArray[np.uint8]:
        """Draw frame ``t``.

        Returns
        -------
        array of uint8, shape (height, width, 3)
        """
        return raster(self._shot(self.spec.theme), dpi).frame(t).rgb()

    def explain(self) -> Explanation | StackExplanation | PanelsExplanation:
        """Return every derived number of every layer, and the film that shows it.

        The numbers are those of the whole layers, also where an excerpt of them is drawn. A figure
        that cannot be drawn has no film.
        """
        from convanim.api.explaining import explained

        return replace(explained(self.spec), drawing=self.estimate)

    def with_(self, **keys: Any) -> Figure:
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
            With every fault of the keys.
        """
        return Figure.of(config.changed(self.spec, keys))

    def to_yaml(self) -> str:
        """Return the YAML of a config that makes this figure; its file's stem is its name."""
        keys = self.spec.keys.as_spelled()
        return yaml(keys) if isinstance(keys, dict) else ""

    def save(self, path: str | Path, **options: Any) -> list[Path]:
        """Write the figure to a file; the suffix picks the format.

        Parameters
        ----------
        path : str or Path
            Such as ``"x.mp4"``; ``"x.pdf"`` has a page for each frame, ``"x.png"`` and
            ``"x.svg"`` show one.
        **options
            Of the format: ``dpi``, ``width``, ``fps``, ``frame``.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        ConvanimError
            No format has that suffix, an option is wrong, or the film would be very long.
        OutputError
            The file could not be written; an old one is left as it was.
        """
        path = Path(path)
        output = config.output(format_of(path), **options)
        self._refuse_long((output,))
        return write(self._shot(self.spec.theme), output, path, _silent)

    def render(
        self,
        folder: Path,
        outputs: Sequence[Output] | None = None,
        tick: Callable[[], None] = _silent,
    ) -> list[Path]:
        """Write the figure's outputs into a folder.

        Parameters
        ----------
        folder : Path
            Is made when it does not exist.
        outputs : sequence of Output, or None
            Instead of those of the config; a GIF when neither names any.
        tick : callable
            Called after each frame of each output.

        Returns
        -------
        list of Path
            The files written, filmstrips included.
        """
        written: list[Path] = []
        outputs = self.outputs if outputs is None else outputs
        self._refuse_long(outputs)
        for output in outputs:
            path, *strips = self.targets(folder, (output,))
            shot = self._shot(output.theme or self.spec.theme)
            written += write(shot, output, path, tick)
            for strip in strips:
                written += write(self._strip(shot), _of_first_frame(output), strip, tick)
        return written

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs of the config, or a GIF when it names none."""
        return self.spec.outputs or (config.output("gif"),)

    def size_faults(self, outputs: Sequence[Output]) -> list[Report]:
        """Return which of these outputs would have too many frames, or too large ones."""
        faults = [*long_faults(self.spec, outputs, self.timeline, self.layout)]
        faults += size_faults(outputs, self.layout.box)
        strips = [_of_first_frame(output) for output in outputs if self._has_strip(output)]
        if strips:
            faults += size_faults(strips, self._strip(self._shot(self.spec.theme)).layout.box)
        return faults

    def ticks(self, outputs: Sequence[Output]) -> int:
        """Return the number of times that ``render`` calls ``tick`` for these outputs."""
        frames = (output.writer.frame_count(len(self)) for output in outputs)
        return sum(frames) + sum(self._has_strip(output) for output in outputs)

    def targets(self, folder: Path, outputs: Sequence[Output]) -> Iterator[Path]:
        """Yield the files, or folders of files, that ``render`` writes."""
        for output in outputs:
            for target in output.targets(self.name, self.spec.filmstrip is not None):
                yield folder / target

    def _refuse_long(self, outputs: Sequence[Output]) -> None:
        faults = [*long_faults(self.spec, outputs, self.timeline, self.layout)]
        if faults:
            raise ConfigError(list(dict.fromkeys(faults)))

    def _has_strip(self, output: Output) -> bool:
        return self.spec.filmstrip is not None and output.writer.still

    def _shot(self, theme: Theme) -> Shot:
        return Shot(self.layout, self.timeline, theme, self._transcript, self.name)

    def _transcript(self) -> Transcript:
        sweeps = tuple(panel.sweep for panel in self.panels)
        still = self.timeline.without_motion()
        shown = tuple(beats(self.panels, self.spec.page, each.drawing) for each in still.moments)
        return Transcript(sweeps, shown, still.centiseconds)

    def _strip(self, shot: Shot) -> Shot:
        rows, columns = self.spec.filmstrip or (1, 1)
        strip = Filmstrip(self.layout, self.timeline.drawings[: rows * columns], columns)
        return replace(shot, layout=strip, timeline=timeline([0], Timing()))


def _of_first_frame(output: Output) -> Output:
    return replace(output, writer=output.writer.of_first_frame())
