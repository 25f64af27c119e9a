"""A figure laid out on its page: its drawings, where its maps lie, what each drawing shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from convanim.layout.beats import Beat, Beats
from convanim.layout.places import Part, Place, Places
from convanim.scene.shapes import Labels, Scene
from convanim.sweep.order import jumps

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.layout.note import Note
    from convanim.scene.geometry import Box
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Sweep


__all__ = ["Beat", "Beats", "Layout", "Part", "Place", "Places", "Wrapper"]


class Layout(ABC):
    """A figure laid out on its page: what each of its drawings looks like.

    A view needs to say only what its sweep, its page and its drawings are; everything else has a
    default that fits a layout with one drawing for each step.

    Attributes
    ----------
    sweep : Sweep
        The steps that the drawings show.
    box : Box
        The page, in points.
    baseline : float
        The height on the page that layouts side by side have in common.
    upright : float or None
        What layouts above each other have in common from left to right; None for the middle.
    shows : frozenset of str
        The names of the overlays whose content the drawing already contains.
    is_full : bool
        Whether outputs are drawn in full in every drawing, so that
        :mod:`convanim.layout.wrappers.filled` can let them fill up; views that do so themselves
        say no.
    is_resampled : bool
        Whether an input that is made larger is drawn as large as its output, so that
        :mod:`convanim.layout.maps.resampling` can mark where outputs lie on it.
    has_room : bool
        Whether a number can be written into each cell that it draws.
    current_role : str
        The role of the cells that are written now, which are drawn above those still to come.
    telling : str
        Whether a drawing of the ``"middle"`` or the ``"last"`` one tells most on its own.
    """

    sweep: Sweep
    box: Box
    baseline: float = 0.0
    upright: float | None = None
    shows: ClassVar[frozenset[str]] = frozenset()
    is_full: ClassVar[bool] = False
    is_resampled: ClassVar[bool] = False
    has_room: ClassVar[bool] = True
    current_role: ClassVar[str] = "window.output"
    telling: ClassVar[Literal["middle", "last"]] = "middle"

    @property
    def beats(self) -> Sequence[Beat]:
        """What each drawing shows: by default one step each."""
        return Beats(len(self.sweep.steps))

    @property
    def places(self) -> Places:
        """The places of the maps; empty where the layout shows no grids."""
        return {}

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the page, each with a sweep of its own: by default all of it is one."""
        return (Part(self.sweep, self.places),)

    def parts_at(self, n: int) -> tuple[Beat | None, ...]:
        """Return what each part shows in the n-th drawing; None where it rests."""
        return (self.beats[n],)

    @property
    def names(self) -> tuple[Layer, ...] | None:
        """The names of what is drawn; None where places give them, empty if drawings have them."""
        return None

    def numbers_at(self, role: str, index: Index) -> Container[tuple[int, ...]]:  # noqa: ARG002
        """Return the cells of a map in whose middle the drawing writes something."""
        return ()

    def labels(self) -> Iterable[Labels]:
        """Return the text of the drawings that decides how large cells must be.

        By default that of the first and the last drawing; a layout that knows its text without
        being drawn says so.
        """
        for n in (0, len(self.beats) - 1):
            yield from (layer for layer in self.scene(n).layers if isinstance(layer, Labels))

    @abstractmethod
    def scene(self, n: int) -> Scene:
        """Return the n-th drawing."""

    def at_rest(self) -> Scene:
        """Return the drawing without any step: by default what the first and the last share."""
        last = self.scene(len(self.beats) - 1).layers
        return Scene(self.box, tuple(each for each in self.scene(0).layers if each in last))

    def at_end(self) -> Scene:
        """Return the drawing after all steps: by default as without any."""
        return self.at_rest()

    @property
    def poster(self) -> int:
        """The drawing that tells most on its own.

        The last, where ``telling`` says so; otherwise that of the unit in the middle of a map, or
        the one nearest to it that computes anything but zero: the window is inside the input, and
        outputs stand behind it.
        """
        if self.telling == "last":
            return len(self.beats) - 1
        middle = self._central()
        nearest = sorted(range(len(self.beats)), key=lambda n: abs(n - middle))
        return next((n for n in nearest if self._is_telling(self.beats[n].step)), middle)

    def _central(self) -> int:
        """Return the drawing of the middle of the map that is written halfway."""
        halfway = len(self.beats) // 2
        if not self.sweep.steps:
            return halfway
        step, phase = self.beats[halfway]
        written = self.sweep.steps[step].writes
        shape = self.sweep.map(written.role, *written.index).shape

        def is_central(beat: Beat) -> bool:
            cells = self.sweep.steps[beat.step].writes
            if beat.phase != phase or (cells.role, cells.index) != (written.role, written.index):
                return False
            return all(n // 2 in along for n, along in zip(shape, cells.along, strict=True))

        found = (n for n, beat in enumerate(self.beats) if is_central(beat))
        return min(found, key=lambda n: abs(n - halfway), default=halfway)

    def _is_telling(self, step: int) -> bool:
        """Return whether a step computes anything but zero."""
        written = self.sweep.steps[step].writes if self.sweep.steps else None
        if written is None:
            return True
        target = self.sweep.map(written.role, *written.index)
        return target.values is None or any(target.value(cell) for cell in written)

    def in_full(self) -> Layout:
        """Return the layout with full outputs from the start; by default they always are."""
        return self

    def is_cut(self, one: int, other: int) -> bool:
        """Return whether nothing moves between two drawings, since they show different things.

        One fades into the other then. This is so where the window jumps to a place that is not
        beside it, and where another phase begins that has other layers.
        """
        if self.sweep.steps:
            here, there = (self.sweep.steps[self.beats[n].step] for n in (one, other))
            if jumps(here, there):
                return True
        if self.beats[one].phase == self.beats[other].phase:
            return False
        before, after = ([each.role for each in self.scene(n).layers] for n in (one, other))
        return before != after

    @property
    def footnotes(self) -> tuple[Note, ...]:
        """The lines below the drawing, which may change from step to step.

        A view that has some leaves them out of its drawings: they are written below the enlarged
        drawing, as far apart as text of their size should be.
        """
        return ()

    def without_notes(self) -> Layout:
        """Return the layout without notes, at the same place."""
        return self

    def bare(self) -> Layout:
        """Return the layout without any text around it, at the same place."""
        return self

    def core(self) -> Box:
        """Return the part of the page that is kept for the drawing, without text around it."""
        return self.box

    def in_room(self, room: Box) -> Layout:  # noqa: ARG002
        """Return the layout with that much room for its drawing; by default it needs no more."""
        return self


class Wrapper(Layout):
    """A layout around another one; everything that it does not change is that of the other.

    Attributes
    ----------
    layout : Layout
        The layout inside.
    """

    layout: Layout

    @property
    def sweep(self) -> Sweep:  # type: ignore[override]
        """The steps that the drawings show."""
        return self.layout.sweep

    @property
    def box(self) -> Box:  # type: ignore[override]
        """The page, in points."""
        return self.layout.box

    @property
    def baseline(self) -> float:  # type: ignore[override]
        """The height that layouts side by side have in common."""
        return self.layout.baseline

    @property
    def upright(self) -> float | None:  # type: ignore[override]
        """What layouts above each other have in common."""
        return self.layout.upright

    @property
    def shows(self) -> frozenset[str]:  # type: ignore[override]
        """The names of the overlays whose content the drawing already contains."""
        return self.layout.shows

    @property
    def has_room(self) -> bool:  # type: ignore[override]
        """Whether a number can be written into each cell."""
        return self.layout.has_room

    @property
    def beats(self) -> Sequence[Beat]:
        """What each drawing shows."""
        return self.layout.beats

    @property
    def places(self) -> Places:
        """The places of the maps."""
        return self.layout.places

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the page."""
        return self.layout.parts

    def parts_at(self, n: int) -> tuple[Beat | None, ...]:
        """Return what each part shows in the n-th drawing; None where it rests."""
        return (self.beats[n],) if len(self.parts) == 1 else self.layout.parts_at(n)

    @property
    def names(self) -> tuple[Layer, ...] | None:
        """The names of what is drawn."""
        return self.layout.names

    def numbers_at(self, role: str, index: Index) -> Container[tuple[int, ...]]:
        """Return the cells of a map in whose middle the drawing writes something."""
        return self.layout.numbers_at(role, index)

    @property
    def poster(self) -> int:
        """The drawing that tells most on its own."""
        return self.layout.poster

    def is_cut(self, one: int, other: int) -> bool:
        """Return whether nothing moves between two drawings."""
        return self.layout.is_cut(one, other)
