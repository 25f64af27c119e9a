"""Names for shell completion, which runs at each key press, so nothing slow is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click


def formats(_: click.Context, __: click.Parameter, prefix: str) -> list[str]:
    """Return the formats that start with a prefix."""
    from convanim.film.writer import Writer
    from convanim.plugins import registry

    return _matching(registry.scan(Writer), prefix)


def themes(_: click.Context, __: click.Parameter, prefix: str) -> list[str]:
    """Return the themes that start with a prefix."""
    from convanim import config

    return _matching(config.known_themes(), prefix)


def _matching(names: Iterable[str], prefix: str) -> list[str]:
    return [name for name in names if name.startswith(prefix)]
