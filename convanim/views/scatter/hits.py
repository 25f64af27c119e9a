"""The sum in each output cell after each stamp, or the number of stamps that have hit it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from convanim.arithmetic.cells import Cell
from convanim.arithmetic.decimals import texts
from convanim.sweep.terms import gains

if TYPE_CHECKING:
    from convanim.sweep.sweep import FeatureMap, Sweep

SHADES = ("first", "second", "third", "fourth")
"""The shades of the heat map, from cells that are hit once to cells that are hit most often."""


class Hit(NamedTuple):
    """An output cell after a stamp has hit it.

    Attributes
    ----------
    step : int
        The step that stamps.
    role : str
        The role of the cell until the next stamp.
    text : str
        The text in the cell.
    gain : str
        The number that the stamp has added, with its sign; empty where stamps are counted.
    """

    step: int
    role: str
    text: str
    gain: str = ""


Hits = Mapping[tuple[int, ...], Sequence[Hit]]


def sums(sweep: Sweep) -> Hits:
    """Return the sum in each cell after each stamp, all with the same number of decimals."""
    terms = gains(sweep, len(sweep.steps) - 1)
    gain = {cell: [term.value or 0 for term in each] for cell, each in terms.items()}
    running = {cell: list(itertools.accumulate(values)) for cell, values in gain.items()}
    so_far = iter(texts(itertools.chain.from_iterable(running.values())))
    gain_texts = iter(texts(itertools.chain.from_iterable(gain.values())))
    output = sweep.map("output")
    return {
        cell: [
            Hit(n, _role(output, cell, "output"), next(so_far), _with_sign(next(gain_texts)))
            for n in at
        ]
        for cell, at in _stamps(sweep).items()
    }


def counts(sweep: Sweep) -> Hits:
    """Return how many stamps have hit each cell after each stamp, with shades as roles."""
    stamps, output = _stamps(sweep), sweep.map("output")
    most = max(map(len, stamps.values()))
    last = len(SHADES) - 1
    roles = [f"count.{SHADES[round(last * n / max(1, most - 1))]}" for n in range(most)]
    return {
        cell: [Hit(step, _role(output, cell, roles[n]), str(n + 1)) for n, step in enumerate(at)]
        for cell, at in stamps.items()
    }


def _stamps(sweep: Sweep) -> dict[tuple[int, ...], list[int]]:
    """Return the steps that hit each cell; cells are in the order of their first hit."""
    found: dict[tuple[int, ...], list[int]] = {}
    for step in sweep.steps:
        for cell in step.writes:
            found.setdefault(cell, []).append(step.index)
    return found


def _role(output: FeatureMap, cell: tuple[int, ...], role: str) -> str:
    return "output.cropped" if output.kind(cell) is Cell.CROPPED else role


def _with_sign(text: str) -> str:
    return text if text.startswith("$-") else f"$+{text}$"
