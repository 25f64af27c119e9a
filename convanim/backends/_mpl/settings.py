"""Temporary settings of matplotlib.

All threads of a program share one set of settings, so restoring the previous settings in one
thread would change them for the others. Therefore threads take turns.
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
    """Apply these settings in the body of a ``with`` statement; other threads wait for its end."""
    with _turn, matplotlib.rc_context(given):
        yield
