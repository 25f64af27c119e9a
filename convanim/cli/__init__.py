"""The command line. Paths written go to stdout; progress and errors to stderr.

Exit status: 0 success; 1 a config is invalid, a figure failed or stdout cannot be written; 2 wrong
usage or the command cannot start; 130 interrupted; 143 terminated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convanim import __version__
from convanim.cli import doctor
from convanim.cli import inspect as inspecting
from convanim.cli import new as starting
from convanim.cli import render as rendering
from convanim.cli import watch as watching
from convanim.cli.logs import harmless
from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def convanim() -> None:
    """Turn a few lines of YAML into figures of convolution arithmetic."""


for place in (doctor, inspecting, rendering, starting, watching):
    for command in place.COMMANDS:
        convanim.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Raises
    ------
    KeyboardInterrupt
        The user has interrupted the command.
    """
    try:
        return int(convanim.main(arguments, "convanim", standalone_mode=False) or 0)
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConvanimError as error:
        click.echo(f"convanim: {harmless(str(error))}", err=True)
        return 1
