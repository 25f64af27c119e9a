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


class _Commands(click.Group):
    """The commands; a layer in one line where a command belongs is rendered."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, and its own arguments."""
        if args[0] not in self.commands:
            from convanim.config import is_line

            if is_line(args[0]):
                return "render", self.commands["render"], args
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def convanim() -> None:
    """Turn a few lines of YAML into figures of convolution arithmetic.

    A layer in one line is drawn without a command: convanim "conv i=5 k=3 s=2" -o x.gif.
    """


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
