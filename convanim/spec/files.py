"""A file with one YAML mapping, to its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convanim.errors import ConfigError, Report
from convanim.spec.lines import BYTES, decode
from convanim.spec.reader import compose
from convanim.spec.scalars import shown

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.spec.tree import Node


def load(path: Path) -> tuple[Node, list[Report]]:
    """Return the mapping in a file, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        The file cannot be read, or is no mapping.
    """
    source = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Report(f"{source}: cannot be read: {reason}")]) from None
    if len(data) > BYTES:
        raise ConfigError([Report(f"{source}: more than {BYTES} bytes; at most {BYTES} are read")])
    return mapping(decode(data, source), source)


def mapping(text: str, source: str) -> tuple[Node, list[Report]]:
    """Return the mapping in a text, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        It is no YAML, or no mapping.
    """
    root, reports = compose(text, source)
    if not isinstance(root.value, dict):
        message = f"a config is a mapping such as 'operation: conv', not {shown(root.plain())}"
        raise ConfigError([*reports, Report(message, root.mark)])
    return root, reports
