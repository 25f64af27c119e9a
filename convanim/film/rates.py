"""What files cost, in bytes and in time, estimated from how much there is to draw.

The rates of a format are a least-squares fit of the shipped figures and of layers of real networks,
drawn on one core of an x86-64 server. Most estimates of bytes are within a factor of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from convanim.film.speed import slowness
from convanim.scene.workload import Ink

if TYPE_CHECKING:
    from convanim.scene.workload import Workload

NOTHING = Ink()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How a number grows with a film: what each of these adds to it.

    Attributes
    ----------
    file, frame, second : float
        The file itself, a frame, and a second of the film.
    pixel, shown, lasting : float
        A pixel of a frame, once; in each frame; in each second.
    still, redrawn, moving : Ink
        The ink of a frame, once; in each frame; and all that changes.
    """

    file: float = 0.0
    frame: float = 0.0
    second: float = 0.0
    pixel: float = 0.0
    shown: float = 0.0
    lasting: float = 0.0
    still: Ink = NOTHING
    redrawn: Ink = NOTHING
    moving: Ink = NOTHING

    def of(self, work: Workload) -> float:
        """Return the number for a film."""
        own = self.file + self.frame * work.frames + self.second * work.seconds
        shown = self.pixel + self.shown * work.frames + self.lasting * work.seconds
        ink = work.still.cost(self.still) + work.frames * work.still.cost(self.redrawn)
        return own + shown * work.pixels + ink + work.moving.cost(self.moving)


class Estimate(NamedTuple):
    """What a file is expected to cost.

    Attributes
    ----------
    bytes : float
        Its size.
    seconds : float
        Processor time on this machine.
    """

    bytes: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How the files of a format grow with a film.

    Attributes
    ----------
    size, time : Rate
        In bytes, and in seconds on the machine where the rates were measured.
    """

    size: Rate
    time: Rate

    def estimate(self, work: Workload) -> Estimate:
        """Return what a film is expected to cost."""
        return Estimate(self.size.of(work), self.time.of(work) * slowness())
