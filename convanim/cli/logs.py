"""How errors and notes look on stderr: for people, or as commands to GitHub's runner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from convanim.errors import ConfigError, printed

if TYPE_CHECKING:
    from convanim.errors import ConvanimError, Report


def harmless(text: str) -> str:
    """Return a message as it is safe to print, whatever names of files are in it."""
    return "\n".join(map(printed, text.split("\n")))


class Log(Protocol):
    """Puts what a run tells into words."""

    def error(self, error: ConvanimError) -> str:
        """Return what to print of an error."""

    def note(self, text: str) -> str:
        """Return what to print of a note."""


class Text:
    """For people."""

    def error(self, error: ConvanimError) -> str:
        """Return the error as it says itself, in red."""
        return click.style(harmless(str(error)), fg="red")

    def note(self, text: str) -> str:
        """Return the note as it is."""
        return harmless(text)


class GitHub:
    """Workflow commands, one a line: GitHub shows them beside the lines of the files they name.

    Its runner obeys any line that looks like a command, and so everything that may come from a
    config is escaped: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """

    def error(self, error: ConvanimError) -> str:
        """Return a command for each fault of a config, or one for any other error."""
        if isinstance(error, ConfigError):
            return "\n".join(map(_annotation, error.reports))
        return _command("error", _file(error.config), str(error))

    def note(self, text: str) -> str:
        """Return a notice."""
        return _command("notice", {}, text)


LOGS: dict[str, Log] = {"github": GitHub(), "text": Text()}


def _annotation(report: Report) -> str:
    mark = report.mark
    if mark is None:
        return _command("error", {}, report.message)
    file = _file(mark.source)
    if not file:
        return _command("error", {}, f"{mark}: {report.message}")
    place = {**file, "line": str(mark.line), "col": str(mark.column)}
    return _command("error", place, report.message)


def _file(source: str) -> dict[str, str]:
    """Return the property that names a file, none for keys from --set and a config on stdin."""
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
    help="How errors and notes are told; github annotates the files of a pull request.",
)
