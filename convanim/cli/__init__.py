"""The command line. Paths written go to stdout; progress and errors to stderr.

Exit status: 0 success; 1 a config is invalid, a figure failed or stdout cannot be written; 2 wrong
usage or the command cannot start; 130 interrupted; 143 terminated.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from convanim import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

MODULES = {
    "deck": "deck",
    "doctor": "doctor",
    "explain": "inspect",
    "gallery": "render",
    "list": "inspect",
    "model": "model",
    "new": "new",
    "render": "render",
    "schema": "inspect",
    "serve": "serve",
    "validate": "inspect",
    "watch": "watch",
}
"""The module of each command; its tuple ``COMMANDS`` has the command."""


class Commands(click.Group):
    """The commands, each imported when it is needed; a layer in one line stands for render."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, and its own arguments."""
        if args[0] not in MODULES:
            from convanim.config import is_line

            if is_line(args[0]):
                return "render", self.get_command(ctx, "render"), args
            from convanim.errors import did_you_mean

            if hint := did_you_mean(args[0], MODULES):
                ctx.fail(f"No such command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with a name."""
        del ctx
        if cmd_name not in MODULES:
            return None
        module = import_module(f"convanim.cli.{MODULES[cmd_name]}")
        commands: dict[str, click.Command] = {each.name: each for each in module.COMMANDS}
        return commands[cmd_name]


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def convanim() -> None:
    """Turn a few lines of YAML into figures of convolution arithmetic.

    A layer in one line is drawn without a command: convanim "conv i=5 k=3 s=2" -o x.gif.
    """


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
        from convanim.errors.codes import code_of, with_code

        # The exception ends here, so it may be altered.
        error.message = with_code(error.message, code_of(error.message))  # type: ignore[misc]
        error.show()
        return error.exit_code
    except Exception as error:
        from convanim.cli.logs import harmless
        from convanim.errors import ConvanimError
        from convanim.errors.codes import coded

        if not isinstance(error, ConvanimError):
            raise
        click.echo(f"convanim: {harmless(coded(error))}", err=True)
        return 1
