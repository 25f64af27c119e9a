"""The formats of errors and notes on stderr: text, or GitHub's workflow commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from convanim.errors import ConfigError, printed

if TYPE_CHECKING:
    from convanim.errors import ConvanimError, Report


def harmless(text: str) -> str:
    """Return a message that is safe to print, whatever file names it contains."""
    return "\n".join(map(printed, text.split("\n")))


class Log(Protocol):
    """Formats the errors and notes of a run."""

    def error(self, error: ConvanimError) -> str:
        """Return the text to print for an error."""

    def note(self, text: str) -> str:
        """Return the text to print for a note."""


class Text:
    """Plain text for people."""

    def error(self, error: ConvanimError) -> str:
        """Return the message of the error in red."""
        from convanim.errors.codes import coded

        return click.style(harmless(coded(error)), fg="red")

    def note(self, text: str) -> str:
        """Return the note unchanged, apart from unsafe characters."""
        return harmless(text)


class GitHub:
    """Workflow commands, one per line, which GitHub shows beside the lines they name.

    GitHub's runner executes any line that looks like a command, so all text that may come from a
    config is escaped: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """

    def error(self, error: ConvanimError) -> str:
        """Return one command for each error in a config, or one for any other error."""
        if isinstance(error, ConfigError):
            return "\n".join(map(_annotation, error.reports))
        from convanim.errors.codes import coded

        return _command("error", _file(error.config), coded(error))

    def note(self, text: str) -> str:
        """Return a notice."""
        return _command("notice", {}, text)


LOGS: dict[str, Log] = {"github": GitHub(), "text": Text()}


def _annotation(report: Report) -> str:
    from convanim.errors.codes import with_code

    mark, message = report.mark, with_code(report.text, report.code)
    if mark is None:
        return _command("error", {}, message)
    file = _file(mark.source)
    if not file:
        return _command("error", {}, f"{mark}: {message}")
    place = {**file, "line": str(mark.line), "col": str(mark.column)}
    return _command("error", place, message)


def _file(source: str) -> dict[str, str]:
    """Return the property that names a file; none for keys from --set or a config on stdin."""
    return {"file": source} if source and Path(source).is_file() else {}


def _command(name: str, properties: dict[str, str], message: str) -> str:
    pairs = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name}{' ' if pairs else ''}{pairs}::{_escaped(harmless(message))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _choose(_: click.Context, __: click.Parameter, name: str) -> Log:
    return LOGS[name]


log_option = click.option(
    "--log-format",
    "log",
    type=click.Choice(sorted(LOGS)),
    default="text",
    callback=_choose,
    help="Format of errors and notes; github annotates the files of a pull request.",
)
