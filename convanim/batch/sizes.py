"""Refuses figures whose frames would be too large or too many, before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.errors import ConfigError, Report, printed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convanim.api import Figure
    from convanim.config import Output


def check_sizes(figure: Figure, outputs: Sequence[Output], path: Path) -> None:
    """Lay a figure out.

    Parameters
    ----------
    figure : Figure
        The figure.
    outputs : sequence of Output
        What is to be written, beside what its config names.
    path : Path
        Its config.

    Raises
    ------
    ConfigError
        A frame of one of the outputs would be too large, or there would be too many.
    """
    known = dict.fromkeys((*figure.spec.outputs, *outputs))
    if faults := dict.fromkeys(figure.size_faults(tuple(known))):
        name = printed(str(path))
        raise ConfigError([f if f.mark else Report(f"{name}: {f.message}") for f in faults])
