"""Settings of matplotlib for as long as something is drawn.

There is one set of them for all threads of a program: whoever leaves its own puts back what it
found, under the hands of another. So threads take turns.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

import matplotlib

if TYPE_CHECKING:
    from collections.abc import Iterator

_turn = threading.RLock()


@contextlib.contextmanager
def settings(given: Any) -> Iterator[None]:
    """Have these settings, and keep other threads waiting until the body is done."""
    with _turn, matplotlib.rc_context(given):
        yield
