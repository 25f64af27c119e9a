"""How fast this machine is."""

from __future__ import annotations

import functools
import time

USUAL = 0.00243
"""Processor time of the task on the machine where the rates of all formats were measured."""

TRIES = 3
ROUNDS = 30_000


@functools.cache
def slowness() -> float:
    """Return how many times as long as there a small task takes here, from a few milliseconds."""
    return min(_task() for _ in range(TRIES)) / USUAL


def _task() -> float:
    start, number = time.process_time(), 0
    for n in range(ROUNDS):
        number = (number * 31 + n) % 1_000_003
    return max(time.process_time() - start, USUAL / 100)
