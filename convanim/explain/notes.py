"""What readers ask about an output size: which units are left out, and which padding keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.arithmetic.axis import Axis
from convanim.arithmetic.relationships import CONVOLUTION
from convanim.explain.summary import NEVER_READ, unread_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convanim.layers.operation import Operation


def notes(operation: Operation) -> Iterator[str]:
    """Yield lines about the output size of a layer, as texts with mathtext between dollar signs."""
    summary = operation.summary()
    unread = unread_units(summary) if summary else ""
    steps = {axis.s for axis in _axes(operation) if axis.leftover and axis.s > 1}
    if unread:
        yield f"{NEVER_READ}: {unread}"
    elif steps:
        yield f"{NEVER_READ}: padding at the end"
    yield from (f"a further step of {s} does not fit" for s in sorted(steps))
    spans = {(axis.k_hat, axis.s) for axis in _axes(operation)}
    if operation.family == CONVOLUTION and len(spans) == 1:
        ((k_hat, s),) = spans
        yield from (_keeping(k_hat),) if s == 1 else ()


def _axes(operation: Operation) -> list[Axis]:
    return [axis for axis in operation.axes if isinstance(axis, Axis)]


def _keeping(k_hat: int) -> str:
    """Return which padding on both sides keeps the size at stride 1."""
    if k_hat % 2:
        return rf"$p = (\hat{{k}} - 1) / 2 = {k_hat // 2}$ keeps the size"
    return rf"no $p$ on both sides keeps the size: $\hat{{k}} - 1 = {k_hat - 1}$ is odd"
