"""ONNX files: opened, checked, and the shapes in them inferred; the only place that knows onnx."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, MissingExtraError, times
from convanim.models.onnx import reduced
from convanim.models.onnx.constants import is_modest
from convanim.models.onnx.learned import learned
from convanim.models.onnx.shapes import resolve
from convanim.models.onnx.tensors import as_shapes, is_in_a_file
from convanim.models.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.models.listing import Shape


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph of a model.

    Attributes
    ----------
    proto : GraphProto
        With the shapes of all that flows through it, and without large weights.
    weights : set of str
        The names of the weights.
    learned : mapping
        How many numbers each node has learned, by the name of its first output.
    """

    proto: Any
    weights: set[str]
    learned: Mapping[str, int]


def graph(path: Path, input_size: int | Sequence[int] | None) -> Graph:
    """Return the graph of a model with the shapes of all that flows through it.

    Parameters
    ----------
    path : Path
        An ONNX file; weights it keeps in other files are not read.
    input_size : int, sequence of int, or None
        Where the model leaves its input's size open: one per axis, or with channels before them.

    Raises
    ------
    ConvanimError
        The extra is not installed, the file is no model, or its input's size is open.
    """
    model = _loaded(path)
    with _told(path):
        count = learned(_onnx(), model.graph)
        weights = as_shapes(_onnx(), model.graph)
    for each in model.graph.input:
        dims = each.type.tensor_type.shape.dim
        if each.name not in weights and len(dims) > 2:
            _settle(path, each.name, dims, input_size)
            if not dims[0].HasField("dim_value"):
                # No layer depends on the batch, but sizes that the graph computes do.
                dims[0].dim_value = 1
    with _told(path):
        resolve(_onnx(), model)
        follow = is_modest(model.graph)
        inferred = _onnx().shape_inference.infer_shapes(model, data_prop=follow)
        for each in inferred.graph.output:
            if each.type.HasField("tensor_type"):
                # An output of any shape is sound for runtimes, though not for the checker.
                each.type.tensor_type.shape.SetInParent()
        _onnx().checker.check_model(inferred)
    return Graph(inferred.graph, weights, count)


def shape(value: Any) -> Shape | None:
    """Return the shape that is known of a value in a graph."""
    tensor = value.type.tensor_type
    return _sizes(tensor.shape.dim) if tensor.HasField("shape") else None


def attributes(node: Any) -> dict[str, Any]:
    """Return the attributes of a node; texts as text."""
    value_of = _onnx().helper.get_attribute_value
    return {each.name: _text(value_of(each)) for each in node.attribute}


def graphs_of(node: Any) -> list[tuple[str, Any]]:
    """Return the graphs within a node and the names of their attributes."""
    return [(each.name, each.g) for each in node.attribute if each.HasField("g")]


def names_within(node: Any) -> Iterator[str]:
    """Yield the names that the nodes of the graphs within a node take."""
    for _, graph in graphs_of(node):
        for each in graph.node:
            yield from each.input
            yield from names_within(each)
        yield from (each.name for each in graph.output)


def numbers(tensor: Any) -> Any:
    """Return the numbers of a tensor in nested lists, floats in the few digits that tell them.

    They are None where another file holds them.
    """
    if is_in_a_file(tensor):
        return None
    array = _onnx().numpy_helper.to_array(tensor)
    return (array.astype(str).astype(float) if array.dtype.kind == "f" else array).tolist()


def _onnx() -> Any:
    try:
        import onnx
        import onnx.inliner
        import onnx.reference
        import onnx.shape_inference
    except ImportError:
        raise MissingExtraError("reading a model", "onnx>=1.17") from None
    return onnx


def _loaded(path: Path) -> Any:
    """Return a model without functions and without the numbers of large weights."""
    onnx = _onnx()
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise ConvanimError(f"{path}: is not a regular file, such as a device or a pipe")
        data = reduced.read(path)
    except OSError as error:
        raise ConvanimError(f"{path}: cannot be read: {error.strerror}") from None
    except reduced.TooLargeError as error:
        raise ConvanimError(
            f"{path}: the model without its weights has {error}, which is too large to read; "
            "export a part of it"
        ) from None
    except ValueError as error:
        raise ConvanimError(f"{path}: not a valid ONNX model: {error}") from None
    with _told(path):
        model = onnx.load_model_from_string(data)
        # Until version 4 every initializer had to be an input, too; folding adds some that are not.
        model.ir_version = max(model.ir_version, 4)
        return onnx.inliner.inline_local_functions(model) if model.functions else model


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in one line what protobuf, the checker or the inference find wrong with a file."""
    try:
        yield
    except Exception as error:  # each has several of its own
        raise ConvanimError(f"{path}: not a valid ONNX model: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return printable(text)[:200] or type(error).__name__


def _settle(path: Path, name: str, dims: Any, input_size: int | Sequence[int] | None) -> None:
    """Write the sizes that the model leaves open into its input."""
    known, axes = _sizes(dims), len(dims) - 2
    told = " x ".join(dim.dim_param or str(dim.dim_value or "?") for dim in dims)
    if any(size is not None and size < 0 for size in known):
        raise ConvanimError(f"{path}: not a valid ONNX model: its input '{name}' is {told}")
    if input_size is None:
        if None in known[2:]:
            raise ConvanimError(
                f"{path}: its input '{name}' is {told}, which fixes no size; give input_size, "
                f"such as {', '.join(['224'] * axes)}"
            )
        return
    given = (input_size,) * axes if isinstance(input_size, int) else tuple(input_size)
    if not axes <= len(given) <= axes + 2 or not all(size > 0 for size in given):
        raise ConvanimError(
            f"{path}: input_size {times(given)} does not fit the input '{name}', which is {told}"
        )
    pairs = zip(dims[-len(given) :], given, strict=True)
    for n, (dim, size) in enumerate(pairs, start=len(dims) - len(given)):
        if known[n] not in (None, size):
            raise ConvanimError(
                f"{path}: its input '{name}' is {told} and cannot be {times(given)}"
            )
        dim.dim_value = size


def _sizes(dims: Any) -> Shape:
    return tuple(dim.dim_value if dim.HasField("dim_value") else None for dim in dims)


def _text(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
