"""The command that writes what ``--check`` has found to be out of date."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convanim.errors import StaleError

KEPT = ("paths", "out", "formats", "theme", "settings", "shard", "force")
"""The parameters that decide what is written."""


def correction(context: click.Context, stale: Iterable[StaleError]) -> str:
    """Return a command line for a shell.

    Parameters
    ----------
    context : click.Context
        The command that was run with ``--check``.
    stale : iterable of StaleError
        What it has found.
    """
    words = ["convanim", str(context.info_name)]
    for parameter in context.command.params:
        name = str(parameter.name)
        is_given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if name in KEPT and is_given:
            words += _words(parameter, context.params[name])
    words += dict.fromkeys(option for error in stale for option in error.options)
    out = context.params["out"]
    # The current folder may contain changes that have nothing to do with the figures.
    staging = "" if out == "." else f" && git add {shlex.quote(_operand(out))}"
    return shlex.join(words) + staging


def _words(parameter: click.Parameter, value: Any) -> Iterator[str]:
    """Yield a parameter as it is written on a command line."""
    for each in value if isinstance(value, tuple) else (value,):
        if isinstance(parameter, click.Argument):
            yield _operand(each)
        else:
            yield parameter.opts[0]
            if each is not True:
                yield str(each)


def _operand(path: object) -> str:
    """Return a path that is not mistaken for an option; ``-`` is stdin."""
    text = str(path)
    return f"./{text}" if text.startswith("-") and text != "-" else text
