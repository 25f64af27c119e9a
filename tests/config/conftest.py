from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convanim.api import Figure
from convanim.errors import ConfigError
from tests.support.drafts import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from convanim.errors import Report


def line(report: Report) -> str:
    place = f"{report.mark.line}:{report.mark.column}: " if report.mark else ""
    return place + report.message


@pytest.fixture
def faults() -> Callable[..., list[str]]:
    """Return a function that gives each fault of a config as ``line:column: message``."""

    def read(text: str, *settings: str) -> list[str]:
        try:
            Figure.of(read_text(text, "x.yaml", settings)).spec.drawable()
        except ConfigError as error:
            return [line(report) for report in error.reports]
        return []

    return read
