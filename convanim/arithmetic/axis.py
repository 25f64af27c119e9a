"""Sizes and positions along one axis; the axes of a layer are independent of each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from convanim.arithmetic.cells import Cell


@dataclass(frozen=True, slots=True)
class Axis:
    """A window sliding along one axis of a stretched and padded input.

    A direct convolution has ``stretch=1`` and ``a=0``. A transposed convolution is represented by
    the direct one that emulates it (guide, chapter 4): stride 1 over an input stretched by the
    layer's own stride. Create it with :meth:`transposed` or :meth:`transpose`.

    Attributes
    ----------
    i : int
        Number of units of the input.
    k : int
        Number of taps of the kernel.
    s : int
        Stride of the window.
    p_before, p_after : int
        Zeros added at each end; a negative number crops that many cells.
    d : int
        Dilation: the distance between taps.
    a : int
        Extra zeros at the end (guide, relationship 14; torch's ``output_padding``).
    stretch : int
        Distance between neighbouring units of the input; ``stretch - 1`` zeros are inserted.
    overhang : int
        Number of cells by which the last window extends past the padded input.
    """

    i: int
    k: int
    s: int = 1
    p_before: int = 0
    p_after: int = 0
    d: int = 1
    a: int = 0
    stretch: int = 1
    overhang: int = 0

    @classmethod
    def transposed(cls, direct: Axis, i: int, a: int = 0) -> Axis:
        """Return the axis that maps ``i`` units back through a direct convolution.

        Parameters
        ----------
        direct : Axis
            The layer's own ``k s p d`` as frameworks define them; its ``i`` is not used.
        i : int
            Size of the input, the guide's i'.
        a : int
            Extra zeros at the end.

        Notes
        -----
        Guide, relationship 14: k' = k, s' = 1, p' = k^ - 1 - p, and i is stretched by s.
        """
        edge = direct.k_hat - 1
        return cls(
            i=i,
            k=direct.k,
            p_before=edge - direct.p_before,
            p_after=edge - direct.p_after,
            d=direct.d,
            a=a,
            stretch=direct.s,
        )

    def transpose(self) -> Axis:
        """Return the axis of the transposed convolution, with the guide's primed quantities.

        Its ``i`` is the ``o`` of this axis and its ``a`` the ``leftover``, so that its ``o`` is
        the ``i`` of this axis.
        """
        return Axis.transposed(self, self.o, self.leftover)

    @property
    def direct(self) -> Axis:
        """The direct convolution that a transposed one reverses, with the layer's own s and p."""
        edge = self.k_hat - 1
        return Axis(
            i=self.o,
            k=self.k,
            s=self.stretch,
            p_before=edge - self.p_before,
            p_after=edge - self.p_after,
            d=self.d,
        )

    @property
    def k_hat(self) -> int:
        """Effective kernel size, k + (k - 1)(d - 1)."""
        return self.k + (self.k - 1) * (self.d - 1)

    @property
    def i_tilde(self) -> int:
        """Size of the stretched input, i + (stretch - 1)(i - 1)."""
        return self.i + (self.stretch - 1) * (self.i - 1)

    @property
    def padded(self) -> int:
        """Number of cells the window can cover: the stretched, padded and cropped input."""
        return self.i_tilde + self.p_before + self.p_after + self.a + self.overhang

    @property
    def o(self) -> int:
        """Output size, floor((padded - k^) / s) + 1; below 1 if the window does not fit."""
        return (self.padded - self.k_hat) // self.s + 1

    @property
    def leftover(self) -> int:
        """Number of cells at the end that no window covers, (padded - k^) mod s."""
        return (self.padded - self.k_hat) % self.s

    @property
    def reach(self) -> Fraction:
        """Distance between the first and the last tap, in units of the input."""
        return Fraction(self.k_hat - 1, self.stretch)

    @property
    def jump(self) -> Fraction:
        """Distance between neighbouring windows, in units of the input."""
        return Fraction(self.s, self.stretch)

    @property
    def start(self) -> Fraction:
        """Centre of the first window, in units of the input; the first unit is at 0."""
        return (Fraction(self.k_hat - 1, 2) - self.p_before) / self.stretch

    @property
    def crop_before(self) -> int:
        """Number of cells cropped from the start of the stretched input."""
        return max(0, -self.p_before)

    @property
    def crop_after(self) -> int:
        """Number of cells cropped from the end of the stretched input."""
        return max(0, -(self.p_after + self.a))

    @property
    def drawn(self) -> int:
        """Number of cells to draw: those the window can cover and those that are cropped."""
        return self.crop_before + self.padded + self.crop_after

    @property
    def first_unit(self) -> int:
        """Drawn position of the first unit."""
        return max(0, self.p_before)

    @property
    def units(self) -> range:
        """Drawn positions of all units."""
        start = self.first_unit
        return range(start, start + self.i_tilde, self.stretch)

    def taps(self, position: int) -> range:
        """Return the drawn positions that the kernel's taps read at an output position."""
        start = self.crop_before + position * self.s
        return range(start, start + self.k_hat, self.d)

    def units_read(self, position: int) -> tuple[int, ...]:
        """Return the units, counted from 0, that the window reads at an output position.

        Units beyond the ends of the input are included, as if it were infinite.
        """
        start = position * self.s - self.p_before
        taps = range(start, start + self.k_hat, self.d)
        return tuple(at // self.stretch for at in taps if not at % self.stretch)

    def cells(self) -> tuple[Cell, ...]:
        """Return the kind of each of the ``drawn`` cells along this axis."""
        first, reach = self.first_unit, range(self.crop_before, self.crop_before + self.padded)
        own = range(self.drawn - self.overhang)
        cells = tuple(self._cell(n - first, n in reach) for n in own)
        return cells + (Cell.OVERHANG,) * self.overhang

    def _cell(self, n: int, reached: bool) -> Cell:
        if not 0 <= n < self.i_tilde:
            return Cell.PADDING if reached else Cell.OUTSIDE
        if n % self.stretch:
            return Cell.INSERTED if reached else Cell.OUTSIDE
        return Cell.REAL if reached else Cell.CROPPED
