"""What is multiplied in a step: the windows, the kernels over them, and their products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.layout.maps.cell_text import Written
from convanim.layout.maps.tints import kernel_in_use, window
from convanim.views.channels.progress import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.layout.maps.cell_text import Sheet
    from convanim.scene.shapes import Layer
    from convanim.sweep.sweep import Step
    from convanim.views.channels.columns import Columns


def windows(columns: Columns, step: Step, kernels: Sequence[Sheet]) -> Iterator[Layer]:
    """Yield the window over each input, and the kernels that are applied to them, highlighted."""
    for cells, kernel in zip(step.read_of("input"), kernels, strict=True):
        tint = columns.tints.inputs[number(cells.index)]
        yield from columns.inputs[cells.index].window(cells, window(tint))
        yield from kernel.window(role=kernel_in_use(tint))


def multiplied(columns: Columns, step: Step, known: Mapping[Index, Written]) -> Iterator[Layer]:
    """Yield the products of each window and its kernel, given their texts by step and place."""
    for place, cells in enumerate(step.read_of("input") if columns.products else ()):
        sheet = columns.products[number(cells.index),]
        role = columns.tint_of_result(number(cells.index))
        texts = known.get((step.index, place), Written({}))
        yield from sheet.plane.result(role)
        yield from sheet.labels(f"{role}.value", written=texts)
