"""A file with one YAML mapping, to its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from convanim.config.text.lines import BYTES, decode
from convanim.config.text.reader import compose
from convanim.config.text.scalars import shown
from convanim.errors import ConfigError, Report, printed

if TYPE_CHECKING:
    from pathlib import Path

    from convanim.config.text.tree import Node


def load(path: Path) -> tuple[Node, list[Report]]:
    """Return the mapping in a file, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        The file cannot be read, or is no mapping.
    """
    source = printed(str(path))
    try:
        # Some files never end, and opening a pipe waits for whoever may write into it.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ConfigError([Report(f"{source}: no regular file; name a pipe as -, for stdin")])
        with path.open("rb") as file:
            return load_stream(file, source)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from None


def load_stream(file: BinaryIO, source: str) -> tuple[Node, list[Report]]:
    """Return the mapping that a stream of bytes holds, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        There is too much of it, or it is no mapping.
    """
    try:
        data = file.read(BYTES + 1)
    except OSError as error:
        raise _unreadable(source, error) from None
    if len(data) > BYTES:
        raise ConfigError([Report(f"{source}: more than {BYTES} bytes; at most {BYTES} are read")])
    return mapping(decode(data, source), source)


def _unreadable(source: str, error: Exception) -> ConfigError:
    reason = getattr(error, "strerror", None) or str(error)
    return ConfigError([Report(f"{source}: cannot be read: {reason}")])


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
