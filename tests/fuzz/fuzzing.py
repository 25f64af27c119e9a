"""What the harnesses share: inputs that were found, and errors that are fit to print."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.errors import printed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"

SECONDS = 3.0
"""A second on a quiet machine, which this one need not be."""


def check_error(error: Exception, started: float) -> None:
    """Raise unless an error is fit to print, and came soon after a time of the processor."""
    message = str(error)
    assert message
    assert [printed(line) for line in message.split("\n")] == message.split("\n"), message
    # A sound input may take longer: its numbers are worked out.
    assert time.process_time() - started < SECONDS, "too slow"


def found(harness: ModuleType) -> list[Path]:
    """Return the inputs that have broken something."""
    return sorted((FOUND / harness.NAME).iterdir())


def mutated(harness: ModuleType, count: int) -> Iterator[bytes]:
    """Yield seeds with a few bytes changed, inserted or cut out, the same in every run."""
    chance, seeds = random.Random(1), list(harness.seeds())
    for _ in range(count):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    del data[at : at + chance.randint(1, 9)]
                case 1:
                    data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 4)))
                case 2:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case _:
                    start = chance.randrange(len(data) + 1)
                    data[at:at] = data[start : start + chance.randint(1, 30)]
        yield bytes(data)


def fuzz(harness: ModuleType, words: tuple[str, ...] | list[str] = ()) -> None:
    """Feed a harness what atheris makes of its seeds; arguments are libFuzzer's."""
    import atheris

    place = ROOT / ".fuzz" / harness.NAME
    place.mkdir(parents=True, exist_ok=True)
    for n, data in enumerate((*harness.seeds(), *(each.read_bytes() for each in found(harness)))):
        (place / f"{n:03}").write_bytes(data)
        harness.read_bytes(data)  # imports all that is to be watched
    known = place.with_suffix(".dict")
    known.write_text("".join(f'"{word}"\n' for word in words), encoding="utf-8")
    atheris.instrument_all()
    atheris.Setup([*sys.argv, f"-dict={known}", str(place)], harness.read_bytes)
    atheris.Fuzz()
