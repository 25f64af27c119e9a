"""What an excerpt shows of a figure's layers, and what it leaves out, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.errors import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convanim.layers.operation import Operation


def kept(whole: Sequence[Operation], small: Sequence[Operation]) -> str:
    """Return what is kept, such as ``"8 x 8 of 224 x 224 inputs, 2 of 64 output channels"``.

    Parameters
    ----------
    whole, small : sequence of Operation
        Layers, and their excerpt.
    """
    return ", ".join(_parts(whole, small))


def _parts(whole: Sequence[Operation], small: Sequence[Operation]) -> Iterator[str]:
    sizes = (
        ("inputs", whole[0].sizes, small[0].sizes),
        ("outputs", whole[-1].output_shape, small[-1].output_shape),
    )
    for role, of, some in sizes:
        if some != of:
            yield f"{times(some)} of {times(of)} {role}"
    before, after = whole[0].channels, whole[-1].channels
    first, last = small[0].channels, small[-1].channels
    if before.inputs == after.outputs and first.inputs == last.outputs:
        counts = [("channels", before.inputs, first.inputs)]
    else:
        counts = [("input channels", before.inputs, first.inputs)]
        counts += [("output channels", after.outputs, last.outputs)]
    groups = getattr(whole[0], "groups", 1)
    if len(whole) == 1 and 1 < groups < before.inputs:
        counts += [("groups", groups, first.groups)]
    for role, number, few in counts:
        if few != number:
            yield f"{few} of {number} {role}"
