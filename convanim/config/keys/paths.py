"""Names that are valid file names on every system, and paths that stay inside their folder."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from convanim.config.keys.rules import refuse
from convanim.config.text.scalars import quotes_hint, shown

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_FORBIDDEN = re.compile(r'[\\:*?"<>|]')
# Windows treats these as devices, whatever follows the dot.
_DEVICES = {"con", "conin$", "conout$", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"
}

CONFIG_SUFFIXES = (".yaml", ".yml")

LONGEST_PART = 200
"""Bytes of a file name; this leaves room for the name of a temporary file, up to 255."""

NAME_SCHEMA = {"type": "string", "pattern": f"^{_NAME.pattern}$"}
CONFIG_SCHEMA = {"type": "string", "pattern": r"\.ya?ml$"}
PATH_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 200}


def figure_name(value: Any) -> str:
    """Return the name of a figure, if it is a valid stem of a file name on every system."""
    if not isinstance(value, str):
        raise refuse(f"must be text, not {shown(value)}{quotes_hint(value)}")
    if not _NAME.fullmatch(value):
        raise refuse(
            "must be 1 to 100 letters (a to z), digits, '_', '-' or '.', not starting with a dot "
            f"or dash; {shown(value)} is not"
        )
    if _is_reserved(value):
        raise refuse(f"must not be {shown(value)}, which some systems reserve; choose another")
    return value


def config_path(value: Any) -> str:
    """Return the path of a config, relative to the one that names it."""
    is_path = isinstance(value, str) and value.isprintable() and value.endswith(CONFIG_SUFFIXES)
    if not is_path:
        raise refuse(f"must be the path of a .yaml file, not {shown(value)}")
    if value.startswith(("/", "~", "\\")) or ":" in value:
        raise refuse(f"must be relative to this file, not {shown(value)}")
    return str(value)


def relative_path(value: Any) -> str:
    """Return a path below a folder, its parts joined by single slashes."""
    if not isinstance(value, str) or not 1 <= len(value) <= 200:
        raise refuse(f"must be a path of 1 to 200 characters, not {shown(value)}")
    if not value.isprintable() or _FORBIDDEN.search(value):
        raise refuse(
            f'must not contain control characters or any of \\ : * ? " < > |: {shown(value)}'
        )
    if value.startswith(("/", "~")):
        raise refuse(f"must be relative to the output folder, not {shown(value)}")
    parts = [part for part in value.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        raise refuse(f"must stay inside the output folder, not {shown(value)}")
    if any(_is_reserved(part) for part in parts):
        raise refuse(f"must not contain a name that some systems reserve: {shown(value)}")
    if max(len(part.encode()) for part in parts) > LONGEST_PART:
        raise refuse(
            f"must not have a name longer than {LONGEST_PART} bytes in UTF-8: {shown(value)}"
        )
    return "/".join(parts)


def same_place(path: str) -> str:
    """Return a form of a path that is equal for two paths which some file system cannot tell apart.

    Some systems ignore case, and some normalise letters that Unicode can encode in several ways.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _is_reserved(name: str) -> bool:
    return name.split(".", maxsplit=1)[0].strip().lower() in _DEVICES or name.endswith((".", " "))
