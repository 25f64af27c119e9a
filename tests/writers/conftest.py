from __future__ import annotations

import pytest


class Ticks:
    """Counts its calls."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def tick() -> Ticks:
    return Ticks()
