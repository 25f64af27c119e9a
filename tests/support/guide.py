"""The guide's figures as plain numbers, from its captions and sources, to compare with.

Geometry after figures 2.1 to 5.1 of arXiv:1603.07285 (MIT): cells of half a centimetre, slanted
by yslant 0.5 and xslant -0.7, the output plane T + 1 cells above the input plane.
"""

from __future__ import annotations

from dataclasses import dataclass

from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv

CELL = 14.17323


@dataclass(frozen=True)
class Arithmetic:
    """A figure of chapters 2, 4 or 5: name, direct i k s p d, and what is drawn."""

    name: str
    i: int
    k: int
    s: int
    p: int
    d: int
    transposed: bool
    frames: int

    @property
    def span(self):
        return self.k + (self.k - 1) * (self.d - 1)

    @property
    def direct_output(self):
        return (self.i + 2 * self.p - self.span) // self.s + 1

    @property
    def o(self):
        return self.i if self.transposed else self.direct_output

    @property
    def side(self):
        """T: cells along a side of the drawn input."""
        return self.o + self.span - 1 if self.transposed else self.i + 2 * self.p

    @property
    def units(self):
        """Lower left corners of the blue cells."""
        if not self.transposed:
            return {(self.p + x, self.p + y) for x in range(self.i) for y in range(self.i)}
        extra = (self.i + 2 * self.p - self.span) % self.s
        edge = self.span - self.p - 1
        n = range(self.direct_output)
        return {(edge + self.s * x, extra + edge + self.s * y) for x in n for y in n}

    def window(self, frame):
        """Lower left corner of the effective window, and of the output cell."""
        row, x = divmod(frame, self.o)
        y = self.o - 1 - row
        s = 1 if self.transposed else self.s
        # With a stride that leaves a remainder, the first row of windows is at the top.
        return (s * x, self.side - self.span - s * row), (x, y)

    def operation(self):
        two = lambda n: (n, n)  # noqa: E731 - short, for the table's sake
        direct = Conv(two(self.i), two(self.k), two(self.s), (two(self.p),) * 2, two(self.d))
        return TransposedConv(transpose_of=direct.axes) if self.transposed else direct


def _figures():
    table = [
        ("no_padding_no_strides", 4, 3, 1, 0, 4, 16),
        ("arbitrary_padding_no_strides", 5, 4, 1, 2, 36, 25),
        ("same_padding_no_strides", 5, 3, 1, 1, 25, 25),
        ("full_padding_no_strides", 5, 3, 1, 2, 49, 25),
        ("no_padding_strides", 5, 3, 2, 0, 4, 25),
        ("padding_strides", 5, 3, 2, 1, 9, 25),
        ("padding_strides_odd", 6, 3, 2, 1, 9, 36),
    ]
    for name, i, k, s, p, frames, back in table:
        yield Arithmetic(name, i, k, s, p, 1, False, frames)
        yield Arithmetic(f"{name}_transposed", i, k, s, p, 1, True, back)
    yield Arithmetic("dilation", 7, 3, 1, 0, 2, False, 9)


ARITHMETIC = tuple(_figures())


def slanted(x, y):
    """A point of the input plane, in points."""
    return CELL * (x - 0.7 * y), CELL * (0.5 * x + 0.65 * y)


def raised(side, x, y):
    """A point of the output plane."""
    left, up = slanted(x, y)
    return left - 2.491, up + CELL * (side + 1)
