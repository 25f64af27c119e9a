"""Joins the stages: a figure from its config, its frames, and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import registry, spec
from convanim.errors import ConvanimError, OutputError, did_you_mean, listed
from convanim.explanation import Explanation
from convanim.scene import Filmstrip
from convanim.timeline import Timeline, timeline
from convanim.transcript import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from convanim.film import PageFilm, RasterFilm, TextFilm
    from convanim.scene import Layout
    from convanim.spec import FigureSpec, Output
    from convanim.sweep import FeatureMap, Step, Sweep
    from convanim.theme import Theme

MOST_PIXELS = 64_000_000
"""Of one frame."""


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

    @property
    def name(self) -> str:
        """Its name, the stem of its files."""
        return self.spec.name

    @cached_property
    def sweep(self) -> Sweep:
        """What it shows: feature maps, and all steps of the operation."""
        sweep: Sweep = self.spec.operation.sweep()
        return sweep

    @cached_property
    def timeline(self) -> Timeline:
        """Which step each frame shows, and for how long."""
        steps = self.spec.frames or range(len(self.sweep.steps))
        return timeline(steps, self.spec.timing)

    @cached_property
    def layout(self) -> Layout:
        """Where everything stands on the page."""
        layout: Layout = self.spec.view.lay_out(self.sweep)
        return layout

    @property
    def maps(self) -> tuple[FeatureMap, ...]:
        """The feature maps: what each cell is, and its value."""
        return self.sweep.maps

    def __len__(self) -> int:
        return len(self.timeline)

    def step(self, t: int) -> Step:
        """Return the state of frame ``t``: the cells read of each map, and those written."""
        return self.sweep.steps[self.timeline.steps[t]]

    def frame(self, t: int, dpi: int = 150) -> NDArray[np.uint8]:
        """Draw frame ``t``.

        Returns
        -------
        array of uint8, shape (height, width, 3)
        """
        return self._raster(self.layout, self.timeline, self.spec.theme, dpi).frame(t).rgb()

    def explain(self) -> Explanation:
        """Return every derived number, and the relationship it rests on."""
        operation = self.spec.operation
        return Explanation(self.name, operation.name, operation.family, operation.axes)

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
            No format has that suffix, or an option is wrong.
        OutputError
            The file could not be written; an old one is left as it was.
        """
        path = Path(path)
        output = spec.output(format_of(path), **options)
        return self._write(output, path, self.layout, self.timeline, _silent)

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
        for output in self.outputs if outputs is None else outputs:
            path = folder / (output.path or self.name + ending(output))
            written += self._write(output, path, self.layout, self.timeline, tick)
            if self._has_strip(output):
                strip = path.with_name(f"{path.stem}_filmstrip{output.writer.suffix}")
                written += self._write_filmstrip(output, strip, tick)
        return written

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs of the config, or a GIF when it names none."""
        return self.spec.outputs or (spec.output("gif"),)

    def ticks(self, outputs: Sequence[Output]) -> int:
        """Return how often ``render`` calls ``tick`` for these outputs."""
        frames = (1 if hasattr(output.writer, "frame") else len(self) for output in outputs)
        return sum(frames) + sum(self._has_strip(output) for output in outputs)

    def _has_strip(self, output: Output) -> bool:
        return self.spec.filmstrip is not None and output.writer.still

    def _write_filmstrip(self, output: Output, path: Path, tick: Callable[[], None]) -> list[Path]:
        rows, columns = self.spec.filmstrip or (1, 1)
        strip = Filmstrip(self.layout, self.timeline.steps[: rows * columns], columns)
        if hasattr(output.writer, "frame"):
            output = replace(output, writer=replace(output.writer, frame=0))
        return self._write(output, path, strip, Timeline((0,), (100,)), tick)

    def _write(
        self,
        output: Output,
        path: Path,
        layout: Layout,
        shown: Timeline,
        tick: Callable[[], None],
    ) -> list[Path]:
        theme, writer = output.theme or self.spec.theme, output.writer
        film: RasterFilm | PageFilm | TextFilm
        if writer.takes == "raster":
            left, _, right, _ = layout.box
            film = self._raster(layout, shown, theme, writer.dpi_for(right - left))
        elif writer.takes == "pages":
            film = self._pages(layout, shown, theme)
        else:
            film = Transcript(self.sweep, shown)
        return list(writer.write(film, path, tick))

    # matplotlib is imported only here: validating or explaining a figure goes without it.

    def _raster(self, layout: Layout, shown: Timeline, theme: Theme, dpi: float) -> RasterFilm:
        from convanim.backends.mpl.raster import AggFilm

        film = AggFilm(layout, shown, theme, dpi)
        width, height = film.size
        if width * height > MOST_PIXELS:
            raise OutputError(
                f"{self.name}: {width} x {height} pixels are more than the {MOST_PIXELS:,} a "
                f"frame may have; give a smaller dpi or width"
            )
        return film

    def _pages(self, layout: Layout, shown: Timeline, theme: Theme) -> PageFilm:
        from convanim.backends.mpl.vector import PrintedFilm

        return PrintedFilm(layout, shown, theme)


def ending(output: Output) -> str:
    """Return what follows a figure's name in a file name; nothing for a folder of files."""
    suffix: str = output.writer.suffix
    return "" if output.writer.name.endswith("/") else suffix


def format_of(path: Path) -> str:
    """Return the format that a file name's suffix asks for.

    Raises
    ------
    ConvanimError
        There is none; the text lists those there are.
    """
    single = (writer for name, writer in registry.scan("writers").items() if name[-1] != "/")
    by_suffix = {writer.suffix: writer.name for writer in single}
    if path.suffix.lower() in by_suffix:
        return str(by_suffix[path.suffix.lower()])
    hint = did_you_mean(path.suffix, by_suffix) or f"; choose one of {listed(by_suffix)}"
    raise ConvanimError(f"{path}: no format has the suffix '{path.suffix}'{hint}")


def load(path: str | Path, *settings: str) -> Figure:
    """Read a config.

    Parameters
    ----------
    path : str or Path
        A YAML file with one figure.
    *settings : str
        ``"k=5"`` and the like, which outweigh the file.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        With every fault of the file and where it stands.
    """
    return Figure(spec.read(Path(path), settings))


def figure(**keys: Any) -> Figure:
    """Make a figure from the keys of a config.

    Parameters
    ----------
    **keys
        As in YAML: ``operation="conv", i=5, k=3, s=2, p=1``.

    Returns
    -------
    Figure

    Raises
    ------
    ConfigError
        With every fault of the keys.
    """
    return Figure(spec.from_keys(keys))
