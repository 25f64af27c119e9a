"""A whole network as pages: its overview, a config and a figure for each distinct layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import batch, config
from convanim.api.models import Model, from_onnx
from convanim.api.overview import COLUMNS, Overview, texts
from convanim.batch.records.manifest import Manifest
from convanim.batch.records.manifest_file import Store
from convanim.batch.render_all import Collector, Outcome, run
from convanim.batch.updating import Record, known
from convanim.errors import ConvanimError, plural
from convanim.files.staging import staged
from convanim.gallery import OUTPUTS, Pages, in_formats
from convanim.gallery.cover import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIGS = "configs"
TABLE, DATA = "model.md", "model.json"
"""The files of the overview."""


def walk(
    model: Any,
    example: Any = None,
    folder: str | Path | None = None,
    *,
    jobs: int | None = None,
    force: bool = False,
) -> Overview:
    """Go through a network layer by layer, as the command ``convanim model`` does.

    Parameters
    ----------
    model : torch.nn.Module, Model, str or Path
        A module of torch, the path of an ONNX file, or a model that has been read.
    example : torch.Tensor, tuple of torch.Tensor, int or sequence of int, optional
        Of a module, an input with a batch for one forward pass, without which no sizes are known;
        of a file, the size of its input where it leaves that open.
    folder : str or Path, optional
        Where the overview (``model.md``, ``model.json``), a config of each distinct layer
        (``configs/*.yaml``) and the gallery of their figures are written; without it nothing is.
        Configs that exist are kept, since they may have been edited.
    jobs : int, optional
        The number of processes that draw; by default one per processor if there is enough to do.
    force : bool
        Draw all figures, even if they are up to date.

    Returns
    -------
    Overview
        The size, receptive field, parameters and multiply-adds of each layer.

    Raises
    ------
    ConvanimError
        The model cannot be read, or has no layer; or some figures could not be drawn, after all
        others have been.

    Examples
    --------
    >>> import convanim, torch  # doctest: +SKIP
    >>> net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.MaxPool2d(2))  # doctest: +SKIP
    >>> for row in convanim.walk(net, torch.zeros(1, 3, 32, 32)).rows:  # doctest: +SKIP
    ...     print(row.layer.name, row.layer.output_shape, row.field)
    0 (8, 30, 30) (3, 3)
    1 (8, 15, 15) (4, 4)
    """
    found = _read(model, example)
    overview = Overview.of(found)
    if folder is not None:
        write_texts(found, overview, Path(folder))
        _raise(_draw(overview, Path(folder), jobs, force))
    return overview


def _read(model: Any, example: Any) -> Model:
    if isinstance(model, str | Path):
        found = from_onnx(model, example)
    else:
        found = model if isinstance(model, Model) else Model.from_torch(model, example)
    return with_layers(found)


def with_layers(model: Model) -> Model:
    """Return a model that has layers.

    Raises
    ------
    ConvanimError
        It has none; the message says what it has.
    """
    if model.emptiness:
        raise ConvanimError(model.emptiness)
    return model


def as_json(overview: Overview) -> str:
    """Return an overview for programs."""
    return json.dumps(overview.as_dict(), indent=2)


def write_texts(model: Model, overview: Overview, folder: Path) -> list[Path]:
    """Write the overview, and the configs that do not exist, which may have been edited.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    files = {folder / TABLE: overview.markdown(), folder / DATA: f"{as_json(overview)}\n"}
    for stem, text in texts(overview, model).items():
        path = folder / CONFIGS / f"{stem}.yaml"
        if not path.exists():
            files[path] = text
    for path, text in files.items():
        with staged(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return [*files]


def configs(overview: Overview, folder: Path) -> list[Path]:
    """Return the paths of the configs of all figures."""
    return [folder / CONFIGS / f"{stem}.yaml" for stem in overview.figures]


def cover(overview: Overview) -> Cover:
    """Return what stands above the figures of a network: its costs, and all layers in order."""
    rows = tuple((row.figure, tuple(row.cells)) for row in overview.rows)
    return Cover(overview.heading, overview.sentence, "All layers in their order", COLUMNS, rows)


def _draw(overview: Overview, folder: Path, jobs: int | None, force: bool) -> Outcome:
    """Draw the gallery of a network."""
    outcome = Outcome()
    listener = Collector(outcome)
    sources = batch.sources(configs(overview, folder))
    outputs = tuple(config.output(name, **given) for name, given in OUTPUTS)
    figures = batch.read(sources, (), listener.on_error)
    planned = batch.plan(figures, sources, folder, outputs, None, listener.on_error)
    wanted = list(in_formats(planned))
    store, manifest = known(Store(folder), listener)
    if not force:
        Pages.of(wanted, folder, manifest.pages).refuse_foreign()
    run(wanted, Record(store, manifest, listener, None), jobs=jobs, force=force)
    shown = [job for job in wanted if all(each.path.exists() for each in job.wanted)]
    pages = Pages.of(shown, folder, manifest.pages, force, cover=cover(overview))
    if pages.figures and pages.reasons and store:
        written = Manifest(pages=pages.write())
        store.update(lambda before: before.merged(written))
    return outcome


def _raise(outcome: Outcome) -> None:
    """Raise what went wrong, the first few faults in full."""
    faults: Sequence[ConvanimError] = outcome.errors
    if faults:
        count = f"{len(faults)} {plural(len(faults), 'figure')} could not be drawn"
        raise ConvanimError("\n".join([count, *map(str, faults[:MOST_FAULTS])]))


MOST_FAULTS = 5
"""Faults that a message lists."""
