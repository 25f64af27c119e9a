"""The command line. Paths written go to stdout; progress and errors to stderr.

Exit status: 0 done; 1 a config is wrong or a figure failed; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from convanim import __version__
from convanim.cli import doctor, inspecting, rendering, starting, watching
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    try:
        status = convanim.main(arguments, prog_name="convanim", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        status = 130
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except ConvanimError as error:
        click.echo(f"convanim: {error}", err=True)
        status = 1
    sys.exit(status)
