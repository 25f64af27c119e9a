"""Figures of a user's own models: modules of torch, and layers of ONNX files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convanim import config
from convanim.api.figures import Figure
from convanim.arithmetic.layer import WEIGHTED
from convanim.errors import ConfigError, ConvanimError, Report, did_you_mean
from convanim.models.onnx import graph as onnx_graph
from convanim.models.pytorch import listing as torch_listing
from convanim.models.pytorch import modules as pytorch
from convanim.models.text import comment, times, yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.models.listing import Listing, ModelLayer


def from_torch(module: Any, input_size: int | Sequence[int], **keys: Any) -> Figure:
    """Make a figure from a torch module, which is inspected and not run.

    Parameters
    ----------
    module : torch.nn.Module
        A convolution, transposed convolution, pooling, upsampling, pixel shuffle, unfolding or
        folding, or an ``nn.Sequential`` of them. ReLU, batch normalisation and padding become part
        of the layer beside them, ``Flatten`` and ``Linear`` a convolution over the whole map.
        Other activations and normalisations change no size; since convanim does not compute them,
        the figure then shows no values.
    input_size : int or sequence of int
        One size for each axis, optionally preceded by the channels, or the batch and the channels.
        Rows and columns for ``nn.Fold``; the number of features for ``nn.Linear``.
    **keys
        More keys of a config: ``view="flat"``, ``theme="grey"``. ``values={"input": [[...]]}``
        gives the input its numbers.

    Returns
    -------
    Figure
        It shows the module's weights where they are few (64 per layer), and an input drawn from
        seed 0 unless ``values`` gives another. A figure too large to draw can still be explained.

    Raises
    ------
    ConfigError
        Some modules or attributes cannot be shown, and all are listed; or ``values`` are given
        together with a module that convanim does not compute.

    Examples
    --------
    >>> import convanim, torch  # doctest: +SKIP
    >>> fig = convanim.from_torch(torch.nn.Conv2d(1, 1, 3, stride=2), 5)  # doctest: +SKIP
    >>> fig.explain().o  # doctest: +SKIP
    (2, 2)
    """
    found = pytorch.layer_keys(module, input_size)
    if keys.get("values") is not None and found.uncomputed:
        message = (
            f"values: convanim does not compute {found.uncomputed}, so the output's numbers would "
            "be wrong; remove values, or pass the layers without it"
        )
        raise ConfigError([Report(message)])
    return Figure.of(config.from_keys(_merge(found.keys, keys)))


def _merge(made: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return a layer's keys with the user's, which replace the numbers of the input."""
    values = given.pop("values", None)
    if isinstance(values, dict):
        layers = made.get("layers", [made])
        if "seed" not in values and any(_is_without_weights(layer) for layer in layers):
            raise ConfigError([Report(TOO_MANY)])
        # A list tells the axes of literal numbers from their channels.
        size = layers[0]["i"]
        layers[0]["i"] = [size] * 2 if isinstance(size, int) else size
        target = layers[0] if "values" in layers[0] else made
        drawn = ("seed", "input") if "input" in values else ()
        own = {role: each for role, each in target.get("values", {}).items() if role not in drawn}
        target["values"] = {**own, **values}
    elif values is not None:
        made["values"] = values
    return {**made, **given}


TOO_MANY = (
    "values: the weights are unknown or too many to show, so an input alone gives no output; "
    "give a seed, or remove values"
)


def _is_without_weights(layer: dict[str, Any]) -> bool:
    return layer["operation"] in WEIGHTED and "kernel" not in layer.get("values", {})


@dataclass(frozen=True, slots=True)
class Model:
    """The layers of a model: an ONNX file, or a module of torch.

    Attributes
    ----------
    name : str
        The name of the file or of the class.
    layers : tuple of ModelLayer
        The layers that an operation shows, and related ones: each with its ``name``, ``op``,
        ``input_shape``, ``output_shape`` and ``keys``, or with a ``refusal``.
    others : tuple of (str, int)
        How many nodes or modules of each other kind there are.
    learned : tuple of (str, int)
        How many numbers those of each other kind have learned, where they have any.
    """

    name: str
    layers: tuple[ModelLayer, ...]
    others: tuple[tuple[str, int], ...]
    learned: tuple[tuple[str, int], ...] = ()

    @classmethod
    def _of(cls, name: str, found: Listing) -> Model:
        return cls(name, found.layers, found.others, found.learned)

    @classmethod
    def from_torch(cls, module: Any, example: Any = None) -> Model:
        """List the layers of any module of torch by their paths, as ``named_modules`` has them.

        Parameters
        ----------
        module : torch.nn.Module
            Its parameters and its mode are left as they are.
        example : torch.Tensor or tuple of torch.Tensor, optional
            An input with a batch. The sizes come from one forward pass on it, in evaluation mode
            and without gradients; without an example the module is not run, and no sizes are
            known.

        Raises
        ------
        ConvanimError
            The module fails on the example.
        """
        return cls._of(type(module).__name__, torch_listing.layers(module, example))

    @property
    def emptiness(self) -> str:
        """Why there are no layers, as a sentence; empty where there are some."""
        if self.layers:
            return ""
        nodes = ", ".join(f"{op} {count}" for op, count in self.others) or "none at all"
        return (
            f"{self.name} has no convolution, pooling, resampling or fully connected layer; its "
            f"nodes are {nodes}"
        )

    def layer(self, name: str) -> ModelLayer:
        """Return a layer.

        Raises
        ------
        ConvanimError
            There is no layer of that name, or no operation shows it.
        """
        found = next((layer for layer in self.layers if layer.name == name), None)
        if found is None:
            names = [layer.name for layer in self.layers]
            some = ", ".join(names[:5]) + " ..." * (len(names) > 5)
            hint = did_you_mean(name, names) or f"; its layers are {some or 'none'}"
            raise ConvanimError(f"{self.name}: no layer '{name}'{hint}")
        if found.refusal:
            raise ConvanimError(f"{self.name}: layer '{name}', {found.op}: {found.refusal}")
        return found

    def figure(self, name: str, **keys: Any) -> Figure:
        """Make the figure of a layer, with all its channels.

        Parameters
        ----------
        name : str
            The name of the layer.
        **keys
            More keys of a config.

        Returns
        -------
        Figure
            A figure that is too large to draw can still be explained.

        Raises
        ------
        ConvanimError
            There is no such layer, or no operation shows it.
        """
        given = {"name": file_stem(name), **keys}
        return Figure.of(config.from_keys(_merge({**self.layer(name).keys}, given)))

    def config(self, name: str) -> str:
        """Return the YAML of a layer's config, with comments.

        A large layer is drawn as an excerpt; a comment says which part is drawn.

        Raises
        ------
        ConvanimError
            There is no such layer, or no operation shows it.
        """
        layer = self.layer(name)
        sizes = f"{times(layer.input_shape)} -> {times(layer.output_shape)}"
        lines = [f"{name} of {self.name}: {layer.op}, {sizes}"]
        lines += _excerpt_lines(Figure.of(config.from_keys(layer.keys)))
        return "".join([*(comment(f"{line.rstrip('.')}.") for line in lines), yaml(layer.keys)])


def from_onnx(path: str | Path, input_size: int | Sequence[int] | None = None) -> Model:
    """Read the layers of an ONNX file.

    Parameters
    ----------
    path : str or Path
        The model. Weights in files beside it are not read.
    input_size : int, sequence of int, or None
        The size of the model's input where the model does not fix it: one number per axis,
        optionally preceded by the channels.

    Returns
    -------
    Model

    Raises
    ------
    ConvanimError
        The extra ``convanim[onnx]`` is not installed, the file is not a valid model, or its
        input has no fixed size and none is given.
    """
    return Model._of(Path(path).name, onnx_graph.layers(Path(path), input_size))


def file_stem(name: str) -> str:
    """Return a layer's name as that of a file: letters, digits and ``_ - .`` alone."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_.-")[:100] or "layer"


def _excerpt_lines(figure: Figure) -> list[str]:
    """Return what a config's comments say of the excerpt that its figure is, if it is one."""
    lines = [line for line in (figure.spec.page.caption or "").splitlines() if line]
    if not lines or not any(panel.whole for panel in figure.spec.panels):
        return []
    return [
        *lines,
        "excerpt: {positions: 4, channels: 3} sets how much is kept; false keeps all of it.",
    ]
