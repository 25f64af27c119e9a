"""The texts in matrices and vectors: numbers, or the names of units and weights."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.layout.maps.cell_text import Written, written
from convanim.layout.maps.table import scale
from convanim.sweep.matrix import symbol, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convanim.arithmetic.channels import Index
    from convanim.arithmetic.layer import Layer
    from convanim.sweep.matrix import WeightMatrix
    from convanim.sweep.sweep import FeatureMap, Step, Sweep

Texts = dict[tuple[int, ...], str]
"""By row and column."""


def names(maps: Sequence[FeatureMap], letter: str) -> dict[Index, Written]:
    """Return the text of each cell of maps: its number, or the name of the unit; padding is 0."""
    if all(each.values is not None for each in maps):
        found = {index: each.texts for index, each in written(maps).items()}
    else:
        found = {
            each.index: {
                **{cell: "0" for cell in each.cells() if each.kind(cell) is Cell.PADDING},
                **{unit.cell: symbol(letter, unit.at, unit.index) for unit in units((each,))},
            }
            for each in maps
        }
    size = scale(text for cells in found.values() for text in cells.values())
    return {index: Written(cells, size) for index, cells in found.items()}


def matrix(unrolled: WeightMatrix) -> Texts:
    """Return each entry as a number, or as the name of a weight."""
    cells = itertools.product(range(len(unrolled.rows)), range(len(unrolled.columns)))
    known = [
        (cell, each.value) for cell, each in unrolled.weights.items() if each.value is not None
    ]
    zero, *numbers = texts((0, *(value for _, value in known)), as_fractions=True)
    found = {cell: symbol("w", each.at, each.kernel) for cell, each in unrolled.weights.items()}
    found.update((cell, text) for (cell, _), text in zip(known, numbers, strict=True))
    return {cell: found.get(cell, zero) for cell in cells}


def kernels(unrolled: WeightMatrix, layer: Layer) -> dict[Index, Texts]:
    """Return the texts of each kernel, as they are in the matrix; of weights in use, if numbers."""
    written = matrix(unrolled)
    shape = layer.kernel_shape[2:]
    found: dict[Index, Texts] = {}
    for cell, each in sorted(unrolled.weights.items(), key=lambda pair: pair[1].kernel):
        named = {at: symbol("w", at, each.kernel) for at in itertools.product(*map(range, shape))}
        known = found.setdefault(each.kernel, {} if each.value is not None else named)
        known[each.at] = written[cell]
    return found


def vector(maps: Sequence[FeatureMap], letter: str) -> Texts:
    """Return the text of each unit of these maps, one below the other."""
    known = names(maps, letter)
    listed = (known[unit.index].texts[unit.cell] for unit in units(maps))
    return {(n, 0): text for n, text in enumerate(listed)}


def from_units(fill: Sweep) -> Iterator[tuple[int, ...]]:
    """Yield the entries of the patch matrix that are no padding."""
    maps = {each.index: each for each in fill.maps_of("input")}
    for step in fill.steps:
        for entry, (index, cell) in zip(step.writes, _read(step), strict=True):
            if maps[index].kind(cell) is Cell.REAL:
                yield entry


def _read(step: Step) -> Iterator[tuple[Index, tuple[int, ...]]]:
    for cells in step.read_of("input"):
        for cell in cells:
            yield cells.index, cell


def patches(fill: Sweep, read: Mapping[Index, Written]) -> Texts:
    """Return the texts of the patch matrix: those of the inputs, and zero for padding."""
    return {
        entry: read[index].texts.get(cell, "0")
        for step in fill.steps
        for entry, (index, cell) in zip(step.writes, _read(step), strict=True)
    }


def weights(kernels: FeatureMap, layer: Layer) -> Texts:
    """Return the numbers of the kernels, or the names of their weights."""
    if kernels.values:
        numbers = texts((value for _, value in kernels.known()), as_fractions=True)
        return dict(zip(kernels.cells(), numbers, strict=True))
    own = itertools.product(*map(range, layer.kernel_shape))
    is_one = layer.channels.inputs == layer.channels.outputs == 1
    listed = (symbol("w", at[2:], () if is_one else at[:2]) for at in own)
    return dict(zip(kernels.cells(), listed, strict=True))


def product(outputs: Sequence[FeatureMap], made: Mapping[Index, Written]) -> Texts:
    """Return the numbers of each output, or the names of its units, as a row."""
    return {
        (row, column): text
        for row, each in enumerate(outputs)
        for column, text in enumerate(made[each.index].texts.values())
    }
