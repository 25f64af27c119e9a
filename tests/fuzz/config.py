"""Feeds what atheris makes up to the config reader.

``pip install atheris``, then ``python -m tests.fuzz.config -max_total_time=60``; arguments are
libFuzzer's. Whatever comes in, a figure or a ConfigError must come out, the error within a second;
what breaks that is kept in ``tests/fuzz/found/config`` and read by every run of the tests.
"""

from __future__ import annotations

import io
import itertools
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from convanim.api import Figure
from convanim.config import read_stream
from convanim.errors import ConfigError
from convanim.layers.operation import Operation
from tests.fuzz.fuzzing import check_error, fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NAME = "config"
MOST = 5
"""Figures of one config that are read; a matrix makes more of the same."""


def read_bytes(data: bytes) -> None:
    """Read a config; raise unless it is a figure, or refused in a way that is fit to print."""
    started = time.process_time()
    try:
        for draft in itertools.islice(read_stream(io.BytesIO(data), "x.yaml"), MOST):
            figure = Figure.of(draft)
            figure.explain()
            figure.size_faults(figure.outputs)
    except ConfigError as error:
        check_error(error, started)


def seeds() -> Iterator[bytes]:
    """Yield the project's own configs."""
    for path in sorted(ROOT.glob("configs/*/*.yaml")):
        yield path.read_bytes()


def words() -> list[str]:
    from convanim.config.keys.common import COMMON, FILE
    from convanim.config.keys.plugins import union
    from convanim.plugins import registry
    from tests.support.plugins import KINDS

    keys = [*COMMON.spellings, *FILE.rules, *union(Operation).spellings]
    names = [name for kind in KINDS for name in registry.scan(kind)]
    return [f"{key}: " for key in keys] + names + ["&a ", "*a", "!!", "---", "{", "[", "same"]


if __name__ == "__main__":
    fuzz(sys.modules[__name__], words())
