"""Numbers by the steps from one to the next, which repeat themselves and deflate better."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def steps(numbers: Iterable[int]) -> list[int]:
    """Return the first number, and then by how much each is greater than the one before it."""
    return [after - before for before, after in itertools.pairwise((0, *numbers))]
