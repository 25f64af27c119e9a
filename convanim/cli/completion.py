"""Names that a shell completes; asked at each press of a key, so nothing slow is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click


def formats(_: click.Context, __: click.Parameter, beginning: str) -> list[str]:
    """Return the formats that begin so."""
    from convanim.film.writer import Writer
    from convanim.plugins import registry

    return _matching(registry.scan(Writer), beginning)


def themes(_: click.Context, __: click.Parameter, beginning: str) -> list[str]:
    """Return the themes that begin so."""
    from convanim import config

    return _matching(config.themes(), beginning)


def _matching(names: Iterable[str], beginning: str) -> list[str]:
    return [name for name in names if name.startswith(beginning)]
