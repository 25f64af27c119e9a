"""Reports an error once that many figures of a run share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from convanim.errors import ConfigError, ConvanimError, printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.errors import Report

MOST = 100
"""Reports of one config that are listed; the rest are only counted."""


class SharedErrors:
    """Collects the errors of one config after the other, and passes each report on once.

    A report that only some figures of a config have names them.

    Parameters
    ----------
    on_error : callable
        Receives the errors.
    on_repeat : callable, optional
        Receives a config whose errors are those of configs before it.
    """

    def __init__(
        self,
        on_error: Callable[[ConvanimError], None],
        on_repeat: Callable[[str], object] | None = None,
    ) -> None:
        self._pass_on, self._on_repeat = on_error, on_repeat
        self._told: set[Report] = set()
        self._found: dict[Report, list[str]] = {}

    def on_error(self, error: ConvanimError, figure: str = "") -> None:
        """Take an error of a figure, or of the config itself."""
        if not isinstance(error, ConfigError):
            self._pass_on(error)
            return
        for each in error.reports:
            self._found.setdefault(each, []).append(figure)

    def end(self, config: object, figures: int = 1) -> None:
        """Pass on what is new among the errors of a config that makes that many figures."""
        found, self._found = self._found, {}
        new = [
            replace(each, figures=tuple(names) if len(names) < figures else ())
            for each, names in found.items()
            if each not in self._told
        ]
        self._told |= {*found}
        if new:
            self._pass_on(ConfigError(new[:MOST]).of(config))
        elif found and self._on_repeat:
            self._on_repeat(str(config))
        if len(new) > MOST:
            more = f"{printed(str(config))}: and {len(new) - MOST} more"
            self._pass_on(ConvanimError(more).of(config))
