"""The maps of a figure cell by cell, and what each step reads and writes, as plain data."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.backends._svg.clock import HUNDREDTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.values import Number
    from convanim.film.inspection import InspectedMap, Inspection
    from convanim.scene.geometry import Box, Line
    from convanim.sweep.sweep import Cells, Step

LETTERS = {
    Cell.REAL: "o",
    Cell.PADDING: "p",
    Cell.INSERTED: "z",
    Cell.CROPPED: "x",
    Cell.OUTSIDE: "e",
    Cell.OVERHANG: "h",
}

GATHERS, ACCUMULATES, CELL_BY_CELL = range(3)
"""How the cells of a step belong together: every cell read with every cell written; the n-th cell
written with the n-th weight; the n-th cell written with the n-th read."""

Numbers = dict[tuple[int, str, tuple[int, ...]], int]


def touch(inspection: Inspection, box: Box) -> dict[str, Any]:
    """Return the maps, the steps and the arithmetic of a figure.

    Parameters
    ----------
    inspection : Inspection
        What can be asked.
    box : Box
        The page, in points.
    """
    numbers = {
        (each.part, each.feature_map.role, each.feature_map.index): n
        for n, each in enumerate(inspection.maps)
    }
    notations: dict[tuple[object, ...], int] = {}
    steps = [
        [_step(step, part, numbers, notations) for step in part_steps]
        for part, part_steps in enumerate(inspection.steps)
    ]
    return {
        "maps": [_map(each, box) for each in inspection.maps],
        "steps": steps,
        "notations": [list(each) for each in notations],
        "shown": [[-1 if step is None else step for step in now] for now in inspection.shown],
        "links": [list(pair) for pair in inspection.links],
        "sums": _sums(inspection),
    }


def _map(each: InspectedMap, box: Box) -> dict[str, Any]:
    of = each.feature_map
    found: dict[str, Any] = {
        "name": each.name,
        "role": of.role,
        "kinds": ["".join(LETTERS[kind] for kind in axis) for axis in of.axes],
    }
    if of.values is not None:
        found["values"] = [_number(value) for value in of.values]
    if each.nearness:
        found["near"] = list(each.nearness)
    return found | _geometry(each.cells, box)


def _number(value: Number | None) -> str:
    return "" if value is None else texts((value,))[0].strip("$")


def _geometry(cells: Sequence[Line], box: Box) -> dict[str, Any]:
    """Return where cells lie: the corners of one and the place of each, or all corners of each."""
    left, _, _, top = box
    outlines = [
        [(round((x - left) * HUNDREDTHS), round((top - y) * HUNDREDTHS)) for x, y in line]
        for line in cells
    ]
    drawn = [line for line in outlines if line]
    if not drawn:
        return {}
    shape = _relative(drawn[0])
    if all(_is_near(_relative(line), shape) for line in drawn):
        at: list[int] = []
        for line in outlines:
            at += line[0] if line else (-1, -1)
        return {"cell": shape, "at": at}
    return {"cells": [list(itertools.chain(*line)) for line in outlines]}


def _relative(line: Sequence[tuple[int, int]]) -> list[int]:
    (left, top), *_ = line
    return [each for x, y in line for each in (x - left, y - top)]


def _is_near(one: Sequence[int], other: Sequence[int]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


def _step(
    step: Step, part: int, numbers: Numbers, notations: dict[tuple[object, ...], int]
) -> list[Any]:
    reduction = step.reduction
    pairing = GATHERS
    if reduction.accumulates:
        pairing = ACCUMULATES
    elif reduction.is_cell_by_cell:
        pairing = CELL_BY_CELL
    count = sum(map(len, (*step.read_of("input"), *step.read_of("bias"))))
    notation = (*reduction.notation(count)[:3], reduction.needs_kernel)
    touched = (_cells(each, part, numbers) for each in (step.writes, *step.reads))
    return [pairing, notations.setdefault(notation, len(notations)), *touched]


def _cells(cells: Cells, part: int, numbers: Numbers) -> list[int]:
    """Return the number of a map, then first position, count and distance along each axis."""
    found = [numbers[part, cells.role, cells.index]]
    for along in cells.along:
        found += (along.start, len(along), along.step)
    return found


def _sums(inspection: Inspection) -> dict[str, dict[str, str]]:
    """Return the arithmetic of cells: for each map by the number of the cell, row by row."""
    found: dict[str, dict[str, str]] = {}
    for (number, cell), text in inspection.sums.items():
        at = 0
        for n, size in zip(cell, inspection.maps[number].feature_map.shape, strict=True):
            at = at * size + n
        found.setdefault(str(number), {})[str(at)] = text
    return found
