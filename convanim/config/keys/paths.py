"""Names that are safe as file names everywhere, and paths that stay inside their folder."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from convanim.config.keys.rules import refuse
from convanim.config.text.scalars import shown

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_FORBIDDEN = re.compile(r'[\\:*?"<>|]')
# Windows takes these for devices, whatever follows the dot.
_DEVICES = {"con", "conin$", "conout$", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"
}

LONGEST_PART = 200
"""Bytes of a file name, which leaves room for a temporary one; file systems stop at 255."""

NAME_SCHEMA = {"type": "string", "pattern": f"^{_NAME.pattern}$"}
PATH_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 200}


def figure_name(value: Any) -> str:
    """Return the name of a figure, when it is safe as the stem of a file name."""
    if not isinstance(value, str):
        hint = f"; write '{value}'" if isinstance(value, int | float) else ""
        raise refuse(f"must be text, not {shown(value)}{hint}")
    if not _NAME.fullmatch(value):
        raise refuse(
            "must be 1 to 100 letters (a to z), digits, '_', '-' or '.', not starting with a dot "
            f"or dash; {shown(value)} is not"
        )
    if _is_reserved(value):
        raise refuse(f"must not be {shown(value)}, which some systems reserve; choose another")
    return value


def relative_path(value: Any) -> str:
    """Return a path below a folder, its parts joined by single slashes."""
    if not isinstance(value, str) or not 1 <= len(value) <= 200:
        raise refuse(f"must be a path of 1 to 200 characters, not {shown(value)}")
    if not value.isprintable() or _FORBIDDEN.search(value):
        raise refuse(
            f'must have no control characters and none of \\ : * ? " < > |, as {shown(value)} has'
        )
    if value.startswith(("/", "~")):
        raise refuse(f"must be relative to the output folder, not {shown(value)}")
    parts = [part for part in value.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        raise refuse(f"must stay inside the output folder, unlike {shown(value)}")
    if any(_is_reserved(part) for part in parts):
        raise refuse(f"must have no name that some systems reserve, as {shown(value)} has")
    if max(len(part.encode()) for part in parts) > LONGEST_PART:
        raise refuse(
            f"must have names of at most {LONGEST_PART} bytes in UTF-8, not {shown(value)}"
        )
    return "/".join(parts)


def same_place(path: str) -> str:
    """Return what two paths share when some file system takes them for one.

    Some systems do not tell capitals apart, and some write one letter in one way only where
    Unicode has several.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _is_reserved(name: str) -> bool:
    return name.split(".", maxsplit=1)[0].strip().lower() in _DEVICES or name.endswith((".", " "))
