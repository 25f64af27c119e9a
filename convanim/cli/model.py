"""The command ``model``: a whole ONNX model as an overview and a figure of each distinct layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli.logs import log_option
from convanim.cli.new import InputSize
from convanim.cli.options import Options, jobs_option
from convanim.cli.terminal import Terminal, colour_option, quiet_option, tell
from convanim.errors import ConvanimError, MissingExtraError

if TYPE_CHECKING:
    from convanim.api.models import Model
    from convanim.api.overview import Overview
    from convanim.cli.logs import Log


@click.command()
@click.argument("path", metavar="MODEL", type=click.Path(path_type=Path))
@click.option("-o", "--out", metavar="DIR", help="Output folder; the name of the model by default.")
@click.option(
    "--input-size",
    type=InputSize(),
    help="The input size of MODEL if it does not fix one: 224 or 224,320.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the overview as JSON; draw nothing.")
@click.option("--force", is_flag=True, help="Draw all figures, even if up to date.")
@jobs_option
@quiet_option
@log_option
@colour_option
def model(
    path: Path,
    out: str | None,
    input_size: tuple[int, ...] | None,
    as_json: bool,
    force: bool,
    count: int | None,
    quiet: bool,
    log: Log,
) -> int:
    """Show an ONNX model layer by layer.

    MODEL is an ONNX file: convanim model net.onnx -o net.

    model.md has the size, receptive field, parameters and multiply-adds of each layer, model.json
    the same for programs. Layers with the same keys share a figure, an excerpt with its shape card;
    its config lies in the folder configs, where it can be edited and drawn again.
    """
    from convanim.gallery import network

    terminal = Terminal(quiet=quiet, log=log)
    try:
        found, overview = _read(path, input_size)
        if as_json:
            tell(network.as_json(overview))
            return terminal.status
        folder = Path(out or path.stem)
        written = network.write_texts(found, overview, folder)
    except MissingExtraError as error:
        raise click.UsageError(str(error)) from error
    except ConvanimError as error:
        terminal.on_error(error)
        return terminal.status
    for file in written:
        terminal.on_file(file)
    if overview.figures:
        from convanim import batch
        from convanim.cli.render import make_gallery

        sources = batch.sources(network.configs(overview, folder))
        options = Options(force=force, count=count, quiet=quiet, log=log)
        cover = network.cover(overview)
        make_gallery(sources, (), str(folder), options, terminal, cover=cover)
    return terminal.status


COMMANDS = (model,)


def _read(path: Path, input_size: Any) -> tuple[Model, Overview]:
    from convanim.api.models import from_onnx
    from convanim.api.overview import Overview
    from convanim.gallery.network import with_layers

    size = input_size[0] if input_size and len(input_size) == 1 else input_size
    found = from_onnx(path, size)
    return with_layers(found), Overview.of(found)
