"""A figure laid out on its page: its drawings, where its maps lie, what each drawing shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, overload

from convanim.scene.shapes import Drawn, Scene

if TYPE_CHECKING:
    from convanim.arithmetic.channels import Index
    from convanim.scene.geometry import Box, Line, Point
    from convanim.scene.shapes import Anchor, Layer
    from convanim.sweep.sweep import Cells, Sweep


class Beat(NamedTuple):
    """What one drawing shows: a step of the sweep, and which part of it where it has several."""

    step: int
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Beats(Sequence[Beat]):
    """One drawing for each phase of each step.

    Attributes
    ----------
    steps : int
        How many steps there are.
    phases : tuple of str
        What happens in a step, one after the other.
    in_acts : bool
        Whether all steps go through the first phase before any goes through the second.
    """

    steps: int
    phases: tuple[str, ...] = ("",)
    in_acts: bool = False

    def __len__(self) -> int:
        return self.steps * len(self.phases)

    @overload
    def __getitem__(self, index: int) -> Beat: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Beat, ...]: ...
    def __getitem__(self, index: int | slice) -> Beat | tuple[Beat, ...]:
        """Return one beat, or a tuple of them for a slice."""
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        n = range(len(self))[index]
        if self.in_acts:
            return Beat(n % self.steps, self.phases[n // self.steps])
        return Beat(n // len(self.phases), self.phases[n % len(self.phases)])


class Place(Protocol):
    """Where a feature map lies on the page."""

    def cells(self, cells: Cells) -> tuple[Line, ...]:
        """Return each cell's corners."""

    def centre(self, cell: tuple[int, ...]) -> Point:
        """Return the middle of a cell."""

    def name_point(self) -> tuple[Point, Anchor]:
        """Return where the map's name can stand without lying on anything."""

    def numbered(self) -> tuple[tuple[str, Point], ...]:
        """Return the numbers of rows and columns, each beside its row or column."""


Places = Mapping[tuple[str, "Index"], Place]


"""The map of each role and index that a layout shows as a grid of cells."""


class Layout(Drawn, Protocol):
    """A figure laid out on its page: what each of its drawings looks like."""

    @property
    def sweep(self) -> Sweep:
        """The steps that its drawings show."""

    @property
    def baseline(self) -> float:
        """The height on its page that layouts side by side have in common."""

    @property
    def upright(self) -> float | None:
        """What layouts above each other have in common from left to right; None for the middle."""

    @property
    def beats(self) -> Sequence[Beat]:
        """What each drawing shows."""

    @property
    def places(self) -> Places:
        """Where maps lie; empty where a figure shows no grids."""

    @property
    def names(self) -> tuple[Layer, ...] | None:
        """Names of what is drawn, where no places say them; empty if every drawing has them."""

    @property
    def shows(self) -> frozenset[str]:
        """Names of the overlays whose content the drawing itself already contains."""

    def at_rest(self) -> Scene:
        """Return the drawing without any step."""


class Laid(ABC):
    """A layout with one drawing a step, and no grids that overlays could speak of.

    Attributes
    ----------
    sweep : Sweep
        What is drawn.
    box : Box
        The page.
    """

    sweep: Sweep
    box: Box
    baseline: float = 0.0
    upright: float | None = None
    shows: ClassVar[frozenset[str]] = frozenset()

    @property
    def names(self) -> tuple[Layer, ...] | None:
        """None."""
        return None

    @property
    def beats(self) -> Sequence[Beat]:
        """One drawing a step."""
        return Beats(len(self.sweep.steps))

    @property
    def places(self) -> Places:
        """None."""
        return {}

    @abstractmethod
    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""

    def at_rest(self) -> Scene:
        """Return what the first drawing and the last have in common."""
        last = self.scene(len(self.beats) - 1).layers
        return Scene(self.box, tuple(each for each in self.scene(0).layers if each in last))
