"""From bytes to text, and from text to lines as YAML counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convanim.errors import ConfigError, Mark, Report, printed

BYTES = 500_000
"""Most bytes of a config."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a named text."""

    source: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, source: str, text: str) -> Lines:
        """Split a text; each character that could control a terminal is replaced."""
        return cls(printed(source), tuple(map(printed, _BREAK.split(text))))

    def mark(self, line: int, column: int) -> Mark:
        """Return the mark of a 0-based line and column."""
        text = self.lines[line] if line < len(self.lines) else ""
        return Mark(self.source, line + 1, column + 1, text)

    def mark_at(self, text: str, index: int) -> Mark:
        """Return the mark of a character of the text that was split."""
        before = _BREAK.split(text[:index])
        return self.mark(len(before) - 1, len(before[-1]))

    def refuse(self, line: int, column: int, message: str) -> ConfigError:
        """Return the error for a text that cannot be read any further."""
        return ConfigError([Report(message, self.mark(line, column))])


def decode(data: bytes, source: str) -> str:
    """Return the text of a file: UTF-8, with or without a byte order mark.

    Raises
    ------
    ConfigError
        The bytes are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts its positions after the byte order mark.
        rest = error.object
        text, good = rest.decode("utf-8", "replace"), rest[: error.start].decode("utf-8")
        message = f"not UTF-8: byte 0x{rest[error.start]:02x}; save the file as UTF-8"
        mark = Lines.of(source, text).mark_at(text, len(good))
        raise ConfigError([Report(message, mark)]) from None


def printable(text: str, source: str) -> Lines:
    """Return the lines of a text if YAML allows all of its characters.

    Raises
    ------
    ConfigError
        The text is too long, or contains a control character.
    """
    if len(text) > BYTES:
        raise ConfigError([Report(f"{source}: {len(text)} characters; the limit is {BYTES}")])
    lines = Lines.of(source, text)
    bad = _FORBIDDEN.search(text)
    if bad:
        message = f"the character U+{ord(bad[0]):04X} is not allowed in YAML; delete it"
        raise ConfigError([Report(message, lines.mark_at(text, bad.start()))])
    return lines
