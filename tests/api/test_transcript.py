"""Frames as text: what stands in them, block by block."""

from __future__ import annotations

from convanim.api.transcript import Transcript
from convanim.arithmetic.values import Array, Values
from convanim.layout.layout import Beat
from convanim.operations.conv import Conv
from convanim.operations.transposed_conv import TransposedConv


def frames(operation, steps=None):
    sweep = operation.sweep()
    shown = tuple((Beat(n),) for n in steps or range(len(sweep.steps)))
    return list(Transcript((sweep,), shown, (100,) * len(shown)).frames())


def test_a_layer_with_numbers():
    operation = Conv(
        (2, 2),
        (2, 2),
        p=((0, 1), (0, 0)),
        values=Values(Array((2, 2), (1, -2, 3, 10)), Array((2, 2), (0, 1, 2, 3))),
    )
    assert frames(operation)[0] == "\n".join(
        [
            "frame 0 of 2: step 0, slide, writes output (0, 0)",
            "input 3 x 2",
            "[ 1][-2]",
            "[ 3][10]",
            "  0   0",
            "kernel 2 x 2",
            "[0][1]",
            "[2][3]",
            "output 2 x 1",
            "[34]",
            " 10",
        ]
    )


def test_a_layer_without_numbers_shows_what_cells_are():
    text = frames(TransposedConv((3,), (2,), (2,), ((1, 2),)))[0]
    assert text.splitlines()[2] == "[o][-] o  -  x"


def test_three_axes_are_told_block_by_block():
    text = frames(Conv((2, 2, 2), (1, 1, 1)), [3])[0]
    blocks = " o  o\n o [o]\n\n o  o\n o  o"
    assert text.split("\n", 1)[1] == f"input 2 x 2 x 2\n{blocks}\noutput 2 x 2 x 2\n{blocks}"
