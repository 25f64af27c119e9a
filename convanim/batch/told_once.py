"""Reports an error once that many figures of a run share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.errors import ConfigError, ConvanimError, printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convanim.errors import Report

MOST = 100
"""Reports of one config that are listed; the rest are only counted."""


class ToldOnce:
    """Passes errors on without the reports that it has passed on before.

    Parameters
    ----------
    on_error : callable
        Receives the errors.
    on_repeat : callable, optional
        Receives the config of an error that says nothing new.
    """

    def __init__(
        self,
        on_error: Callable[[ConvanimError], None],
        on_repeat: Callable[[str], object] | None = None,
    ) -> None:
        self._pass_on, self._on_repeat = on_error, on_repeat
        self._told: set[Report] = set()
        self._count = 0
        self._hidden = 0

    def on_error(self, error: ConvanimError) -> None:
        """Pass an error on if it says anything new."""
        if not isinstance(error, ConfigError):
            self._pass_on(error)
            return
        new = [each for each in error.reports if each not in self._told]
        self._told |= {*new}
        if self._count >= MOST:
            self._hidden += len(new)
        elif new:
            self._count += len(new)
            self._pass_on(ConfigError(new).of(error.config))
        elif self._on_repeat:
            self._on_repeat(error.config)

    def end(self, path: Path) -> None:
        """Report how many errors of a config were not listed."""
        more, self._hidden, self._count = self._hidden, 0, 0
        if more:
            self._pass_on(ConvanimError(f"{printed(str(path))}: and {more} more").of(path))
