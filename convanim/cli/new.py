"""The command ``new``: writes a config from a template, another config or a model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convanim.cli.logs import harmless
from convanim.cli.terminal import Terminal, colour_option, tell
from convanim.errors import ConvanimError, MissingExtraError, did_you_mean

if TYPE_CHECKING:
    from convanim.api.models import Model

CONFIGS = Path("configs")
SUFFIXES = (".yaml", ".yml")
SCHEMA = "schema.json"
SCHEMA_LINE = "# yaml-language-server: $schema="

TEMPLATE = """\
# "convanim explain" lists all derived numbers, "convanim render" draws the figure.
operation: conv  # convanim list operations
i: 5  # input size; [rows, columns] when not square
k: 3  # kernel size
s: 2  # stride
p: 1  # padding
"""


class InputSize(click.ParamType[Any]):
    """Whole numbers with commas or an x between them."""

    name = "SIZE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers."""
        parts = value.replace(" ", "").replace("x", ",").split(",")
        if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
            self.fail(f"'{value}' is not a size; write 224 or 224,320", param, ctx)
        return tuple(map(int, parts))


@click.command()
@click.argument("name", required=False)
@click.option(
    "--like",
    metavar="CONFIG",
    help="Copy a config: its path, its name in configs, or a layer in one line.",
)
@click.option(
    "--from-onnx", "model", metavar="MODEL", type=click.Path(path_type=Path), help="An ONNX file."
)
@click.option(
    "--layer", metavar="LAYER", help="The layer of MODEL to use; without it the layers are listed."
)
@click.option(
    "--input-size",
    type=InputSize(),
    help="The input size of MODEL if it does not fix one: 224 or 224,320.",
)
@click.option("--json", "as_json", is_flag=True, help="List the layers as JSON.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@colour_option
def new(
    name: str | None,
    like: str | None,
    model: Path | None,
    layer: str | None,
    input_size: tuple[int, ...] | None,
    as_json: bool,
    force: bool,
) -> int:
    """Write a new config.

    The config is NAME.yaml; it is printed if NAME is missing or -. It starts from a small
    convolution, from another config (--like), or from a layer of an ONNX model: convanim new conv1
    --from-onnx net.onnx --layer /conv1/Conv. Without --layer the layers of the model are listed. A
    layer in one line instead of NAME is printed as a config.
    """
    if name is not None and like is None and model is None and _is_line(name):
        name, like = None, name
    _refuse_misuse(name, like, model, layer, input_size, as_json)
    terminal = Terminal()
    try:
        if model is not None and layer is None:
            tell(_layer_list(_model(model, input_size), as_json))
            return terminal.status
        text = _text(like, model, layer, input_size)
        if name in (None, "-"):
            tell(f"{SCHEMA_LINE}{_schema(Path())}\n{text}".removesuffix("\n"))
        else:
            tell(harmless(str(_write(str(name), text, force))))
    except MissingExtraError as error:
        raise click.UsageError(str(error)) from error
    except ConvanimError as error:
        terminal.on_error(error)
    return terminal.status


COMMANDS = (new,)


def _is_line(text: str) -> bool:
    """Return whether a text is a layer in one line, and no name."""
    from convanim.config import is_line

    return is_line(text)


def _refuse_misuse(
    name: str | None,
    like: str | None,
    model: Path | None,
    layer: str | None,
    input_size: tuple[int, ...] | None,
    as_json: bool,
) -> None:
    if like and model:
        raise click.UsageError("--like and --from-onnx cannot be combined")
    if model is None and (layer or input_size or as_json):
        raise click.UsageError("--layer, --input-size and --json need --from-onnx MODEL")
    if layer and as_json:
        raise click.UsageError("--json and --layer cannot be combined; --json lists all layers")
    if model is not None and name and not layer:
        raise click.UsageError(
            harmless(f"--layer is missing; convanim new --from-onnx {model} lists the layers")
        )


def _text(
    like: str | None, model: Path | None, layer: str | None, input_size: tuple[int, ...] | None
) -> str:
    """Return the text of the config without the schema line."""
    if model is not None and layer is not None:
        return _model(model, input_size).config(layer)
    return _copy(like) if like else TEMPLATE


def _model(model: Path, input_size: tuple[int, ...] | None) -> Model:
    from convanim.api.models import from_onnx

    return from_onnx(model, input_size[0] if input_size and len(input_size) == 1 else input_size)


def _layer_list(model: Model, as_json: bool) -> str:
    """Return the layers as a table, or as JSON."""
    import json

    from convanim.models.text import flow, printable, times

    if as_json:
        layers = [
            {
                "name": layer.name,
                "op": layer.op,
                "input": layer.input_shape,
                "output": layer.output_shape,
                **({"refusal": layer.refusal} if layer.refusal else {"keys": layer.keys}),
            }
            for layer in model.layers
        ]
        report = {"model": model.name, "layers": layers, "others": dict(model.others)}
        return json.dumps(report, indent=2)
    rows = [("layer", "operator", "input", "output", "keys")]
    for layer in model.layers:
        sizes = times(layer.input_shape), times(layer.output_shape)
        short = " ".join(f"{k}={flow(v)}" for k, v in layer.keys.items() if k in _LETTERS)
        rows.append((layer.name, layer.op, *sizes, layer.refusal or short))
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    lines = [
        "  ".join([*(part.ljust(w) for part, w in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    others = ", ".join(f"{op} {count}" for op, count in model.others)
    lines += [f"and other nodes: {others}"] * bool(others)
    return "\n".join(printable(line).rstrip() for line in lines)


_LETTERS = ("k", "s", "p", "d", "a", "scale", "mode", "r", "groups", "ceil_mode", "relu")


def _copy(like: str) -> str:
    """Return the text of a valid config without its schema line, or of the figure of a line."""
    from convanim import api, config
    from convanim.models.text import comment

    path = Path(like)
    if not path.exists() and config.is_line(like):
        return comment(like) + api.parse(like).to_yaml()
    if not path.is_file():
        path = _config_named(like)
    for _ in api.load_all(path):
        pass  # each is checked
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(SCHEMA_LINE))


def _config_named(name: str) -> Path:
    """Return the config with a name in the folder of configs."""
    known = {path.stem: path for path in sorted(CONFIGS.rglob("*.yaml"))}
    if name not in known:
        place = f"no config of that name in {CONFIGS}" if known else "no folder of configs here"
        hint = did_you_mean(name, known)
        raise ConvanimError(f"{name}: no such file, and {place}{hint}")
    return known[name]


def _write(name: str, text: str, force: bool) -> Path:
    """Check a config, write it, and return its path."""
    from convanim import config
    from convanim.api import Figure
    from convanim.files.staging import staged

    path = Path(name if name.endswith(SUFFIXES) else f"{name}.yaml")
    if path.exists() and not force:
        raise ConvanimError(
            f"{path}: already exists; choose another name, or overwrite it with --force"
        )
    text = f"{SCHEMA_LINE}{_schema(path.parent)}\n{text}"
    for draft in config.read_text(text, path):
        Figure.of(draft)
    with staged(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return path


def _schema(folder: Path) -> str:
    """Return the path from a folder to the nearest schema, for the editor.

    The folders between this one and the working directory are searched. If none has a schema, the
    path is that of a schema beside the config: convanim schema > schema.json.
    """
    here, working = Path(os.path.abspath(folder)), Path.cwd()
    above = [each for each in here.parents if each.is_relative_to(working)]
    places = (place for each in (here, *above) for place in (each, each / CONFIGS))
    found = next((place / SCHEMA for place in places if _is_schema(place / SCHEMA)), here / SCHEMA)
    return Path(os.path.relpath(found, here)).as_posix()


def _is_schema(path: Path) -> bool:
    """Return whether a file is a schema of configs, and not one of another program."""
    from convanim import config

    return path.is_file() and config.schema()["title"].encode() in path.read_bytes()
