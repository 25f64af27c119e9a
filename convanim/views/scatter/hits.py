"""What stands in each cell of an output that stamps hit: their sum so far, or how many they are."""

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
"""Of the heat map: from the lightest, of cells hit once, to the darkest, of those hit most."""


class Hit(NamedTuple):
    """A cell of the output once a stamp has hit it.

    Attributes
    ----------
    step : int
        That stamps.
    role : str
        What the cell is drawn as from now on.
    text : str
        What stands in it.
    added : str
        What the stamp has added; empty where stamps are counted.
    """

    step: int
    role: str
    text: str
    added: str = ""


Hits = Mapping[tuple[int, ...], Sequence[Hit]]


def sums(sweep: Sweep) -> Hits:
    """Return what each cell comes to, stamp by stamp, all with the same decimals."""
    terms = gains(sweep, len(sweep.steps) - 1)
    added = {cell: [term.value or 0 for term in each] for cell, each in terms.items()}
    running = {cell: list(itertools.accumulate(values)) for cell, values in added.items()}
    so_far = iter(texts(itertools.chain.from_iterable(running.values())))
    gained = iter(texts(itertools.chain.from_iterable(added.values())))
    output = sweep.map("output")
    return {
        cell: [
            Hit(n, _role(output, cell, "output"), next(so_far), _signed(next(gained))) for n in at
        ]
        for cell, at in _stamps(sweep).items()
    }


def counts(sweep: Sweep) -> Hits:
    """Return how many stamps have hit each cell, in shades."""
    stamps, output = _stamps(sweep), sweep.map("output")
    most = max(map(len, stamps.values()))
    last = len(SHADES) - 1
    roles = [f"count.{SHADES[round(last * n / max(1, most - 1))]}" for n in range(most)]
    return {
        cell: [Hit(step, _role(output, cell, roles[n]), str(n + 1)) for n, step in enumerate(at)]
        for cell, at in stamps.items()
    }


def _stamps(sweep: Sweep) -> dict[tuple[int, ...], list[int]]:
    """Return the steps that hit each cell, in the order of the first."""
    found: dict[tuple[int, ...], list[int]] = {}
    for step in sweep.steps:
        for cell in step.writes:
            found.setdefault(cell, []).append(step.index)
    return found


def _role(output: FeatureMap, cell: tuple[int, ...], role: str) -> str:
    return "output.cropped" if output.kind(cell) is Cell.CROPPED else role


def _signed(text: str) -> str:
    return text if text.startswith("$-") else f"$+{text}$"
