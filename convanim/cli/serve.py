"""The command ``serve``: figures in a browser that follow their configs."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from convanim.cli.options import default_configs
from convanim.cli.terminal import Terminal, colour_option, quiet_option


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port to serve on; any free port by default.",
)
@quiet_option
@colour_option
def serve(paths: tuple[Path, ...], port: int, quiet: bool) -> None:
    """Show figures in a browser while you edit their configs.

    PATHS are configs and folders of configs (default: configs); Ctrl-C stops. The page draws a
    figure again whenever its config is saved, shows errors beside their lines, and has sliders for
    the numbers of the config. Only this machine can reach it.
    """
    from convanim.cli.watch import changes
    from convanim.serving.desk import Desk
    from convanim.serving.server import Server

    paths = paths or (default_configs(),)
    terminal = Terminal(quiet=quiet)
    saved = changes(paths)
    try:
        server = Server(Desk(paths), port)
    except OSError as error:
        raise click.UsageError(f"port {port} cannot be used: {error.strerror}") from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        click.echo(server.address)
        terminal.on_note("Ctrl-C stops")
        for _ in saved:
            server.changed()
    finally:
        server.shutdown()
        server.server_close()


COMMANDS = (serve,)
