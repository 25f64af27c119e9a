"""A drawing without colours: layers of shapes in points, each with a role, in paint order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, overload

if TYPE_CHECKING:
    from convanim.channels import Index
    from convanim.geometry import Box, Line, Point
    from convanim.sweep import Cells, Sweep

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Polygons:
    """Closed shapes, filled and outlined as the theme says of their role."""

    role: str
    shapes: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Polygons:
        """Return the same shapes elsewhere."""
        return replace(self, shapes=_shifted(self.shapes, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for shape in self.shapes for point in shape)


@dataclass(frozen=True, slots=True)
class Strokes:
    """Open lines. A dash pattern starts anew at the first point of each."""

    role: str
    lines: tuple[Line, ...]

    def shifted(self, dx: float, dy: float) -> Strokes:
        """Return the same lines elsewhere."""
        return replace(self, lines=_shifted(self.lines, dx, dy))

    def points(self) -> Line:
        """Return every vertex."""
        return tuple(point for line in self.lines for point in line)


@dataclass(frozen=True, slots=True)
class Labels:
    r"""Short texts, each at a point; ``$...$`` is mathematics.

    Vertically a text is centred on its figures' height, so that all on one level share a
    baseline; ``anchor`` says which part of it stands at the point horizontally, and ``scale`` how
    large it is against the size of its role.
    """

    role: str
    texts: tuple[tuple[str, Point], ...]
    anchor: Anchor = "middle"
    scale: float = 1.0

    def shifted(self, dx: float, dy: float) -> Labels:
        """Return the same texts elsewhere."""
        moved = tuple((text, (x + dx, y + dy)) for text, (x, y) in self.texts)
        return replace(self, texts=moved)

    def points(self) -> Line:
        """Return the point of every text."""
        return tuple(at for _, at in self.texts)


Layer = Polygons | Strokes | Labels


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawing.

    Attributes
    ----------
    box : Box
        The page, in points; the same for all frames of a film.
    layers : tuple of Layer
        Painted in this order. Two scenes of a film share the layers that do not change.
    """

    box: Box
    layers: tuple[Layer, ...]

    def shifted(self, dx: float, dy: float) -> Scene:
        """Return the same drawing elsewhere."""
        left, bottom, right, top = self.box
        return Scene(
            (left + dx, bottom + dy, right + dx, top + dy),
            tuple(layer.shifted(dx, dy) for layer in self.layers),
        )


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


class Drawn(Protocol):
    """Drawings on one page."""

    @property
    def box(self) -> Box:
        """The page that holds every drawing."""

    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""


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


def _shifted(lines: Sequence[Line], dx: float, dy: float) -> tuple[Line, ...]:
    return tuple(tuple((x + dx, y + dy) for x, y in line) for line in lines)
