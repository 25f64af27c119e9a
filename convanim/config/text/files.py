"""From a file with one YAML mapping to its tree."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from convanim.config.text.lines import BYTES, decode
from convanim.config.text.reader import compose
from convanim.config.text.scalars import colon_hint, shown
from convanim.errors import ConfigError, Report, printed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convanim.config.text.tree import Node
    from convanim.errors import Mark

_noted: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


def load(path: Path) -> tuple[Node, list[Report]]:
    """Return the mapping in a file, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        The file cannot be read, or does not hold a mapping.
    """
    source = printed(str(path))
    try:
        # Some devices never end, and opening a pipe blocks until something writes to it.
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ConfigError(
                [Report(f"{source}: not a regular file; to read a pipe, pass - and use stdin")]
            )
        with path.open("rb") as file:
            data = _read(file, source)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from None
    _note(path, data)
    root, reports = _recent(data, source)
    return root, list(reports)


@functools.lru_cache(maxsize=8)
def _recent(data: bytes, source: str) -> tuple[Node, list[Report]]:
    """Return the mapping in a text; each figure of a matrix reads its theme and its language."""
    return mapping(decode(data, source), source)


def load_at(path: Path, place: Mark | None) -> tuple[Node, list[Report]]:
    """Return what :func:`load` does of a file that is named somewhere.

    Errors without a position have that place.

    Raises
    ------
    ConfigError
        The file cannot be read, or does not hold a mapping.
    """
    try:
        return load(path)
    except ConfigError as error:
        reports = [each if each.mark else replace(each, mark=place) for each in error.reports]
        raise ConfigError(reports) from None


def load_stream(file: BinaryIO, source: str) -> tuple[Node, list[Report]]:
    """Return the mapping in a stream of bytes, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        The stream is too long, or does not hold a mapping.
    """
    try:
        data = _read(file, source)
    except OSError as error:
        raise _unreadable(source, error) from None
    return mapping(decode(data, source), source)


@contextlib.contextmanager
def noting(files: dict[str, str]) -> Iterator[None]:
    """Note the SHA-256 of each config and theme that is read from a file in the body.

    Parameters
    ----------
    files : dict of str to str
        Gets the hash of each file by its full path; an empty one if it changes meanwhile.
    """
    token = _noted.set(files)
    try:
        yield
    finally:
        _noted.reset(token)


def _note(path: Path, data: bytes) -> None:
    files = _noted.get()
    if files is not None:
        found, place = hashlib.sha256(data).hexdigest(), os.path.abspath(path)
        files[place] = found if files.get(place, found) == found else ""


def _read(file: BinaryIO, source: str) -> bytes:
    data = file.read(BYTES + 1)
    if len(data) > BYTES:
        raise ConfigError([Report(f"{source}: more than {BYTES} bytes; the limit is {BYTES}")])
    return data


def _unreadable(source: str, error: Exception) -> ConfigError:
    reason = getattr(error, "strerror", None) or str(error)
    return ConfigError([Report(f"{source}: cannot be read: {reason}")])


def mapping(text: str, source: str) -> tuple[Node, list[Report]]:
    """Return the mapping in a text, and what is wrong with its keys.

    Raises
    ------
    ConfigError
        The text is not YAML, or not a mapping.
    """
    root, reports = compose(text, source)
    if not isinstance(root.value, dict):
        hint = colon_hint(root.value) if isinstance(root.value, str) else None
        message = f"a config must be a mapping such as 'operation: conv', not {shown(root.plain())}"
        message = hint or message
        raise ConfigError([*reports, Report(message, root.mark)])
    return root, reports
