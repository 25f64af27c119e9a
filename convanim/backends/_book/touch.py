"""The maps of a figure cell by cell, and what each step reads and writes, as plain data."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.backends._book.units import FINE, MOST_APART
from convanim.backends._svg.clock import HUNDREDTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.arithmetic.values import Number
    from convanim.film.inspection import InspectedMap, Inspection
    from convanim.scene.geometry import Box, Line, Point
    from convanim.sweep.sweep import Cells, FeatureMap, Step

LETTERS = {
    Cell.REAL: "o",
    Cell.PADDING: "p",
    Cell.COPIED: "c",
    Cell.INSERTED: "z",
    Cell.CROPPED: "x",
    Cell.OUTSIDE: "e",
    Cell.OVERHANG: "h",
}

GATHERS, ACCUMULATES, CELL_BY_CELL = range(3)
"""How the cells of a step belong together: every cell read with every cell written; the n-th cell
written with the n-th weight; the n-th cell written with the n-th read."""

MANY = 4
"""The least number of steps for which it is worth looking for what is even."""

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
        _steps([_step(step, part, numbers, notations) for step in part_steps])
        for part, part_steps in enumerate(inspection.steps)
    ]
    return {
        "maps": [_map(each, box) for each in inspection.maps],
        "steps": steps,
        "notations": [list(each) for each in notations],
        "shown": _shown(inspection.shown),
        "links": [list(pair) for pair in inspection.links],
        "sums": _sums(inspection),
    }


def _shown(shown: Sequence[Sequence[int | None]]) -> int | list[list[int]]:
    """Return what each drawing shows; how many there are if each shows the next step of one part.

    A part that rests shows -1.
    """
    if all(now == (n,) for n, now in enumerate(shown)):
        return len(shown)
    return [[-1 if step is None else step for step in now] for now in shown]


def _steps(steps: list[list[Any]]) -> dict[str, Any] | list[list[Any]]:
    """Return the steps of a part: the first one and what is added row by row, if that is even."""
    flat = [list(itertools.chain.from_iterable(step)) for step in steps]
    if len(steps) < MANY or len({tuple(map(len, step)) for step in steps}) > 1:
        return steps
    for columns in range(len(steps), 0, -1):
        if len(steps) % columns:
            continue
        down = _difference(flat[-columns], flat[0], len(steps) // columns - 1)
        across = _difference(flat[columns - 1], flat[0], columns - 1)
        fits = all(
            list(now)
            == [
                a + n // columns * b + n % columns * c
                for a, b, c in zip(flat[0], down, across, strict=True)
            ]
            for n, now in enumerate(flat)
        )
        if fits:
            return {
                "count": len(steps),
                "columns": columns,
                "first": steps[0],
                "down": down,
                "across": across,
            }
    return steps


def _difference(last: Sequence[int], first: Sequence[int], count: int) -> list[int]:
    return [(b - a) // count if count else 0 for a, b in zip(first, last, strict=True)]


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
    return found | _geometry(of, each.cells, box)


def _number(value: Number | None) -> str:
    return "" if value is None else texts((value,))[0].strip("$")


def _geometry(of: FeatureMap, cells: Sequence[Line], box: Box) -> dict[str, Any]:
    """Return where cells lie: the corners of one and the place of each, or all corners of each.

    Places are those of the first cell and of its neighbours where they are even.
    """
    left, _, _, top = box
    outlines = [
        [((x - left) * HUNDREDTHS, (top - y) * HUNDREDTHS) for x, y in line] for line in cells
    ]
    drawn = [line for line in outlines if line]
    if not drawn:
        return {}
    shape = _relative(drawn[0])
    if any(not _is_near(_relative(line), shape) for line in drawn):
        return {"cells": [[round(each) for point in line for each in point] for line in outlines]}
    if len(drawn) == len(outlines) and (even := _even(of.shape, [line[0] for line in drawn])):
        return {"cell": list(map(round, shape)), "from": even[0], "by": even[1]}
    at = [line[0] if line else (-1, -1) for line in outlines]
    return {"cell": list(map(round, shape)), "at": [round(each) for point in at for each in point]}


def _even(
    shape: Sequence[int], points: Sequence[Point]
) -> tuple[list[int], list[list[int]]] | None:
    """Return the first point, and the distance of neighbours along each axis in thousandths.

    None if any point is elsewhere.
    """
    apart = [math.prod(shape[axis + 1 :]) for axis in range(len(shape))]
    x, y = points[0]
    by = [
        [round((at - start) * FINE) for at, start in zip(points[stride], (x, y), strict=True)]
        if size > 1
        else [0, 0]
        for stride, size in zip(apart, shape, strict=True)
    ]
    for cell, point in zip(itertools.product(*map(range, shape)), points, strict=True):
        fit = [
            start + sum(n * each[k] for n, each in zip(cell, by, strict=True)) / FINE
            for k, start in enumerate((x, y))
        ]
        if not _is_near(fit, point):
            return None
    return [round(x), round(y)], by


def _relative(line: Sequence[Point]) -> list[float]:
    (left, top), *_ = line
    return [each for x, y in line for each in (x - left, y - top)]


def _is_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= MOST_APART for a, b in zip(one, other, strict=True)
    )


def _step(
    step: Step, part: int, numbers: Numbers, notations: dict[tuple[object, ...], int]
) -> list[list[int]]:
    """Return how cells belong together and how they are written, then what is written and read."""
    reduction = step.reduction
    pairing = GATHERS
    if reduction.accumulates:
        pairing = ACCUMULATES
    elif reduction.is_cell_by_cell:
        pairing = CELL_BY_CELL
    count = sum(map(len, (*step.read_of("input"), *step.read_of("bias"))))
    notation = (*reduction.notation(count)[:3], reduction.needs_kernel)
    touched = (_cells(each, part, numbers) for each in (step.writes, *step.reads))
    return [[pairing, notations.setdefault(notation, len(notations))], *touched]


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
