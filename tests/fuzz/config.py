"""Feeds what atheris makes up to the config reader.

``pip install atheris``, then ``python -m tests.fuzz.config -max_total_time=60``; arguments are
libFuzzer's. Whatever comes in, a figure or a ConfigError must come out, the error within a second;
what breaks that is kept in ``tests/fuzz/found`` and read by every run of the tests.
"""

from __future__ import annotations

import io
import itertools
import sys
import time
from pathlib import Path

from convanim.api import Figure
from convanim.config import read_stream
from convanim.errors import ConfigError, printed
from convanim.layers.operation import Operation

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"
MOST = 5
"""Figures of one config that are read; a matrix makes more of the same."""

SECONDS = 3.0
"""A second on a quiet machine, which this one need not be."""


def read_bytes(data: bytes) -> None:
    """Read a config; raise unless it is a figure, or refused in a way that is fit to print."""
    started = time.process_time()
    try:
        for draft in itertools.islice(read_stream(io.BytesIO(data), "x.yaml"), MOST):
            figure = Figure.of(draft)
            figure.explain()
            figure.size_faults(figure.outputs)
    except ConfigError as error:
        _check(str(error), time.process_time() - started)


def _check(message: str, seconds: float) -> None:
    assert message
    assert [printed(line) for line in message.split("\n")] == message.split("\n"), message
    # A sound figure may take longer: its numbers are worked out.
    assert seconds < SECONDS, "too slow"


def main() -> None:
    """Start from the project's own configs, and mutate."""
    import atheris

    seeds = ROOT / ".fuzz"
    seeds.mkdir(exist_ok=True)
    for path in [*ROOT.glob("configs/*/*.yaml"), *FOUND.iterdir()]:
        (seeds / path.name).write_bytes(path.read_bytes())
    words = seeds.parent / ".fuzz.dict"
    words.write_text("".join(f'"{word}"\n' for word in _words()), encoding="utf-8")
    for path in seeds.iterdir():
        read_bytes(path.read_bytes())  # imports all that is to be watched
    atheris.instrument_all()
    atheris.Setup([*sys.argv, f"-dict={words}", str(seeds)], read_bytes)
    atheris.Fuzz()


def _words() -> list[str]:
    from convanim.config.keys.common import COMMON, FILE
    from convanim.config.keys.plugins import union
    from convanim.plugins import registry
    from tests.support.plugins import KINDS

    keys = [*COMMON.spellings, *FILE.rules, *union(Operation).spellings]
    names = [name for kind in KINDS for name in registry.scan(kind)]
    return [f"{key}: " for key in keys] + names + ["&a ", "*a", "!!", "---", "{", "[", "same"]


if __name__ == "__main__":
    main()
